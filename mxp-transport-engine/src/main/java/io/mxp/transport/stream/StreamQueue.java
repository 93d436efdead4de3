/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import org.jspecify.annotations.Nullable;

/**
 * A first-in, first-out queue in which a stream stands at most once.
 */
final class StreamQueue {

	private static final int FIRST_CAPACITY = 4;

	private final int bit;

	private @Nullable LiveStream[] ring = new @Nullable LiveStream[FIRST_CAPACITY];

	private int head;

	private int size;

	/**
	 * Creates an empty queue.
	 * @param bit the bit by which a stream knows that it stands in this queue
	 */
	StreamQueue(int bit) {
		this.bit = bit;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	int size() {
		return this.size;
	}

	void offer(LiveStream stream) {
		if (stream.enter(this.bit)) {
			makeRoom();
			this.ring[(this.head + this.size) & (this.ring.length - 1)] = stream;
			this.size++;
		}
	}

	/** Puts a stream back where it was polled. */
	void putBack(LiveStream stream) {
		if (stream.enter(this.bit)) {
			makeRoom();
			this.head = (this.head - 1) & (this.ring.length - 1);
			this.ring[this.head] = stream;
			this.size++;
		}
	}

	/** Takes the first stream that is not over, or null. */
	@Nullable LiveStream poll() {
		while (this.size > 0) {
			LiveStream stream = this.ring[this.head];
			this.ring[this.head] = null;
			this.head = (this.head + 1) & (this.ring.length - 1);
			this.size--;
			if (stream != null) {
				stream.leave(this.bit);
				if (!stream.isClosed()) {
					return stream;
				}
			}
		}
		return null;
	}

	private void makeRoom() {
		if (this.size < this.ring.length) {
			return;
		}
		@Nullable LiveStream[] larger = new @Nullable LiveStream[this.ring.length * 2];
		for (int i = 0; i < this.size; i++) {
			larger[i] = this.ring[(this.head + i) & (this.ring.length - 1)];
		}
		this.ring = larger;
		this.head = 0;
	}

}
