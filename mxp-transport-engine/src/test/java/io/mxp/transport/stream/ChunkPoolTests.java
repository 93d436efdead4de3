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
		assertThat(pool.mostBytesInUse()).isEqualTo(1_000 * KIB_4);
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
		assertThat(pool.grownBytes()).isEqualTo(1_000 * KIB_4);
		assertThat(pool.shrunkBytes()).isEqualTo(984 * KIB_4);
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
		assertThat(pool.grownBytes()).isEqualTo(200 * KIB_4);
		assertThat(pool.shrunkBytes()).isZero();
	}

	@Test
	void theLimitOfWhatIsKeptHolds() {
		ChunkPool pool = new ChunkPool(10 * KIB_4);
		burst(pool, 11);
		assertThat(pool.retainedBytes()).isEqualTo(10 * KIB_4);
		assertThat(pool.shrunkBytes()).isEqualTo(KIB_4);
		pool.trim();
		assertThat(pool.retainedBytes()).isZero();
		assertThat(pool.shrunkBytes()).isEqualTo(pool.grownBytes());
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

	private static void burst(ChunkPool pool, int chunks) {
		ArrayDeque<byte[]> taken = new ArrayDeque<>();
		for (int i = 0; i < chunks; i++) {
			taken.add(pool.take());
		}
		taken.forEach(pool::give);
	}

}
