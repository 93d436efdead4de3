/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.micro;

import java.util.concurrent.TimeUnit;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.ProtocolViolation;
import io.mxp.transport.security.SecureSession;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Seals a packet of 1,200 bytes, and opens it: nonce, AEAD, header protection, replay
 * window.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class PacketProtectionBenchmark {

	private static final int PACKET_BYTES = 1_200;

	private static final int PAYLOAD_BYTES = PACKET_BYTES - PacketHeader.LENGTH - SecureSession.SEALED_OVERHEAD_BYTES;

	private final byte[] packet = new byte[PACKET_BYTES];

	@Param({ "AES_256_GCM_SHA256", "CHACHA20_POLY1305_SHA256" })
	public CipherSuite suite = CipherSuite.AES_256_GCM_SHA256;

	private SessionPair sessions;

	private long packetNumber;

	@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
	public PacketProtectionBenchmark() {
	}

	/** Anew for each iteration: a key seals 2^23 packets at most. */
	@Setup(Level.Iteration)
	public void connect() throws ProtocolViolation {
		this.sessions = SessionPair.connected(this.suite);
		this.packetNumber = 1;
	}

	@Benchmark
	public int seal() {
		PacketHeader.write(this.packet, 0, 1, PacketType.ONE_RTT, this.packetNumber++, PacketHeader.LENGTH);
		return this.sessions.client().seal(this.packet, 0, PacketHeader.LENGTH, PAYLOAD_BYTES);
	}

	/** Opening alone cannot be repeated, so this is both; the difference is opening. */
	@Benchmark
	public int sealAndOpen() {
		int length = seal();
		return this.sessions.server().open(this.packet, 0, length);
	}

}
