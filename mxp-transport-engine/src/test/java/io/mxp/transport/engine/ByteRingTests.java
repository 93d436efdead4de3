/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.SplittableRandom;

import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One thread at both ends. */
class ByteRingTests {

	private final ByteRing ring = new ByteRing(1_024);

	@Test
	void aRecordComesOutAsItWentIn() {
		put(this.ring, 7, 40, "object");
		assertThat(this.ring.peek()).isTrue();
		assertThat(this.ring.kind()).isEqualTo(7);
		assertThat(this.ring.a()).isEqualTo(-7);
		assertThat(this.ring.b()).isEqualTo(Long.MAX_VALUE - 7);
		assertThat(this.ring.c()).isEqualTo(7L << 40);
		assertThat(this.ring.length()).isEqualTo(40);
		assertThat(this.ring.attachment()).isEqualTo("object");
		assertThat(bytes(this.ring)).containsOnly(7);
		this.ring.release();
		assertThat(this.ring.peek()).isFalse();
		assertThat(this.ring.isEmpty()).isTrue();
	}

	@Test
	void aRecordThatIsNotTakenStaysTheNextOne() {
		put(this.ring, 1, 10, null);
		put(this.ring, 2, 10, null);
		int[] calls = new int[1];
		assertThat(this.ring.drain((kind, a, b, c, bytes, offset, length, attachment) -> {
			calls[0]++;
			return kind == 1;
		}, 10)).isEqualTo(1);
		assertThat(calls[0]).isEqualTo(2);
		assertThat(this.ring.peek()).isTrue();
		assertThat(this.ring.peek()).isTrue();
		assertThat(this.ring.kind()).isEqualTo(2);
	}

	@Test
	void drainKeepsItsBound() {
		for (int i = 0; i < 5; i++) {
			put(this.ring, i, 1, null);
		}
		assertThat(this.ring.drain((kind, a, b, c, bytes, offset, length, attachment) -> true, 3)).isEqualTo(3);
		assertThat(this.ring.drain((kind, a, b, c, bytes, offset, length, attachment) -> true, 3)).isEqualTo(2);
	}

	@Test
	void aRecordWhoseHandlerThrowsIsConsumed() {
		put(this.ring, 1, 1, null);
		put(this.ring, 2, 1, null);
		assertThatThrownBy(() -> this.ring.drain((kind, a, b, c, bytes, offset, length, attachment) -> {
			throw new IllegalStateException("on purpose");
		}, 10)).hasMessage("on purpose");
		assertThat(this.ring.peek()).isTrue();
		assertThat(this.ring.kind()).isEqualTo(2);
	}

	@Test
	@Requirement("SEC-53")
	void aFullRingRefusesUntilSomethingIsReleased() {
		int records = 0;
		while (put(this.ring, records, 100, null)) {
			records++;
		}
		assertThat(records).isEqualTo(8);
		assertThat(this.ring.usedBytes()).isEqualTo(1_024);
		assertThat(this.ring.claim(0)).isEqualTo(-1);
		assertThat(this.ring.peek()).isTrue();
		this.ring.release();
		assertThat(put(this.ring, 8, 100, null)).isTrue();
		assertThat(put(this.ring, 9, 100, null)).isFalse();
		for (int i = 1; i <= 8; i++) {
			assertThat(this.ring.peek()).isTrue();
			assertThat(this.ring.kind()).isEqualTo(i);
			this.ring.release();
		}
	}

