/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chunks of one stream that the application has and is not done with: their bytes keep
 * their place in the stream's window. Those that were decompressed have more bytes than
 * that: so many of them are held as the window would have room for at their full size. On
 * the delivery thread, {@link #release} aside.
 */
// SPEC streams.md#credit
final class HeldChunks {

	private final EngineStream stream;

	private final ArrayDeque<Held> chunks = new ArrayDeque<>();

	/** Most bytes of chunks that were decompressed. */
	private final long limitBytes;

	private long inflatedBytes;

	/** Chunks that the application released and that hold their credit yet. */
	private final AtomicInteger released = new AtomicInteger();

	HeldChunks(EngineStream stream) {
		this.stream = stream;
		this.limitBytes = stream.handle().loop().config().flow().streamWindowBytes();
	}

	/**
	 * @param inflated bytes that came out of decompression; 0 for a chunk that was not
	 * compressed
	 */
	void add(int creditBytes, int inflated) {
		this.chunks.add(new Held(creditBytes, inflated));
		this.inflatedBytes += inflated;
	}

	/** Whether a chunk may be decompressed: one always may, where none is held. */
	boolean hasRoomFor(int inflated) {
		return this.inflatedBytes == 0 || this.inflatedBytes + inflated <= this.limitBytes;
	}

	/** From any thread; a burst of releases costs the delivery thread one task. */
	void release(int chunks) {
		int before = this.released.getAndAccumulate(chunks,
				(some, more) -> (some + more < 0) ? Integer.MAX_VALUE : some + more);
		if (before == 0) {
			this.stream.delivery().execute(this::giveBack);
		}
	}

	private void giveBack() {
		giveBack(this.released.getAndSet(0));
		this.stream.receiver().pump();
	}

	/** The oldest so many chunks are consumed. */
	void giveBack(int count) {
		for (int left = count; left > 0 && !this.chunks.isEmpty(); left--) {
			Held done = this.chunks.remove();
			this.inflatedBytes -= done.inflated();
			this.stream.consumed(done.creditBytes());
		}
	}

	/**
	 * One chunk.
	 *
	 * @param creditBytes its bytes as they came
	 * @param inflated its bytes out of decompression, 0 where there was none
	 */
	private record Held(int creditBytes, int inflated) {
	}

}
