/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

import io.mxp.transport.TransportException;
import io.mxp.transport.connection.Connection;

/**
 * How much of each band may wait on one connection, from {@code send} until the peer has
 * acknowledged it. Application threads take from it, the event loop gives back; so a send
 * is refused where it is made and not behind a queue.
 */
final class SendWindow {

	private static final int BANDS = 4;

	private final long limitBytes;

	/** Bytes that application threads were allowed to post. */
	private final AtomicLongArray acquired = new AtomicLongArray(BANDS);

	/** Bytes that are done with. */
	private final AtomicLongArray released = new AtomicLongArray(BANDS);

	/** Bytes that the loop has handed to the connection; on the event loop only. */
	private final long[] taken = new long[BANDS];

	/** Length of the message that was refused last in each band. */
	private final AtomicIntegerArray refused = new AtomicIntegerArray(BANDS);

	private final List<Waiter> waiters = new ArrayList<>();

	private volatile boolean hasWaiters;

	SendWindow(long limitBytes) {
		this.limitBytes = limitBytes;
	}

	/** Takes room for a message; one message always fits, however large it is. */
	boolean acquire(int band, int bytes) {
		long before = this.acquired.getAndAdd(band, bytes);
		long waiting = before - this.released.get(band);
		if (waiting + bytes <= this.limitBytes || waiting == 0) {
			return true;
		}
		this.acquired.addAndGet(band, -bytes);
		this.refused.set(band, bytes);
		return false;
	}

	void giveBack(int band, int bytes) {
		this.acquired.addAndGet(band, -bytes);
	}

	/** The loop handed so many bytes to the connection. */
	void onTaken(int band, int bytes) {
		this.taken[band] += bytes;
	}

	/** The connection took nothing of a message: its room is free again. */
	void onDropped(int band, int bytes) {
		this.acquired.addAndGet(band, -bytes);
	}

	/** Publishes what has left the connection; on the event loop. */
	void release(Connection connection, Delivery delivery) {
		for (int band = 0; band < BANDS; band++) {
			long done = this.taken[band] - connection.messages().queuedBytes(band);
			if (done != this.released.get(band)) {
				this.released.set(band, done);
			}
		}
		if (this.hasWaiters) {
			wake(delivery);
		}
	}

	void whenWritable(int band, CompletableFuture<Void> future) {
		synchronized (this.waiters) {
			this.waiters.add(new Waiter(band, future));
			this.hasWaiters = true;
		}
	}

	private void wake(Delivery delivery) {
		List<Waiter> ready = new ArrayList<>();
		synchronized (this.waiters) {
			this.waiters.removeIf((waiter) -> hasRoom(waiter.band) && ready.add(waiter));
			this.hasWaiters = !this.waiters.isEmpty();
		}
		ready.forEach((waiter) -> delivery.execute(() -> waiter.future.complete(null)));
	}

	void fail(TransportException failure) {
		List<Waiter> all;
		synchronized (this.waiters) {
			all = new ArrayList<>(this.waiters);
			this.waiters.clear();
			this.hasWaiters = false;
		}
		all.forEach((waiter) -> waiter.future.completeExceptionally(failure));
	}

	private boolean hasRoom(int band) {
		return hasRoom(queuedBytes(band), this.refused.get(band), this.limitBytes);
	}

	/**
	 * Whether half of a queue is free, and enough for a message that was refused; one
	 * message always fits into an empty queue.
	 */
	static boolean hasRoom(long queuedBytes, int wantedBytes, long limitBytes) {
		return queuedBytes == 0 || queuedBytes <= Math.min(limitBytes / 2, limitBytes - wantedBytes);
	}

	long queuedBytes(int band) {
		return this.acquired.get(band) - this.released.get(band);
	}

	private record Waiter(int band, CompletableFuture<Void> future) {
	}

}
