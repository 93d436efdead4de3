/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.SplittableRandom;

import io.mxp.transport.Attack;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.ProtocolViolation;
import io.mxp.transport.packet.GuardZones;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReassemblerTests {

	@Test
	@Requirement("REL-02")
	void everyByteComesOutOnceAndInOrder() throws ProtocolViolation {
		for (int seed = 0; seed < 200; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			ChunkPool pool = new ChunkPool(1 << 20, GuardZones.of("test", seed % 2 == 1));
			RangeBudget budget = new RangeBudget(10_000);
			Reassembler reassembler = new Reassembler(pool, 1 << 20, budget);
			byte[] all = Records.record(seed, 30_000);
			byte[] out = new byte[all.length];
			while (reassembler.front() < all.length) {
				int from = random.nextInt(all.length);
				int length = Math.min(all.length - from, 1 + random.nextInt(3000));
				reassembler.keep(from, all, from, length, random.nextInt(5) == 0);
				ByteRanges kept = reassembler.kept();
				while (!kept.isEmpty() && kept.start(0) == reassembler.front()) {
					int at = (int) kept.start(0);
					int count = 1 + random.nextInt((int) (kept.end(0) - at));
					reassembler.bytes().copyTo(at, out, at, count);
					reassembler.takeKept(0, count);
				}
			}
			assertThat(out).isEqualTo(all);
			assertThat(reassembler.takenBytes()).isEqualTo(all.length);
			assertThat(reassembler.keptBytes()).isZero();
			assertThat(pool.bytesInUse()).isZero();
			assertThat(budget.ranges()).isZero();
		}
	}

	@Test
	@Requirement({ "SEC-53", "SEC-55" })
	@Attack("A09")
	void gapsAreCapped() throws ProtocolViolation {
		long window = 1 << 20;
		assertThat(Reassembler.maxRanges(window)).isEqualTo(2048);
		assertThat(Reassembler.maxRanges(128 * 1024)).isEqualTo(1000);
		Reassembler reassembler = new Reassembler(new ChunkPool(0), window, new RangeBudget(Long.MAX_VALUE));
		byte[] one = { 1 };
		for (int i = 0; i < 2048; i++) {
			reassembler.keep(1 + 2L * i, one, 0, 1, false);
		}
		assertThatExceptionOfType(ProtocolViolation.class)
			.isThrownBy(() -> reassembler.keep(1 + 2L * 2048, one, 0, 1, false))
			.satisfies((violation) -> assertThat(violation.code()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION));
	}

	@Test
	@Requirement({ "SEC-53", "SEC-55" })
	@Attack("A09")
	void gapsOfAllStreamsTogetherAreCapped() throws ProtocolViolation {
		RangeBudget budget = new RangeBudget(10);
		Reassembler one = new Reassembler(new ChunkPool(0), 1 << 20, budget);
		Reassembler other = new Reassembler(new ChunkPool(0), 1 << 20, budget);
		byte[] bytes = { 1 };
		for (int i = 0; i < 5; i++) {
			one.keep(1 + 2L * i, bytes, 0, 1, false);
			other.keep(1 + 2L * i, bytes, 0, 1, false);
		}
		assertThat(budget.ranges()).isEqualTo(10);
		// a stream that is let go of gives its ranges back
		one.clear();
		assertThat(budget.ranges()).isEqualTo(5);
		for (int i = 5; i < 10; i++) {
			other.keep(1 + 2L * i, bytes, 0, 1, false);
		}
		assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> other.keep(101, bytes, 0, 1, false))
			.satisfies((violation) -> assertThat(violation.code()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION));
	}

	@Test
	@Requirement({ "SEC-55", "SEC-53" })
	@Attack("A09")
	void fragmentsOfOneByteTakeAtMostTwiceTheWindow() throws ProtocolViolation {
		for (long window = 8 * 1024; window <= 4 << 20; window *= 2) {
			int most = Reassembler.maxRanges(window);
			assertThat((long) most).isLessThanOrEqualTo(Math.max(1000, window / 512));
			Reassembler reassembler = new Reassembler(new ChunkPool(0), window, new RangeBudget(Long.MAX_VALUE));
			byte[] one = { 1 };
			long stride = Math.max(2, (window + most - 1) / most);
			for (long offset = 1; offset < window; offset += stride) {
				reassembler.keep(offset, one, 0, 1, false);
				assertThat(reassembler.heapBytes()).isLessThanOrEqualTo(2 * window);
			}
			Reassembler dense = new Reassembler(new ChunkPool(0), window, new RangeBudget(Long.MAX_VALUE));
			for (long offset = window - 1; offset >= 1 && window <= 64 * 1024; offset--) {
				dense.keep(offset, one, 0, 1, false);
				assertThat(dense.heapBytes()).isLessThanOrEqualTo(2 * window);
			}
		}
	}

}
