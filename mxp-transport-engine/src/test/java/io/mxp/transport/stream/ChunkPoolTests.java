/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.mxp.transport.packet.GuardZones;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ChunkPoolTests {

	private static final long KIB_4 = ChunkPool.CHUNK_BYTES;

	@Test
	void halfOfWhatNobodyNeededGoesWithEachInterval() {
		ChunkPool pool = new ChunkPool(1 << 24);
		burst(pool, 1_000);
		assertThat(pool.retainedBytes()).isEqualTo(1_000 * KIB_4);
		pool.adapt(0);
		pool.adapt(ChunkPool.INTERVAL_NANOS - 1);
		assertThat(pool.retainedBytes()).as("the interval is not over").isEqualTo(1_000 * KIB_4);
		pool.adapt(ChunkPool.INTERVAL_NANOS);
		assertThat(pool.retainedBytes()).as("1,000 - (1,000 - 16) / 2").isEqualTo(508 * KIB_4);
		pool.adapt(2 * ChunkPool.INTERVAL_NANOS);
		assertThat(pool.retainedBytes()).as("508 - (508 - 16) / 2").isEqualTo(262 * KIB_4);
		for (int interval = 3; interval <= 12; interval++) {
			pool.adapt(interval * ChunkPool.INTERVAL_NANOS);
		}
		assertThat(pool.retainedBytes()).isEqualTo(ChunkPool.LEAST_FREE * KIB_4);
		assertThat(pool.grown()).isEqualTo(1_000);
		assertThat(pool.shrunk()).isEqualTo(984);
		assertThat(pool.bytesInUse()).isZero();
	}

	@Test
	void whatEveryIntervalNeedsStays() {
		ChunkPool pool = new ChunkPool(1 << 24);
		for (int interval = 0; interval < 50; interval++) {
			pool.adapt(interval * ChunkPool.INTERVAL_NANOS);
			burst(pool, 200);
		}
		assertThat(pool.retainedBytes()).isEqualTo(200 * KIB_4);
		assertThat(pool.grown()).isEqualTo(200);
		assertThat(pool.shrunk()).isZero();
	}

	@Test
	void theLimitOfWhatIsKeptHolds() {
		ChunkPool pool = new ChunkPool(10 * KIB_4);
		burst(pool, 11);
		assertThat(pool.retainedBytes()).isEqualTo(10 * KIB_4);
		assertThat(pool.shrunk()).isEqualTo(1);
		pool.trim();
		assertThat(pool.retainedBytes()).isZero();
		assertThat(pool.shrunk()).isEqualTo(pool.grown());
	}

	@Test
	void emptyBuffersAndSetsAreHandedOnEmpty() {
		ChunkPool pool = new ChunkPool(1 << 24);
		ChunkBuffer used = pool.takeBuffer();
		used.store(5_000, new byte[9_000], 0, 9_000);
		assertThat(pool.giveBuffer(used)).isSameAs(ChunkBuffer.NONE);
		assertThat(pool.bytesInUse()).isZero();
		assertThat(pool.takeBuffer()).isSameAs(used);
		assertThat(used.isEmpty()).isTrue();
		ByteRanges ranges = pool.own(ByteRanges.NONE);
		ranges.add(1, 2, true);
		assertThat(pool.own(ranges)).isSameAs(ranges);
		assertThat(pool.giveRanges(ranges)).isSameAs(ByteRanges.NONE);
		assertThat(pool.own(ByteRanges.NONE)).isSameAs(ranges);
		assertThat(ranges.isEmpty()).isTrue();
	}

	@Test
	void theSharedEmptyOnesTakeNothing() {
		assertThatIllegalStateException().isThrownBy(() -> ChunkBuffer.NONE.store(0, new byte[1], 0, 1));
		assertThatIllegalStateException().isThrownBy(() -> ByteRanges.NONE.add(0, 1, false));
		assertThat(ChunkBuffer.NONE.isEmpty()).isTrue();
		assertThat(ByteRanges.NONE.isEmpty()).isTrue();
	}

	@Test
	void aThousandEmptiedBuffersLeaveSixtyFourSpareOnes() {
		ChunkPool pool = new ChunkPool(1 << 24);
		List<ChunkBuffer> buffers = new ArrayList<>();
		for (int i = 0; i < 1_000; i++) {
			buffers.add(pool.takeBuffer());
		}
		buffers.forEach(pool::giveBuffer);
		assertThat(Stream.generate(pool::takeBuffer).limit(65).filter(buffers::contains)).hasSize(64);
	}

	@Test
	void aDamagedArrayIsFoundWhenItIsGivenBackAndNotUsedAgain() {
		GuardZones guards = GuardZones.of("stream chunks", true);
		ChunkPool pool = new ChunkPool(1 << 24, guards);
		ChunkBuffer buffer = pool.takeBuffer();
		buffer.store(0, new byte[3 * 4_096], 0, 3 * 4_096);
		byte[] second = buffer.chunkAt(4_096);
		assertThat(buffer.indexOf(4_096)).isEqualTo(GuardZones.ZONE_BYTES);
		second[GuardZones.ZONE_BYTES + 4_096 + 9] = 1;
		buffer.release(0, 3 * 4_096);
		assertThat(guards.overruns()).isEqualTo(1);
		assertThat(guards.pollReport()).isEqualTo(
				"pool 'stream chunks': something wrote at offset 4105 of a buffer of 4096 bytes, 9 past its end");
		assertThat(pool.inUse()).isZero();
		assertThat(pool.retained()).isEqualTo(2);
		assertThat(pool.shrunk()).isEqualTo(1);
		assertThat(Stream.generate(pool::take).limit(3)).doesNotContain(second);
	}

	private static void burst(ChunkPool pool, int chunks) {
		ArrayDeque<byte[]> taken = new ArrayDeque<>();
		for (int i = 0; i < chunks; i++) {
			taken.add(pool.take());
		}
		taken.forEach(pool::give);
	}

}
