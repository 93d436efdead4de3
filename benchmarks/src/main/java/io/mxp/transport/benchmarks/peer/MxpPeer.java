/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.peer;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import com.sun.management.OperatingSystemMXBean;
import io.mxp.transport.AgentIdentity;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.SocketConfig;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.benchmarks.BenchOptions;
import io.mxp.transport.engine.MxpTransportEngine;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.TransportSnapshot;
import io.netty.util.internal.PlatformDependent;

/**
 * What both sides over MXP share: a transport with pinned keys on the loopback, and its
 * figures.
 */
abstract class MxpPeer implements Peer {

	/** Environment variable with this side's private key in hex. */
	static final String PRIVATE_KEY = "MXP_BENCH_PRIVATE_KEY";

	/** Environment variable with the other side's public key in hex. */
	static final String PEER_KEY = "MXP_BENCH_PEER_KEY";

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final int COLLECTIONS = 4;

	final MxpTransportEngine transport;

	MxpPeer(BenchOptions options, boolean server, FlowConfig flow, MessageHandler handler) {
		this.transport = MxpTransportEngine.start(config(options, server, flow), identity(server), trust(), handler);
	}

	/** Room for as many streams as are asked for, and for an unread chunk on each. */
	static FlowConfig flowOf(BenchOptions options) {
		return FlowConfig.defaults()
			.withMaxStreams(options.streams(), options.streams())
			.withConnectionWindowBytes(64L << 20);
	}

	private static TransportConfig config(BenchOptions options, boolean server, FlowConfig flow) {
		TransportConfig base = server ? TransportConfig.defaults() : TransportConfig.clientOnly();
		SocketConfig socket = base.socket()
			.withBindAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.withDriver(options.driver())
			.withIdle(options.idle())
			.withMaxDatagramBytes(options.mtuBytes());
		return base.withSocket(socket)
			.withHandshake(base.handshake().withSuites(List.of(options.suite())))
			.withSession(base.session().withIdleTimeout(Duration.ofSeconds(30)))
			.withFlow(flow)
			.withDelivery(base.delivery().withMode(options.delivery()));
	}

	private static AgentIdentity identity(boolean server) {
		return AgentIdentity.builder(HexFormat.of().parseHex(environment(PRIVATE_KEY)))
			.name(server ? "receiver" : "sender")
			.agentId(new UUID(0, server ? 1 : 2))
			.build();
	}

	private static TrustPolicy trust() {
		return TrustPolicy.builder().pinKey(peerKey()).build();
	}

	static StaticKey peerKey() {
		return StaticKey.parse(environment(PEER_KEY));
	}

	private static String environment(String name) {
		String value = System.getenv(name);
		if (value == null) {
			throw new IllegalStateException(name + " is not set; bin/bench sets it");
		}
		return value;
	}

	@Override
	public Values opened() {
		return new Values().with("port", this.transport.localAddress().getPort())
			.with("driver", this.transport.socketTransport());
	}

	@Override
	public Values on(String command) throws Exception {
		return switch (command) {
			case "mark" -> mark();
			case "memory" -> memory();
			default -> throw new IllegalArgumentException("unknown command " + command);
		};
	}

	Values mark() {
		TransportSnapshot snapshot = this.transport.snapshot();
		return processMark().with("packetsSent", snapshot.get(Counter.PACKETS_SENT))
			.with("packetsReceived", snapshot.get(Counter.PACKETS_RECEIVED))
			.with("packetsLost", snapshot.get(Counter.PACKETS_LOST))
			.with("retransmitted", snapshot.get(Counter.FRAMES_RETRANSMITTED))
			.with("bytesSent", snapshot.get(Counter.BYTES_SENT))
			.with("refused", snapshot.get(Counter.MESSAGES_REFUSED))
			.with("openStreams", snapshot.openStreams())
			.with("pooledBytes", snapshot.buffers().freeBytes());
	}

	/** The clock and the CPU time of this JVM. */
	static Values processMark() {
		long collectionMillis = ManagementFactory.getGarbageCollectorMXBeans()
			.stream()
			.mapToLong((collector) -> collector.getCollectionTime())
			.sum();
		return new Values().with("nanos", System.nanoTime())
			.with("cpuNanos", SYSTEM.getProcessCpuTime())
			.with("gcMillis", collectionMillis);
	}

	/** Live heap after full collections, and bytes outside of the heap. */
	private Values memory() {
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
		}
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
		return mark().with("heapBytes", heap)
			.with("directBytes", direct + Math.max(0, PlatformDependent.usedDirectMemory()));
	}

	@Override
	public void close() {
		this.transport.close();
	}

}
