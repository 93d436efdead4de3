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
 * their place in the stream's window. On the delivery thread, {@link #release} aside.
 */
final class HeldChunks {

	private final EngineStream stream;

	private final ArrayDeque<Integer> creditBytes = new ArrayDeque<>();

	/** Chunks that the application released and that hold their credit yet. */
	private final AtomicInteger released = new AtomicInteger();

	HeldChunks(EngineStream stream) {
		this.stream = stream;
	}

	void add(int bytes) {
		this.creditBytes.add(bytes);
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
	}

	/** The oldest so many chunks are consumed. */
	void giveBack(int chunks) {
		for (int left = chunks; left > 0 && !this.creditBytes.isEmpty(); left--) {
			this.stream.consumed(this.creditBytes.remove());
		}
	}

}
