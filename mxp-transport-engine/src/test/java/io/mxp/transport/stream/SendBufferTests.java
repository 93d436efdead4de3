/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.BitSet;
import java.util.SplittableRandom;

import io.mxp.transport.packet.GuardZones;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SendBufferTests {

	@Test
	void equalsASimpleModelUnderAnyAcksAndLosses() {
		for (int seed = 0; seed < 200; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			ChunkPool pool = new ChunkPool(1 << 20, GuardZones.of("test", seed % 2 == 1));
			SendBuffer buffer = new SendBuffer(pool);
			byte[] all = Records.record(seed, 40_000);
			BitSet acked = new BitSet();
			BitSet lost = new BitSet();
			for (int step = 0; step < 500; step++) {
				int end = (int) buffer.end();
				if (random.nextInt(4) == 0 && end < all.length) {
					int length = Math.min(all.length - end, 1 + random.nextInt(3000));
					buffer.append(all, end, length);
				}
				else if (end > 0) {
					int from = random.nextInt(end);
					int to = Math.min(end, from + 1 + random.nextInt(2000));
					if (random.nextBoolean()) {
						buffer.onAcked(from, to);
						acked.set(from, to);
						lost.andNot(acked);
					}
					else {
						buffer.onLost(from, to, random.nextBoolean());
						lost.set(from, to);
						lost.andNot(acked);
					}
				}
				assertSame(buffer, all, acked, lost);
			}
			buffer.onAcked(0, buffer.end());
			assertThat(pool.bytesInUse()).isZero();
			assertThat(buffer.retained()).isZero();
			assertThat(buffer.lost().isEmpty()).isTrue();
		}
	}

	private static void assertSame(SendBuffer buffer, byte[] all, BitSet acked, BitSet lost) {
		assertThat(buffer.start()).isEqualTo(acked.nextClearBit(0));
		BitSet toSend = new BitSet();
		for (int i = 0; i < buffer.lost().size(); i++) {
			int from = (int) buffer.lost().start(i);
			int to = (int) buffer.lost().end(i);
			toSend.set(from, to);
			byte[] bytes = new byte[to - from];
			buffer.bytes().copyTo(from, bytes, 0, bytes.length);
			for (int k = 0; k < bytes.length; k++) {
				if (bytes[k] != all[from + k]) {
					assertThat(bytes[k]).isEqualTo(all[from + k]);
				}
			}
		}
		assertThat(toSend).isEqualTo(lost);
	}

}
