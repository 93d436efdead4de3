/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Several producers, one consumer: nothing lost, doubled, torn or out of order. */
@Timeout(300)
class ByteRingStressTests {

	private final AtomicReference<Throwable> failure = new AtomicReference<>();

	private long refusals;

	@ParameterizedTest
	@CsvSource({ "1, 1024", "1, 65536", "2, 1024", "3, 4096", "6, 65536" })
	void everyRecordArrivesOnceAndWhole(int producers, int capacity) throws InterruptedException {
		ByteRing ring = (producers == 1) ? ByteRing.ofOneProducer(capacity) : new ByteRing(capacity);
		int records = 300_000 / producers;
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < producers; i++) {
			int id = i;
			Thread thread = new Thread(() -> produce(ring, id, records), "producer-" + id);
			thread.setUncaughtExceptionHandler((t, ex) -> this.failure.set(ex));
			threads.add(thread);
			thread.start();
		}
		int[] next = new int[producers];
		SplittableRandom random = new SplittableRandom(7);
		long taken = 0;
		while (taken < (long) records * producers && this.failure.get() == null) {
			int some = ring.drain((kind, a, b, c, bytes, offset, length, attachment) -> {
				if (random.nextInt(64) == 0) {
					return false;
				}
				check(next, kind, a, b, c, bytes, offset, length, attachment);
				return true;
			}, 50);
			taken += some;
			if (some == 0) {
				Thread.yield();
			}
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.failure.get()).isNull();
		assertThat(next).containsOnly(records);
		assertThat(ring.peek()).isFalse();
		assertThat(ring.isEmpty()).isTrue();
	}

	private void produce(ByteRing ring, int id, int records) {
		SplittableRandom random = new SplittableRandom(id);
		for (int i = 0; i < records; i++) {
			int length = random.nextInt((random.nextInt(16) == 0) ? ring.maxLength() + 1 : 150);
			int index = claim(ring, Math.min(ring.maxLength(), length + random.nextInt(300)));
			if (random.nextInt(20) == 0) {
				ring.abort(index);
				index = claim(ring, length);
			}
			for (int at = index; at < index + length; at++) {
				ring.array()[at] = (byte) (i + id);
			}
			ring.commit(index, length, id, i, checksum(id, i, length), ~(long) i, (i % 7 == 0) ? (Integer) i : null);
		}
	}

	private int claim(ByteRing ring, int length) {
		int index = ring.claim(length);
		while (index < 0) {
			if (this.failure.get() != null) {
				throw new IllegalStateException("the consumer has failed");
			}
			this.refusals++;
			Thread.yield();
			index = ring.claim(length);
		}
		return index;
	}

	private void check(int[] next, int id, int number, long sum, long inverse, byte[] bytes, int offset, int length,
			Object attachment) {
		boolean right = number == next[id] && sum == checksum(id, number, length) && inverse == ~(long) number
				&& ((number % 7 == 0) ? Integer.valueOf(number).equals(attachment) : attachment == null);
		for (int at = offset; right && at < offset + length; at++) {
			right = bytes[at] == (byte) (number + id);
		}
		if (!right) {
			this.failure.set(new AssertionError(
					"producer " + id + ": record " + number + " where " + next[id] + " was due, length " + length));
		}
		next[id]++;
	}

	private static long checksum(int id, int number, int length) {
		return (id * 31L + number) * 31L + length;
	}

}
