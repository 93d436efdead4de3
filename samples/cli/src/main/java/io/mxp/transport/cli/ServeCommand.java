/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.PrintWriter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.engine.MxpTransportEngine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code mxp serve}: an agent to try things with. */
@Command(name = "serve", mixinStandardHelpOptions = true,
		description = { "Runs an agent until it is stopped (Ctrl-C).",
				"With --echo it answers every call with the call's own payload; a call of the subject 'stream' with the"
						+ " payload word by word; and it sends back what arrives on a stream." },
		footer = { "", "Example: mxp serve --echo --port 9000" })
final class ServeCommand implements Callable<Integer> {

	private static final Duration GRACE = Duration.ofSeconds(5);

	@Option(names = "--echo", order = 1,
			description = "Answer with what was sent. Without it calls are answered NOT_FOUND.")
	private boolean echo;

	@Option(names = "--host", paramLabel = "ADDRESS", order = 2, defaultValue = "127.0.0.1",
			description = "Where to listen. Default: ${DEFAULT-VALUE}; 0.0.0.0 or :: for everywhere.")
	private String host = "";

	@Option(names = "--port", paramLabel = "PORT", order = 3, defaultValue = "9000",
			description = "UDP port; 0 for any. Default: ${DEFAULT-VALUE}.")
	private int port;

	@Option(names = "--allow-anonymous", order = 4, description = "Let clients in that show no identity.")
	private boolean allowAnonymous;

	@Option(names = "--for", paramLabel = "TIME", order = 5, converter = Durations.class,
			description = "Stop after this time, as 30s.")
	private @Nullable Duration duration;

	@Option(names = "--quiet", order = 6, description = "Do not print what arrives.")
	private boolean quiet;

	@Option(names = "--json", order = 21, description = "Print JSON, one object a line.")
	private boolean json;

	@Mixin
	private PeerOptions peer = new PeerOptions();

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Override
	public Integer call() throws InterruptedException {
		if (this.port < 0 || this.port > 65_535) {
			throw new ParameterException(this.spec.commandLine(), "--port has to be from 0 to 65535.");
		}
		PeerOptions.Party party = this.peer.party(this.spec, null, "echo");
		if (party.identity().isAnonymous()) {
			throw new ParameterException(this.spec.commandLine(),
					"A server needs an identity: --identity FILE, or --dev-ca.");
		}
		TransportConfig config = this.peer.configure(this.spec, TransportConfig.bind(this.host, this.port));
		config = config.withSession(config.session().withAgentId(party.identity().agentId()));
		PrintWriter log = this.quiet ? null : this.spec.commandLine().getOut();
		try (MxpTransport transport = MxpTransportEngine.start(config, party.identity(),
				party.policy().clientAuthenticationRequired(!this.allowAnonymous).build(),
				new EchoHandler(this.echo, log, this.json))) {
			announce(transport);
			CountDownLatch stop = new CountDownLatch(1);
			Thread hook = new Thread(() -> stop(transport, stop), "mxp-stop");
			Runtime.getRuntime().addShutdownHook(hook);
			if (this.duration != null) {
				stop.await(this.duration.toNanos(), TimeUnit.NANOSECONDS);
				Runtime.getRuntime().removeShutdownHook(hook);
				ClientOptions.await(transport.drain(GRACE));
			}
			else {
				stop.await();
			}
		}
		return 0;
	}

	private static void stop(MxpTransport transport, CountDownLatch stop) {
		try {
			transport.drain(GRACE).get(GRACE.toSeconds() + 1, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			// The process ends all the same.
		}
		stop.countDown();
		transport.close();
	}

	private void announce(MxpTransport transport) {
		InetSocketAddress bound = transport.localAddress();
		AgentIdentity self = transport.identity();
		String host = host(bound.getAddress());
		String reachable = bound.getAddress().isAnyLocalAddress() ? "127.0.0.1" : host;
		String address = new MxpAddress(reachable, bound.getPort(), self.agentId()).toString();
		PrintWriter out = this.spec.commandLine().getOut();
		if (this.json) {
			ObjectNode line = Json.object();
			line.put("listening", address);
			line.put("agent_id", self.agentId().toString());
			line.put("name", self.name());
			line.put("fingerprint", self.fingerprint());
			line.put("driver", transport.socketTransport());
			out.println(Json.line(line));
		}
		else {
			out.println("listening    " + host + " port " + bound.getPort() + " (UDP, " + transport.socketTransport()
					+ ")");
			String name = self.name().equals(self.agentId().toString()) ? "" : self.name() + "  ";
			out.println("agent        " + name + self.agentId());
			out.println("fingerprint  " + self.fingerprint());
			out.println();
			out.println("Try it: mxp ping " + address);
			out.println("        mxp call " + address + " hello --data '{\"a\":1}'");
			out.println("        mxp stream " + address + " stream --data 'one word after the other'");
			out.println("Stop with Ctrl-C.");
		}
		out.flush();
	}

	// Java writes ::1 as 0:0:0:0:0:0:0:1.
	private static String host(InetAddress address) {
		if (address instanceof Inet6Address) {
			return address.isLoopbackAddress() ? "::1" : address.isAnyLocalAddress() ? "::" : address.getHostAddress();
		}
		return address.getHostAddress();
	}

}
