/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.stream.StreamMultiplexer;

import org.jspecify.annotations.Nullable;

/**
 * Messages over 16 KiB on their way to streams of their own: each is copied once, and
 * moves into its stream as that takes bytes. COLD.
 */
// SPEC streams.md#message-placement
final class LargeMessages {

	/** Bytes of large messages that may wait on one connection. */
	static final long MAX_BUFFERED_BYTES = 64L << 20;

	private final StreamMultiplexer streams;

	private final ArrayDeque<Pending> unopened = new ArrayDeque<>();

	private final List<Pending> open = new ArrayList<>();

	private final long[] bandBytes = new long[4];

	private long bufferedBytes;

	/** The message that was offered last. */
	private @Nullable Pending latest;

	LargeMessages(StreamMultiplexer streams) {
		this.streams = streams;
	}

	boolean offer(int band, byte[] bytes, int offset, int length) {
		if (this.bufferedBytes + length > MAX_BUFFERED_BYTES || !this.streams.memory().admits(length)) {
			return false;
		}
		byte[] copy = new byte[length];
		System.arraycopy(bytes, offset, copy, 0, length);
		this.bufferedBytes += length;
		this.bandBytes[band] += length;
		this.latest = new Pending(band, copy);
		this.unopened.add(this.latest);
		openWhatIsAllowed();
		return true;
	}

	/** Measures the way of the message that was offered last. */
	void follow(long acceptedNanos, int weight) {
		Pending pending = this.latest;
		this.latest = null;
		if (pending != null) {
			pending.acceptedNanos = acceptedNanos;
			pending.weight = weight;
			if (pending.position == pending.bytes.length) {
				follow(pending);
			}
		}
	}

	private void follow(Pending pending) {
		if (pending.weight > 0) {
			this.streams.latency()
				.follow(pending.streamId, pending.bytes.length, pending.acceptedNanos, pending.weight);
		}
	}

	/** Whether the stream is one of ours; then it took what it could. */
	boolean onWritable(long streamId) {
		if (streamId < 0) {
			openWhatIsAllowed();
			return false;
		}
		for (int i = 0; i < this.open.size(); i++) {
			Pending pending = this.open.get(i);
			if (pending.streamId == streamId) {
				if (advance(pending)) {
					this.open.remove(i);
				}
				return true;
			}
		}
		return false;
	}

	/** The peer wants no more of a stream; true where it was one of ours. */
	boolean abandon(long streamId) {
		for (int i = 0; i < this.open.size(); i++) {
			if (this.open.get(i).streamId == streamId) {
				done(this.open.remove(i));
				return true;
			}
		}
		return false;
	}

	boolean isPending() {
		return this.bufferedBytes > 0;
	}

	void clear() {
		this.unopened.clear();
		this.open.clear();
		this.bufferedBytes = 0;
	}

	private void openWhatIsAllowed() {
		for (Pending next = this.unopened.peek(); next != null; next = this.unopened.peek()) {
			next.streamId = this.streams.openStream(next.band, true);
			if (next.streamId < 0) {
				return;
			}
			this.unopened.remove();
			if (!advance(next)) {
				this.open.add(next);
			}
		}
	}

	private boolean advance(Pending pending) {
		int taken = this.streams.writeSome(pending.streamId, pending.bytes, pending.position,
				pending.bytes.length - pending.position);
		pending.position += taken;
		if (pending.position < pending.bytes.length) {
			return false;
		}
		follow(pending);
		this.streams.finish(pending.streamId);
		done(pending);
		return true;
	}

	private void done(Pending pending) {
		this.bufferedBytes -= pending.bytes.length;
		this.bandBytes[pending.band] -= pending.bytes.length;
	}

	long bufferedBytes(int band) {
		return this.bandBytes[band];
	}

	/** One message and how far it is. */
	static final class Pending {

		private final int band;

		private final byte[] bytes;

		private long streamId = -1;

		private int position;

		private long acceptedNanos;

		/** 0 where nobody measures its way. */
		private int weight;

		Pending(int band, byte[] bytes) {
			this.band = band;
			this.bytes = bytes;
		}

	}

}
