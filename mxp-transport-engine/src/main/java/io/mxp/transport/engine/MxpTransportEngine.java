/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TransportException;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.observe.TransportSnapshot;
import io.mxp.transport.security.LocalIdentities;
import io.mxp.transport.security.PkixCertificateVerifier;

/**
 * A transport on real sockets, and the only way to make one.
 *
 * <p>
 * Two agents of one process that talk over loopback: <pre>{@code
 * AgentIdentity alice = MxpIdentities.generate("alice");
 * AgentIdentity bob = MxpIdentities.generate("bob");
 * TrustPolicy trustsAlice = TrustPolicy.builder().pinAgent(alice.agentId(), alice.staticKey()).build();
 * TrustPolicy trustsBob = TrustPolicy.builder().pinAgent(bob.agentId(), bob.staticKey()).build();
 *
 * try (MxpTransport server = MxpTransportEngine.start(TransportConfig.bind("127.0.0.1", 0), bob, trustsAlice,
 *         message -> message.responder().reply(message.payload()));
 *     MxpTransport client = MxpTransportEngine.start(TransportConfig.clientOnly(), alice, trustsBob,
 *         message -> { })) {
 *     MxpAddress address = new MxpAddress("127.0.0.1", server.localAddress().getPort(), bob.agentId());
 *     MxpConnection connection = client.connect(address).join();
 *     Reply reply = connection.call(CallRequest.of("echo", ByteBuffer.wrap("hello".getBytes()))).join();
 *     System.out.println(reply.text());
 * }
 * }</pre>
 */
public final class MxpTransportEngine implements MxpTransport {

	/** Handshakes and connects that may wait for the workers; more are refused. */
	// SPEC limits.md#before-authentication
	static final int MAX_WAITING_VERIFICATIONS = 10_000;

	private static final long CLOSE_SECONDS = 5;

	private final IdentityRotation identity;

	private final Connector connector;

	private final ConcurrentHashMap<Long, EngineConnection> connections;

	private final LoopPeers peers;

	private final ThreadPoolExecutor workers;

	private final SnapshotReader snapshots;

	private final Payloads payloads;

	private final AtomicBoolean closed = new AtomicBoolean();

	private final Drain drain;

	private MxpTransportEngine(IdentityRotation identity, Connector connector, LoopPeers peers,
			ThreadPoolExecutor workers, ConcurrentHashMap<Long, EngineConnection> connections,
			LongAdder handlerFailures, Payloads payloads) {
		this.identity = identity;
		this.connector = connector;
		this.peers = peers;
		this.workers = workers;
		this.connections = connections;
		this.snapshots = new SnapshotReader(peers, handlerFailures, payloads);
		this.payloads = payloads;
		this.drain = new Drain(peers, connections);
	}

	/**
	 * Binds the sockets and starts the event loops.
	 * @param identity who we are; anonymous for a transport that only connects
	 * @param trust whom we trust
	 * @param handler receives what peers send
	 * @throws TransportException.Configuration where the port is taken, the driver is not
	 * there, or the settings do not fit together; the message says what to do
	 */
	public static MxpTransportEngine start(TransportConfig config, AgentIdentity identity, TrustPolicy trust,
			MessageHandler handler) {
		return start(config, identity, () -> trust, handler);
	}

	/**
	 * The same with a trust policy that may change while the transport runs.
	 * @param trust asked at every handshake
	 */
	public static MxpTransportEngine start(TransportConfig config, AgentIdentity identity, Supplier<TrustPolicy> trust,
			MessageHandler handler) {
		return start(config, identity, trust, handler, TransportServices.inMemory());
	}

