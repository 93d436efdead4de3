/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.exchange;

import java.time.Duration;

/**
 * The instant at which somebody stops waiting for an answer. It travels with a call and
 * shrinks on the way: while a handler runs, every request made on its thread (or in its
 * reactive chain) waits no longer than the handler's own caller does.
 */
public final class MxpDeadline {

	/** No deadline. */
	public static final MxpDeadline NONE = new MxpDeadline(Long.MAX_VALUE);

	private static final ThreadLocal<MxpDeadline> CURRENT = new ThreadLocal<>();

	private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

	private final long nanoTime;

	private MxpDeadline(long nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * A deadline on the clock of {@link System#nanoTime()}.
	 * @param nanoTime the instant, or {@link Long#MAX_VALUE} for none
	 * @return the deadline
	 */
	public static MxpDeadline atNanoTime(long nanoTime) {
		return (nanoTime != Long.MAX_VALUE) ? new MxpDeadline(nanoTime) : NONE;
	}

	/**
	 * A deadline counted from now.
	 * @param timeout how long until then
	 * @return the deadline
	 */
	public static MxpDeadline after(Duration timeout) {
		return new MxpDeadline(System.nanoTime() + Math.min(saturatedNanos(timeout), Long.MAX_VALUE >> 1));
	}

	/**
	 * The deadline of the handler that runs on this thread.
	 * @return the deadline; {@link #NONE} outside of a handler
	 */
	public static MxpDeadline current() {
		MxpDeadline deadline = CURRENT.get();
		return (deadline != null) ? deadline : NONE;
	}

	/**
	 * Whether anybody waits at all.
	 * @return false for {@link #NONE}
	 */
	public boolean exists() {
		return this.nanoTime != Long.MAX_VALUE;
	}

	/**
	 * Whether the instant has passed.
	 * @return true if so; never for {@link #NONE}
	 */
	public boolean isExpired() {
		return exists() && this.nanoTime - System.nanoTime() <= 0;
	}

	/**
	 * The time left.
	 * @return zero if expired, about 292 years for {@link #NONE}
	 */
	public Duration remaining() {
		return exists() ? Duration.ofNanos(Math.max(0, this.nanoTime - System.nanoTime())) : FOREVER;
	}

	/**
	 * The instant on the clock of {@link System#nanoTime()}.
	 * @return the instant, or {@link Long#MAX_VALUE} for {@link #NONE}
	 */
	public long nanoTime() {
		return this.nanoTime;
	}

	/**
	 * The earlier of two deadlines.
	 * @param other another one
	 * @return one of both
	 */
	public MxpDeadline earlier(MxpDeadline other) {
		if (!exists() || !other.exists()) {
			return exists() ? this : other;
		}
		return (this.nanoTime - other.nanoTime <= 0) ? this : other;
	}

	/**
	 * Makes this the deadline of the current thread until the scope is closed.
	 * @return to be closed on the same thread
	 */
	public Scope openScope() {
		MxpDeadline previous = CURRENT.get();
		if (exists()) {
			CURRENT.set(this);
		}
		else {
			CURRENT.remove();
		}
		return () -> {
			if (previous != null) {
				CURRENT.set(previous);
			}
			else {
				CURRENT.remove();
			}
		};
	}

	@Override
	public String toString() {
		return exists() ? "MxpDeadline[in " + remaining().toMillis() + " ms]" : "MxpDeadline[none]";
	}

	private static long saturatedNanos(Duration timeout) {
		return (timeout.compareTo(FOREVER) < 0) ? Math.max(0, timeout.toNanos()) : Long.MAX_VALUE;
	}

	/** Ends what {@link MxpDeadline#openScope()} began. */
	@FunctionalInterface
	public interface Scope extends AutoCloseable {

		@Override
		void close();

	}

}
