/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.AttestationMode;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.SocketConfig;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TransportException;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.endpoint.ConnectionIdSource;
import io.mxp.transport.endpoint.Endpoint;
import io.mxp.transport.endpoint.EndpointKeys;
import io.mxp.transport.endpoint.EndpointSettings;
import io.mxp.transport.endpoint.KnownServers;
import io.mxp.transport.endpoint.SharedTickets;
import io.mxp.transport.endpoint.SharedTokens;
import io.mxp.transport.packet.GuardZones;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.TransmitBatch;
import io.mxp.transport.reliability.CongestionControllers;
import io.mxp.transport.security.CertificateVerifier;
import io.mxp.transport.security.FipsMode;
import io.mxp.transport.security.HandshakeExtras;
import io.mxp.transport.security.LocalIdentities;
import io.mxp.transport.security.LocalIdentity;
import io.mxp.transport.security.SealObserver;
import io.mxp.transport.security.StaticKeyKind;
import io.mxp.transport.socket.DatagramPort;
import io.mxp.transport.socket.NettyUdpPort;
import io.mxp.transport.stream.MemoryGate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the settings of a transport and puts its event loops together. COLD.
 */
record EngineSetup(TransportConfig config, AgentIdentity identity, Supplier<TrustPolicy> trust, MessageHandler handler,
		Executor workers, ConcurrentHashMap<Long, EngineConnection> connections, LongAdder handlerFailures,
		LoopPeers peers, CertificateVerifier verifier, Attestations attestations, Payloads payloads,
		LocalIdentities keys, TransportServices services) {

	private static final Logger logger = LoggerFactory.getLogger(EngineSetup.class);

	static void check(TransportConfig config, AgentIdentity identity, TrustPolicy trust) {
		if (config.server().accept() && identity.isAnonymous()) {
			throw new TransportException.Configuration(
					"A transport that accepts connections needs an identity: give one with a private key, or refuse connections with server.accept=false");
		}
		if (trust.trustsNobody() && !(config.server().accept() && !trust.clientAuthenticationRequired())) {
			throw new TransportException.Configuration(
					"Nobody is trusted: pin the keys of your peers, or trust the authority that signs their certificates");
		}
		if (config.handshake().attestation().mode() == AttestationMode.REQUIRED && config.server().accept()
				&& !trust.clientAuthenticationRequired()) {
			throw new TransportException.Configuration(
					"Attestation is required of every peer, but anonymous clients are let in, who can show none: refuse them, or ask only certain agents for it");
		}
		try {
			FipsMode.check(config.handshake(), identity, trust);
		}
		catch (IllegalArgumentException ex) {
			throw new TransportException.Configuration(String.valueOf(ex.getMessage()), ex);
		}
		if (!identity.isAnonymous() && !config.handshake().suites().isEmpty()
				&& config.handshake().suites().stream().noneMatch((suite) -> fits(suite, identity))) {
			throw new TransportException.Configuration(
					"The identity's key is one of " + (identity.staticKey().isP256() ? "P-256" : "X25519")
							+ ", for which none of the cipher suites " + config.handshake().suites()
							+ " is (handshake.cipher-suites): leave them out, or give an identity with another key");
		}
		if (!identity.isAnonymous() && identity.staticKey().isP256()
				&& !config.handshake().noiseProvider().equals(HandshakeConfig.NOISE_CORE)) {
			throw new TransportException.Configuration(
					"The identity's key is one of P-256, which only the Noise provider 'core' has (handshake.noise-provider)");
		}
		// Otherwise the first connection would find out.
		Set<String> controllers = CongestionControllers.names();
		if (!controllers.contains(config.recovery().congestionControl())) {
			throw new TransportException.Configuration(
					"There is no congestion control \"" + config.recovery().congestionControl()
							+ "\" (recovery.congestion-control); choose one of: " + String.join(", ", controllers));
		}
	}

	/** The suites that are used where nothing else is said fit to the identity's key. */
	static TransportConfig fitting(TransportConfig config, AgentIdentity identity) {
		HandshakeConfig handshake = config.handshake();
		boolean usual = handshake.suites().isEmpty() || handshake.suites().equals(HandshakeConfig.defaults().suites());
		if (!usual || identity.isAnonymous() || StaticKeyKind.of(identity) == StaticKeyKind.X25519) {
			return config;
		}
		return config.withHandshake(handshake.withSuites(List.of(CipherSuite.P256_AES_256_GCM_SHA256)));
	}

	private static boolean fits(CipherSuite suite, AgentIdentity identity) {
		return suite.isP256() == identity.staticKey().isP256();
	}

	/** The key that is shown to peers; none where the identity is anonymous. */
	static LocalIdentities keysOf(AgentIdentity identity) {
		return LocalIdentities.of(identity.isAnonymous() ? List.of() : List.of(LocalIdentity.of(identity)));
	}

	List<EventLoop> openLoops() {
		Shared shared = shared(new SecureRandomSource());
		if (this.config.server().accept()) {
			this.attestations.prepare(null);
		}
		List<EventLoop> loops = new ArrayList<>();
		InetSocketAddress address = this.config.socket().bindAddress();
		try {
			for (int index = 0; index < this.config.socket().eventLoops(); index++) {
				EventLoop loop = open(index, address, shared);
				loop.start();
				loops.add(loop);
				address = loop.port().localAddress();
			}
		}
		catch (RuntimeException ex) {
			loops.forEach(EventLoop::abandon);
			throw ex;
		}
		this.peers.set(loops);
		return loops;
	}

	private Shared shared(SecureRandomSource random) {
		TicketTrust trust = new TicketTrust(agentId(this.config, this.identity), this.trust);
		return new Shared(new NanoClock(), random, EndpointKeys.of(this.config.path(), random),
				new AgentBudgets(this.config.flow().agentBudgetBytes()), new SharedTokens(random), new KnownServers(),
				new HandshakeExtras(this.attestations, KeyLogFile.of(this.config.debug().keyLog(), this.workers)),
				new SharedTickets(this.services.ticketKeys(), trust, System::currentTimeMillis), trust,
				new EarlyClaims(this.services.replayStore()));
	}

	private EventLoop open(int index, InetSocketAddress address, Shared shared) {
		Dispatcher dispatcher = new Dispatcher(this.handler, shared.clock, this.payloads,
				agentId(this.config, this.identity), this.connections, this.handlerFailures, this.peers::isDraining);
		Delivery delivery = new Delivery(index, this.config.delivery(), dispatcher);
		LoopListener listener = new LoopListener(delivery,
				new Verifications(this.verifier, this.attestations, this.workers, new ResumedPeers(shared.trust)),
				shared.budgets, this.payloads, shared.claims);
		boolean reusePort = this.config.socket().eventLoops() > 1;
		return new EventLoop(index, this.config, shared.clock, this.peers, listener, (loop) -> {
			listener.bind(loop);
			DatagramPort port = NettyUdpPort.open(this.config.socket(), address, reusePort, loop);
			if (index == 0) {
				warnOfSmallBuffer(port);
			}
			ParkSignal signal = ParkSignal.of(port);
			ConnectionIdSource ids = new ConnectionIdSource(shared.random, shared.keys, index);
			EndpointSettings settings = new EndpointSettings(forPort(port), this.keys,
					!this.trust.get().clientAuthenticationRequired(), shared.random, SealObserver.NONE, shared.tokens,
					shared.servers, List.of(HeaderTlvs.VERSION_1), shared.extras, shared.tickets);
			TransmitBatch batch = new TransmitBatch(port.maxSegments(),
					GuardZones.of("packets to send", this.config.debug().guardZones()));
			return new LoopParts(port, new LoopSockets(loop, port), signal,
					new Commands(this.config.delivery().commandQueueBytes(), signal), new CommandHandler(loop),
					endpoint(settings, ids, listener), ids, batch);
		});
	}

	private Endpoint endpoint(EndpointSettings settings, ConnectionIdSource ids, LoopListener listener) {
		Endpoint endpoint = new Endpoint(settings, ids, listener);
		long limit = this.config.flow().bufferLimitBytes();
		if (limit == FlowConfig.HALF_OF_THE_HEAP) {
			limit = Runtime.getRuntime().maxMemory() / 2 / this.config.socket().eventLoops();
		}
		endpoint.connectionSettings().buffers().gate(MemoryGate.upTo(limit));
		return endpoint;
	}

	/** What arrives in a burst and finds the buffer full is lost and sent again. */
	private void warnOfSmallBuffer(DatagramPort port) {
		int wanted = this.config.socket().receiveBufferBytes();
		if (port.receiveBufferBytes() < wanted) {
			logger.warn(
					"The system grants a receive buffer of {} bytes where {} are asked for: bursts may be lost and"
							+ " sent again. On Linux: sysctl -w net.core.rmem_max={}",
					port.receiveBufferBytes(), wanted, wanted);
		}
	}

	/**
	 * Where the socket cannot set and read ECN marks there are none. Where datagrams may
	 * be cut into fragments, a probe that arrives says nothing: then they have the size
	 * that every path carries.
	 */
	private TransportConfig forPort(DatagramPort port) {
		SocketConfig socket = this.config.socket();
		TransportConfig fitting = port.carriesEcn() ? this.config
				: this.config.withRecovery(this.config.recovery().withEcn(false));
		if (!socket.pathMtuDiscovery() || port.dontFragment()) {
			return fitting;
		}
		return fitting
			.withSocket(socket.withPathMtuDiscovery(false).withMaxDatagramBytes(SocketConfig.MIN_DATAGRAM_BYTES));
	}

	static @Nullable UUID agentId(TransportConfig config, AgentIdentity identity) {
		UUID configured = config.session().agentId();
		return (configured != null || identity.isAnonymous()) ? configured : identity.agentId();
	}

	/** What all loops of a transport share. */
	private record Shared(NanoClock clock, SecureRandomSource random, EndpointKeys keys, AgentBudgets budgets,
			SharedTokens tokens, KnownServers servers, HandshakeExtras extras, SharedTickets tickets, TicketTrust trust,
			EarlyClaims claims) {
	}

}