	@Test
	void theLongestRecordFitsWhereverTheRingStands() {
		assertThat(this.ring.maxLength()).isEqualTo(512 - 24);
		for (int i = 0; i < 100; i++) {
			assertThat(put(this.ring, i, 1, null)).isTrue();
			assertThat(this.ring.peek()).isTrue();
			this.ring.release();
			assertThat(put(this.ring, i, this.ring.maxLength(), null)).isTrue();
			assertThat(this.ring.peek()).isTrue();
			assertThat(bytes(this.ring)).hasSize(488).containsOnly(i);
			this.ring.release();
		}
		assertThatThrownBy(() -> this.ring.claim(489)).isInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void anAbortedClaimIsSkippedAndAnOpenOneHoldsTheRest() {
		int aborted = this.ring.claim(200);
		int open = this.ring.claim(10);
		put(this.ring, 3, 10, null);
		this.ring.abort(aborted);
		assertThat(this.ring.peek()).isFalse();
		this.ring.commit(open, 4, 2, 0, 0, 0, null);
		assertThat(this.ring.peek()).isTrue();
		assertThat(this.ring.kind()).isEqualTo(2);
		assertThat(this.ring.length()).isEqualTo(4);
		this.ring.release();
		assertThat(this.ring.peek()).isTrue();
		assertThat(this.ring.kind()).isEqualTo(3);
	}

	@Test
	void whatIsClaimedButNotUsedIsGivenBack() {
		for (int i = 0; i < 100; i++) {
			int index = this.ring.claim(400);
			this.ring.array()[index] = (byte) i;
			this.ring.commit(index, 1, i, 0, 0, 0, null);
			put(this.ring, -i, 20, null);
			assertThat(this.ring.peek()).isTrue();
			assertThat(this.ring.kind()).isEqualTo(i);
			assertThat(bytes(this.ring)).containsExactly(i);
			this.ring.release();
			assertThat(this.ring.peek()).isTrue();
			assertThat(this.ring.kind()).isEqualTo(-i);
			this.ring.release();
			assertThat(this.ring.peek()).isFalse();
			assertThat(this.ring.isEmpty()).isTrue();
		}
	}

	@Test
	void misuseIsNamed() {
		assertThatThrownBy(() -> new ByteRing(1_000)).isInstanceOf(IllegalArgumentException.class);
		assertThatThrownBy(this.ring::release).isInstanceOf(IllegalStateException.class);
		int index = this.ring.claim(10);
		assertThatThrownBy(() -> this.ring.commit(index, 100, 0, 0, 0, 0, null))
			.isInstanceOf(IllegalArgumentException.class);
		this.ring.abort(index);
	}

	@Test
	void noAttachmentIsHeldAfterItsRecordIsGone() throws ReflectiveOperationException {
		for (int round = 0; round < 10; round++) {
			while (put(this.ring, round, round * 30, new Object())) {
				assertThat(this.ring.usedBytes()).isPositive();
			}
			this.ring.drain((kind, a, b, c, bytes, offset, length, attachment) -> attachment != null, 1_000);
			assertThat(this.ring.isEmpty()).isTrue();
		}
		Field field = ByteRing.class.getDeclaredField("attachments");
		field.setAccessible(true);
		assertThat((Object[]) field.get(this.ring)).containsOnlyNulls();
	}

	/** The ring against a queue that is obviously right. */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void behavesLikeAQueue(long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		ByteRing ring = new ByteRing(1 << random.nextInt(10, 15));
		Queue<Integer> lengths = new ArrayDeque<>();
		int next = 0;
		int first = 0;
		int refusals = 0;
		for (int step = 0; step < 200_000; step++) {
			if (random.nextInt(100) < 52) {
				int length = random.nextInt((random.nextInt(8) == 0) ? ring.maxLength() + 1 : 200);
				if (put(ring, next, length, (next % 5 == 0) ? next : null)) {
					lengths.add(length);
					next++;
				}
				else {
					refusals++;
					assertThat(ring.isEmpty()).isFalse();
				}
			}
			else if (random.nextInt(50) == 0) {
				int index = ring.claim(random.nextInt(100));
				if (index >= 0) {
					ring.abort(index);
				}
			}
			else {
				boolean any = ring.peek();
				assertThat(any).isEqualTo(!lengths.isEmpty());
				if (any) {
					check(ring, first, lengths.remove());
					first++;
				}
			}
		}
		assertThat(refusals).isPositive();
		assertThat(first).isGreaterThan(10_000);
	}

	private static void check(ByteRing ring, int number, int length) {
		if (ring.kind() != number || ring.length() != length || (ring.attachment() != null) != (number % 5 == 0)) {
			throw new AssertionError("record " + ring.kind() + " instead of " + number);
		}
		for (byte value : bytes(ring)) {
			if (value != (byte) number) {
				throw new AssertionError("bytes of record " + number);
			}
		}
		ring.release();
	}

	private static boolean put(ByteRing ring, int number, int length, Object attachment) {
		int index = ring.claim(length);
		if (index < 0) {
			return false;
		}
		Arrays.fill(ring.array(), index, index + length, (byte) number);
		ring.commit(index, length, number, -number, Long.MAX_VALUE - number, (long) number << 40, attachment);
		return true;
	}

	private static byte[] bytes(ByteRing ring) {
		return Arrays.copyOfRange(ring.array(), ring.offset(), ring.offset() + ring.length());
	}

}
