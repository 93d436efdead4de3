/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.impairment;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * One direction: decides what happens to a datagram and keeps it until it is due. Belongs
 * to the proxy's thread; only the counters are read by others. Each kind of trouble draws
 * from a random stream of its own, so that a seed gives the same losses whatever else is
 * switched on.
 */
final class Lane {

	/** All that a lane keeps, so that a long delay and a fast sender end in drops. */
	static final int MOST_KEPT_BYTES = 64 << 20;

	private static final long SECOND_NANOS = 1_000_000_000L;

	private static final int MOST_CORRUPTED_BYTES = 3;

	private final SplittableRandom lossRandom;

	private final SplittableRandom corruptRandom;

	private final SplittableRandom jitterRandom;

	private final SplittableRandom reorderRandom;

	private final SplittableRandom duplicateRandom;

	private final PriorityQueue<Kept> kept = new PriorityQueue<>();

	/** When the datagrams that wait for the rate will have left. */
	private final ArrayDeque<Long> departures = new ArrayDeque<>();

	private volatile Impairment impairment;

	private volatile ImpairmentCounters counters = new ImpairmentCounters(0, 0, 0, 0, 0, 0, 0, 0);

	private long busyUntilNanos = Long.MIN_VALUE;

	private int burstLeft;

	private long keptBytes;

	private long order;

	private long received;

	private long lost;

	private long queueDrops;

	private long corrupted;

	private long reordered;

	private long duplicated;

	private long delivered;

	private long undelivered;

	Lane(long seed, Impairment impairment) {
		SplittableRandom seeds = new SplittableRandom(seed);
		this.lossRandom = seeds.split();
		this.corruptRandom = seeds.split();
		this.jitterRandom = seeds.split();
		this.reorderRandom = seeds.split();
		this.duplicateRandom = seeds.split();
		this.impairment = impairment;
	}

	/** Holds for datagrams from now on; any thread. */
	void impair(Impairment changed) {
		this.impairment = changed;
	}

	/** As of the last turn of the proxy's thread; any thread. */
	ImpairmentCounters counters() {
		return this.counters;
	}

	/** Shows the counters to other threads. */
	void publish() {
		this.counters = new ImpairmentCounters(this.received, this.lost, this.queueDrops, this.corrupted,
				this.reordered, this.duplicated, this.delivered, this.undelivered);
	}

	/** Takes a datagram, which is the lane's from now on. */
	void accept(long nowNanos, Flow flow, byte[] bytes) {
		Impairment now = this.impairment;
		this.received++;
		if (this.keptBytes + bytes.length > MOST_KEPT_BYTES || !queued(now, nowNanos, bytes.length)) {
			this.queueDrops++;
			return;
		}
		if (isLost(now)) {
			this.lost++;
			return;
		}
		if (chance(this.corruptRandom, now.corrupt())) {
			this.corrupted++;
			corrupt(bytes);
		}
		long dueNanos = ((now.bitsPerSecond() > 0) ? this.busyUntilNanos : nowNanos) + now.delayNanos();
		if (now.jitterNanos() > 0) {
			dueNanos += this.jitterRandom.nextLong(now.jitterNanos() + 1);
		}
		if (chance(this.reorderRandom, now.reorder())) {
			this.reordered++;
			dueNanos += now.reorderNanos();
		}
		keep(dueNanos, flow, bytes);
		if (chance(this.duplicateRandom, now.duplicate())) {
			this.duplicated++;
			keep(dueNanos, flow, bytes);
		}
	}

	/** The next datagram that is due; null where there is none. */
	@Nullable Kept poll(long nowNanos) {
		Kept first = this.kept.peek();
		if (first == null || first.dueNanos - nowNanos > 0) {
			return null;
		}
		this.keptBytes -= first.bytes.length;
		return this.kept.remove();
	}

	/** How long until a datagram is due; {@link Long#MAX_VALUE} for never. */
	long waitNanos(long nowNanos) {
		Kept first = this.kept.peek();
		return (first != null) ? Math.max(0, first.dueNanos - nowNanos) : Long.MAX_VALUE;
	}

	void onDelivered(boolean sent) {
		if (sent) {
			this.delivered++;
		}
		else {
			this.undelivered++;
		}
	}

	private boolean queued(Impairment now, long nowNanos, int bytes) {
		if (now.bitsPerSecond() == 0) {
			return true;
		}
		while (!this.departures.isEmpty() && this.departures.peek() <= nowNanos) {
			this.departures.remove();
		}
		if (this.departures.size() >= now.queueDatagrams()) {
			return false;
		}
		this.busyUntilNanos = Math.max(this.busyUntilNanos, nowNanos) + bytes * 8L * SECOND_NANOS / now.bitsPerSecond();
		this.departures.add(this.busyUntilNanos);
		return true;
	}

	private boolean isLost(Impairment now) {
		if (this.burstLeft > 0) {
			this.burstLeft--;
			return true;
		}
		// A burst of n begins after a good datagram with q; lost share = nq / (nq + 1 -
		// q).
		double begin = now.loss() / (now.loss() + now.burst() * (1 - now.loss()));
		if (chance(this.lossRandom, begin)) {
			this.burstLeft = now.burst() - 1;
			return true;
		}
		return false;
	}

	private void corrupt(byte[] bytes) {
		if (bytes.length == 0) {
			return;
		}
		int count = this.corruptRandom.nextInt(1, MOST_CORRUPTED_BYTES + 1);
		int first = this.corruptRandom.nextInt(bytes.length);
		for (int at = first; at < Math.min(bytes.length, first + count); at++) {
			bytes[at] ^= (byte) this.corruptRandom.nextInt(1, 256);
		}
	}

	private void keep(long dueNanos, Flow flow, byte[] bytes) {
		this.keptBytes += bytes.length;
		this.kept.add(new Kept(dueNanos, this.order++, flow, bytes));
	}

	private static boolean chance(SplittableRandom random, double probability) {
		return probability > 0 && random.nextDouble() < probability;
	}

	/** A datagram on its way; those due at the same time keep their order. */
	record Kept(long dueNanos, long order, Flow flow, byte[] bytes) implements Comparable<Kept> {

		@Override
		public int compareTo(Kept other) {
			int byTime = Long.compare(this.dueNanos - other.dueNanos, 0);
			return (byTime != 0) ? byTime : Long.compare(this.order, other.order);
		}

	}

}
