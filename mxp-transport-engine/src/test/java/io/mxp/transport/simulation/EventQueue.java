/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.PriorityQueue;

/**
 * Virtual time: events in the order of their time, those of one instant in the order in
 * which they were made. Time moves only by running events or by {@link #advanceTo}.
 */
final class EventQueue {

	private final PriorityQueue<Event> events = new PriorityQueue<>();

	private long nowNanos;

	private long sequence;

	/** Events that do something; wake-ups that only look at a timer are not counted. */
	private int deeds;

	long nowNanos() {
		return this.nowNanos;
	}

	/** Something that will happen and keeps the simulation from being quiet. */
	void at(long timeNanos, Runnable action) {
		this.deeds++;
		add(timeNanos, action, true);
	}

	/** A look at timers, which may turn out to be in vain. */
	void wakeAt(long timeNanos, Runnable action) {
		add(timeNanos, action, false);
	}

	private void add(long timeNanos, Runnable action, boolean deed) {
		this.events.add(new Event(Math.max(timeNanos, this.nowNanos), this.sequence++, action, deed));
	}

	/** Whether datagrams are on their way, or anything else but wake-ups is to come. */
	boolean hasDeeds() {
		return this.deeds > 0;
	}

	/** When the next event is due; {@link Long#MAX_VALUE} for never. */
	long nextNanos() {
		Event next = this.events.peek();
		return (next != null) ? next.timeNanos : Long.MAX_VALUE;
	}

	/** Runs the next event. */
	boolean runNext() {
		Event next = this.events.poll();
		if (next == null) {
			return false;
		}
		this.nowNanos = next.timeNanos;
		if (next.deed) {
			this.deeds--;
		}
		next.action.run();
		return true;
	}

	void advanceTo(long timeNanos) {
		this.nowNanos = Math.max(this.nowNanos, timeNanos);
	}

	private record Event(long timeNanos, long sequence, Runnable action, boolean deed) implements Comparable<Event> {

		@Override
		public int compareTo(Event other) {
			int byTime = Long.compare(this.timeNanos, other.timeNanos);
			return (byTime != 0) ? byTime : Long.compare(this.sequence, other.sequence);
		}

	}

}