	/**
	 * The same with services that other processes share.
	 * @param services asked on the event loops: they must not block
	 */
	public static MxpTransportEngine start(TransportConfig config, AgentIdentity identity, Supplier<TrustPolicy> trust,
			MessageHandler handler, TransportServices services) {
		TransportConfig fitting = EngineSetup.fitting(config, identity).withMessage(Payloads.fitting(config.message()));
		EngineSetup.check(fitting, identity, trust.get());
		LocalIdentities keys = EngineSetup.keysOf(identity);
		IdentityRotation rotation = new IdentityRotation(identity, keys);
		NanoClock sealClock = new NanoClock();
		Payloads payloads = new Payloads(fitting.message(), new Seals(fitting.message().e2e(), rotation::served,
				EngineSetup.agentId(fitting, identity), trust, System::currentTimeMillis, sealClock::nanos));
		ThreadPoolExecutor workers = workers();
		ConcurrentHashMap<Long, EngineConnection> connections = new ConcurrentHashMap<>();
		LongAdder handlerFailures = new LongAdder();
		LoopPeers peers = new LoopPeers();
		Attestations attestations = new Attestations(fitting.handshake().attestation(), rotation::served, workers);
		EngineSetup setup = new EngineSetup(fitting, identity, trust, handler, workers, connections, handlerFailures,
				peers, new PkixCertificateVerifier(trust), attestations, payloads, keys, services);
		List<EventLoop> loops = setup.openLoops();
		loops.forEach((loop) -> loop.listener().delivery().start());
		return new MxpTransportEngine(rotation, new Connector(fitting, trust, peers, workers, attestations), peers,
				workers, connections, handlerFailures, payloads);
	}

	private static ThreadPoolExecutor workers() {
		AtomicInteger number = new AtomicInteger();
		ThreadPoolExecutor executor = new ThreadPoolExecutor(2, 2, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(MAX_WAITING_VERIFICATIONS), (task) -> {
					Thread thread = new Thread(task, "mxp-worker-" + number.getAndIncrement());
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	@Override
	public InetSocketAddress localAddress() {
		return this.peers.all().get(0).port().localAddress();
	}

	@Override
	public AgentIdentity identity() {
		return this.identity.identity();
	}

	@Override
	public void rotateIdentity(AgentIdentity next, Duration previousServed) {
		this.identity.rotate(next, previousServed);
	}

	@Override
	public String socketTransport() {
		return this.peers.all().get(0).port().driver();
	}

	@Override
	public CompletableFuture<MxpConnection> connect(ConnectRequest request) {
		if (this.closed.get() || this.drain.isStarted()) {
			return CompletableFuture.failedFuture(Connector.closed());
		}
		return this.connector.connect(request);
	}

	@Override
	public Collection<MxpConnection> connections() {
		return new ArrayList<>(this.connections.values());
	}

	/**
	 * Counters and gauges of all loops; from any thread, also after {@link #close()}.
	 * Waits 250 ms at most.
	 */
	public TransportSnapshot snapshot() {
		return this.snapshots.read();
	}

	/**
	 * Verifies all connected peers against the trust policy as it is now, and closes the
	 * connections of those that are trusted no longer. Happens by itself every 30
	 * seconds; to be called when a deny list or an authority has changed.
	 */
	public void verifyPeers() {
		this.peers.all().forEach((loop) -> loop.execute(() -> loop.listener().verifications().verifyAgain(loop)));
	}

	/** Whether {@link #drain} has been called. */
	public boolean isDraining() {
		return this.drain.isStarted();
	}

	/** Whether all event loops are at work. */
	public boolean isRunning() {
		return !this.closed.get() && this.peers.all().stream().allMatch(EventLoop::isAlive);
	}

	List<EventLoop> loops() {
		return this.peers.all();
	}

	@Override
	public CompletableFuture<Void> drain(Duration grace) {
		return this.drain.start(grace);
	}

	@Override
	public void close() {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		try {
			for (EventLoop loop : this.peers.all()) {
				loop.stop();
			}
			for (EventLoop loop : this.peers.all()) {
				loop.listener().delivery().stop();
				loop.listener().delivery().join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.workers.shutdown();
		this.payloads.close();
	}

	@Override
	public String toString() {
		return "MxpTransport[" + localAddress() + ", " + identity().fingerprint() + "]";
	}

}
