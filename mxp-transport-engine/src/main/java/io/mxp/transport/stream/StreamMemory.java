/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * The memory that the streams of a connection may take. Who was refused is told to try
 * again after a while, because no acknowledgement or credit will tell: memory is freed by
 * others.
 */
// SPEC limits.md#memory
public final class StreamMemory {

	/** How long somebody who was refused waits. */
	static final long RETRY_NANOS = 10_000_000;

	/** The time of the refusal is not known: it is taken when the timer is looked at. */
	private static final long AT_ONCE = 0;

	private static final long NEVER = Long.MAX_VALUE;

	private final ReceiveContext context;

	private final StreamQueue waiting;

	private final StreamRegistry registry;

	private long deadlineNanos = NEVER;

	/** Something that has no stream yet was refused. */
	private boolean anyStream;

	private boolean released;

	StreamMemory(ReceiveContext context, StreamQueue waiting, StreamRegistry registry) {
		this.context = context;
		this.waiting = waiting;
		this.registry = registry;
	}

	/** Whether a stream may take so many bytes; remembers where not. */
	boolean admits(LiveStream stream, int bytes) {
		if (this.released || this.context.pool().admits(bytes)) {
			return !this.released;
		}
		this.waiting.offer(stream);
		arm();
		return false;
	}

	/**
	 * Whether something without a stream may take so many bytes; where not,
	 * {@link RecordSink#onStreamWritable} follows for
	 * {@link StreamMultiplexer#ANY_STREAM}.
	 */
	public boolean admits(int bytes) {
		if (this.released || this.context.pool().admits(bytes)) {
			return !this.released;
		}
		this.anyStream = true;
		arm();
		return false;
	}

	/**
	 * Whether a frame since the last call found no memory: its packet must come again.
	 */
	public boolean pollFrameRefused() {
		return this.context.pollFrameRefused();
	}

	/** The connection is gone: all buffers go back, and nothing is taken any more. */
	public void release() {
		this.released = true;
		this.deadlineNanos = NEVER;
		this.registry.release();
	}

	/** When {@link #onTimeout} wants to be called; Long.MAX_VALUE for never. */
	public long deadlineNanos() {
		return this.deadlineNanos;
	}

	/** Tells those who wait that there may be room, where it is time. */
	public void onTimeout(long nowNanos) {
		if (nowNanos < this.deadlineNanos) {
			return;
		}
		if (this.deadlineNanos == AT_ONCE) {
			this.deadlineNanos = nowNanos + RETRY_NANOS;
			return;
		}
		this.deadlineNanos = NEVER;
		boolean any = this.anyStream;
		this.anyStream = false;
		for (int left = this.waiting.size(); left > 0; left--) {
			LiveStream stream = this.waiting.poll();
			if (stream == null) {
				break;
			}
			this.context.sink().onStreamWritable(stream.id());
		}
		if (any) {
			this.context.sink().onStreamWritable(StreamMultiplexer.ANY_STREAM);
		}
		if (this.deadlineNanos == AT_ONCE) {
			this.deadlineNanos = nowNanos + RETRY_NANOS;
		}
	}

	private void arm() {
		if (this.deadlineNanos == NEVER) {
			this.deadlineNanos = AT_ONCE;
		}
	}

}
