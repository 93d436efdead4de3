/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

import io.mxp.transport.AgentDirectory;
import io.mxp.transport.CallRequest;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.engine.MxpTransportEngine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Whom to call: the address, and the options of every command that connects. */
final class ClientOptions {

	private static final MessageHandler NOTHING_EXPECTED = (message) -> {
	};

	@Parameters(index = "0", paramLabel = "ADDRESS",
			description = "mxp://host:port/agent: the agent's id, or its name where the trust file or the development"
					+ " authority knows it.")
	private String address = "";

	@Option(names = "--peer-key", paramLabel = "KEY", order = 15,
			description = "The peer's public key: a file, or hex or base64. It is trusted.")
	private @Nullable String peerKey;

	@Option(names = "--timeout", paramLabel = "TIME", order = 20, defaultValue = "10s", converter = Durations.class,
			description = "How long to wait for the connection, and for each answer. Default: ${DEFAULT-VALUE}.")
	private Duration timeout = CallRequest.DEFAULT_TIMEOUT;

	@Option(names = "--json", order = 21, description = "Print JSON.")
	private boolean json;

	@Mixin
	private PeerOptions peer = new PeerOptions();

	boolean json() {
		return this.json;
	}

	Duration timeout() {
		return this.timeout;
	}

	/** Starts a transport and connects; closing the session ends both. */
	Session connect(CommandSpec spec) {
		if (this.timeout.isZero() || this.timeout.isNegative()) {
			throw new ParameterException(spec.commandLine(), "--timeout has to be more than 0.");
		}
		StaticKey key = (this.peerKey != null) ? IdentityTrustCommand.key(this.peerKey) : null;
		PeerOptions.Party party = this.peer.party(spec, key, "mxp-cli");
		TrustPolicy policy = party.policy().build();
		MxpAddress target = target(spec, policy, party, key);
		if (key != null && target.agentId() != null) {
			policy = policy.toBuilder().pinAgent(target.agentId(), key).build();
		}
		TransportConfig config = this.peer.configure(spec, TransportConfig.clientOnly());
		MxpTransport transport = MxpTransportEngine.start(config, party.identity(), policy, NOTHING_EXPECTED);
		try {
			ConnectRequest request = ConnectRequest.to(target).withTimeout(this.timeout);
			if (key != null) {
				request = request.withServerKey(key);
			}
			return new Session(transport, request, await(transport.connect(request)));
		}
		catch (RuntimeException ex) {
			transport.close();
			throw ex;
		}
	}

	// The agent of the address: a UUID, a name, or the only one there is.
	private MxpAddress target(CommandSpec spec, TrustPolicy policy, PeerOptions.Party party, @Nullable StaticKey key) {
		String text = this.address.contains("://") ? this.address : MxpAddress.SCHEME + "://" + this.address;
		int slash = text.indexOf('/', text.indexOf("://") + 3);
		String agent = (slash < 0) ? "" : text.substring(slash + 1);
		try {
			if (agent.isEmpty()) {
				MxpAddress place = MxpAddress.parse((slash < 0) ? text : text.substring(0, slash));
				return (key != null) ? place : place.withAgentId(onlyAgent(spec, policy, party));
			}
			if (isUuid(agent)) {
				return MxpAddress.parse(text);
			}
			MxpAddress place = MxpAddress.parse(text.substring(0, slash));
			AgentDirectory.Entry found = policy.directory()
				.findByName(agent)
				.orElseThrow(() -> new ParameterException(spec.commandLine(), "No agent named '" + agent + "' is known"
						+ known(party) + ". Give its id (a UUID), or --peer-key."));
			return place.withAgentId(found.agentId());
		}
		catch (IllegalArgumentException ex) {
			throw new ParameterException(spec.commandLine(), String.valueOf(ex.getMessage()) + ".", ex);
		}
	}

	private static @Nullable UUID onlyAgent(CommandSpec spec, TrustPolicy policy, PeerOptions.Party party) {
		if (policy.staticKeyOf(null).isPresent()) {
			return null;
		}
		if (policy.pinnedKeys().size() == 1 && policy.pinnedAgents().size() == 1) {
			return policy.pinnedAgents().keySet().iterator().next();
		}
		List<AgentDirectory.Entry> others = others(party);
		if (others.size() == 1) {
			return others.get(0).agentId();
		}
		throw new ParameterException(spec.commandLine(),
				"Which agent? Write mxp://host:port/<agent id or name>" + known(party) + ", or give --peer-key.");
	}

	private static List<AgentDirectory.Entry> others(PeerOptions.Party party) {
		return party.developmentAgents()
			.stream()
			.filter((entry) -> !entry.agentId().equals(party.identity().agentId()))
			.toList();
	}

	private static String known(PeerOptions.Party party) {
		String names = others(party).stream().map(AgentDirectory.Entry::name).collect(Collectors.joining(", "));
		return names.isEmpty() ? "" : " (the development authority knows: " + names + ")";
	}

	private static boolean isUuid(String text) {
		try {
			return UUID.fromString(text).toString().equalsIgnoreCase(text);
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/** Waits, and throws what the future failed with. */
	static <T> T await(CompletableFuture<T> future) {
		try {
			return future.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	/**
	 * One connection and the transport under it.
	 *
	 * @param transport the transport
	 * @param request where the connection leads
	 * @param connection the connection
	 */
	record Session(MxpTransport transport, ConnectRequest request, MxpConnection connection) implements AutoCloseable {

		private static final Duration GRACE = Duration.ofSeconds(5);

		MxpAddress address() {
			return this.request.address();
		}

		/** Another connection in place of this one. */
		Session reconnect() {
			this.connection.close();
			return new Session(this.transport, this.request, await(this.transport.connect(this.request)));
		}

		/** Lets what was accepted arrive, then closes. */
		@Override
		public void close() {
			try {
				await(this.transport.drain(GRACE));
			}
			finally {
				this.transport.close();
			}
		}

	}

}
