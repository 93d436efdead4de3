/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Streams by id, sorted: ids come mostly in rising order, and no choice of ids makes a
 * search longer than the logarithm of the streams that are open.
 */
final class StreamTable {

	private static final int FIRST_CAPACITY = 8;

	private long[] ids = new long[FIRST_CAPACITY];

	private @Nullable LiveStream[] streams = new @Nullable LiveStream[FIRST_CAPACITY];

	private int size;

	int size() {
		return this.size;
	}

	/** The stream with the {@code index}-th lowest id. */
	@Nullable LiveStream at(int index) {
		return this.streams[index];
	}

	long idAt(int index) {
		return this.ids[index];
	}

	/** The first index with this id or a higher one, or the size where there is none. */
	int indexFrom(long id) {
		int index = search(id);
		return (index >= 0) ? index : ~index;
	}

	@Nullable LiveStream find(long id) {
		int index = search(id);
		return (index >= 0) ? this.streams[index] : null;
	}

	void put(LiveStream stream) {
		int index = search(stream.id());
		if (index >= 0) {
			throw new IllegalStateException("stream " + stream.id() + " is open already");
		}
		index = ~index;
		if (this.size == this.ids.length) {
			this.ids = Arrays.copyOf(this.ids, this.size * 2);
			this.streams = Arrays.copyOf(this.streams, this.size * 2);
		}
		System.arraycopy(this.ids, index, this.ids, index + 1, this.size - index);
		System.arraycopy(this.streams, index, this.streams, index + 1, this.size - index);
		this.ids[index] = stream.id();
		this.streams[index] = stream;
		this.size++;
	}

	void remove(long id) {
		int index = search(id);
		if (index < 0) {
			return;
		}
		this.size--;
		System.arraycopy(this.ids, index + 1, this.ids, index, this.size - index);
		System.arraycopy(this.streams, index + 1, this.streams, index, this.size - index);
		this.streams[this.size] = null;
	}

	private int search(long id) {
		if (this.size > 0 && id > this.ids[this.size - 1]) {
			return ~this.size;
		}
		return Arrays.binarySearch(this.ids, 0, this.size, id);
	}

}
