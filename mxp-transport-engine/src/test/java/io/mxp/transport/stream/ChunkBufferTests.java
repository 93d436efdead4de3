/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.SplittableRandom;

import io.mxp.transport.packet.GuardZones;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkBufferTests {

	@Test
	void holdsSparseBytesAndGivesBackEveryChunk() {
		for (int seed = 0; seed < 100; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			ChunkPool pool = new ChunkPool(1 << 20, GuardZones.of("test", seed % 2 == 1));
			ChunkBuffer buffer = new ChunkBuffer(pool);
			int pieces = 40;
			long[] starts = new long[pieces];
			byte[][] stored = new byte[pieces][];
			for (int step = 0; step < 1000; step++) {
				int piece = random.nextInt(pieces);
				byte[] bytes = stored[piece];
				if (bytes != null) {
					byte[] copy = new byte[bytes.length];
					buffer.copyTo(starts[piece], copy, 0, copy.length);
					assertThat(copy).isEqualTo(bytes);
					buffer.release(starts[piece], copy.length);
					stored[piece] = null;
				}
				else {
					// pieces of 10,000 bytes each, far apart on purpose: chunk numbers
					// collide
					starts[piece] = piece * 10_000L + ((long) random.nextInt(4) << 30) * pieces;
					stored[piece] = Records.record(random.nextLong(), 40 + random.nextInt(9_900));
					buffer.store(starts[piece], stored[piece], 0, stored[piece].length);
				}
			}
			for (int piece = 0; piece < pieces; piece++) {
				if (stored[piece] != null) {
					buffer.release(starts[piece], stored[piece].length);
				}
			}
			assertThat(buffer.isEmpty()).isTrue();
			assertThat(pool.bytesInUse()).isZero();
		}
	}

	@Test
	void collidingChunksAreAllFound() {
		ChunkPool pool = new ChunkPool(0);
		ChunkBuffer buffer = new ChunkBuffer(pool);
		byte[] one = { 1 };
		// all of these chunk numbers share their low 20 bits
		for (int i = 0; i < 100; i++) {
			one[0] = (byte) i;
			buffer.store((long) i << 32, one, 0, 1);
		}
		for (int i = 0; i < 100; i += 2) {
			buffer.release((long) i << 32, 1);
		}
		for (int i = 1; i < 100; i += 2) {
			assertThat(buffer.chunkAt((long) i << 32)[buffer.indexOf((long) i << 32)]).isEqualTo((byte) i);
		}
		buffer.clear();
		assertThat(pool.bytesInUse()).isZero();
		assertThat(buffer.heapBytes()).isZero();
	}

}
