/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.Arrays;

/**
 * One large record that is being put together. The array grows with the bytes that
 * arrive, by doubling, so that a length that a peer only claims commits nothing.
 */
final class RecordAssembly {

	private static final int FIRST_BYTES = 32 * 1024;

	private final long start;

	private final int length;

	private byte[] bytes;

	private int filled;

	RecordAssembly(long start, int length) {
		this.start = start;
		this.length = length;
		this.bytes = new byte[Math.min(length, FIRST_BYTES)];
	}

	/** The stream offset where the record starts. */
	long start() {
		return this.start;
	}

	int length() {
		return this.length;
	}

	int missing() {
		return this.length - this.filled;
	}

	byte[] bytes() {
		return this.bytes;
	}

	void append(byte[] source, int offset, int count) {
		makeRoom(count);
		System.arraycopy(source, offset, this.bytes, this.filled, count);
		this.filled += count;
	}

	void append(ChunkBuffer source, long offset, int count) {
		makeRoom(count);
		source.copyTo(offset, this.bytes, this.filled, count);
		this.filled += count;
	}

	private void makeRoom(int count) {
		int needed = this.filled + count;
		if (needed > this.bytes.length) {
			long doubled = Math.max(needed, 2L * this.bytes.length);
			this.bytes = Arrays.copyOf(this.bytes, (int) Math.min(doubled, this.length));
		}
	}

}
