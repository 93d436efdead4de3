/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.micro;

import java.util.concurrent.TimeUnit;

import io.mxp.transport.engine.ByteRing;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Hands records of 104 bytes over: claims, writes, commits and drains on one thread,
 * which is the cost of the ring without that of a second core.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ByteRingBenchmark {

	private static final int RECORD_BYTES = 104;

	private static final int RECORDS = 256;

	private final ByteRing ring = new ByteRing(1 << 20);

	private final byte[] message = new byte[RECORD_BYTES];

	private final ByteRing.Handler handler = (kind, a, b, c, bytes, offset, length, attachment) -> {
		this.sum += bytes[offset] + length;
		return true;
	};

	private long sum;

	/** One claim, one write, one commit, one drained record. */
	@Benchmark
	@OperationsPerInvocation(RECORDS)
	public long handOff() {
		for (int i = 0; i < RECORDS; i++) {
			int at = this.ring.claim(RECORD_BYTES);
			System.arraycopy(this.message, 0, this.ring.array(), at, RECORD_BYTES);
			this.ring.commit(at, RECORD_BYTES, 1, 2, i, 0, null);
		}
		this.ring.drain(this.handler, RECORDS);
		return this.sum;
	}

}
