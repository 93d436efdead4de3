/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import org.jspecify.annotations.Nullable;

/**
 * The messages of one stream whose way is measured, in the order of their bytes: those
 * behind {@link #unsent} wait to be sent, those before it to be acknowledged.
 */
final class StreamProbes {

	private final MessageLatency latency;

	private final int band;

	private @Nullable MessageProbe first;

	private @Nullable MessageProbe last;

	private @Nullable MessageProbe unsent;

	StreamProbes(MessageLatency latency, int band) {
		this.latency = latency;
		this.band = band;
	}

	void add(MessageProbe probe) {
		MessageProbe tail = this.last;
		if (tail == null) {
			this.first = probe;
		}
		else {
			tail.next = probe;
		}
		this.last = probe;
		if (this.unsent == null) {
			this.unsent = probe;
		}
	}

	/** All bytes before an offset were sent once at least. */
	void onSent(long sentBytes) {
		MessageProbe probe = this.unsent;
		while (probe != null && probe.end <= sentBytes) {
			this.latency.onSent(this.band, probe);
			probe = probe.next;
		}
		this.unsent = probe;
	}

	/**
	 * Bytes before an offset were acknowledged. A message whose every byte is so is done,
	 * whatever is missing before it.
	 */
	void onAcked(SendStream stream, long to) {
		MessageProbe before = null;
		MessageProbe probe = this.first;
		while (probe != null && probe != this.unsent && probe.start < to) {
			MessageProbe next = probe.next;
			if (!stream.isAcked(probe.start, probe.end)) {
				before = probe;
			}
			else {
				remove(before, probe);
				this.latency.onAcknowledged(this.band, probe);
			}
			probe = next;
		}
	}

	/** The stream was abandoned: nobody learns what would have become of them. */
	void clear() {
		MessageProbe probe = this.first;
		while (probe != null) {
			MessageProbe next = probe.next;
			this.latency.release(probe);
			probe = next;
		}
		this.first = null;
		this.last = null;
		this.unsent = null;
	}

	private void remove(@Nullable MessageProbe before, MessageProbe probe) {
		if (before == null) {
			this.first = probe.next;
		}
		else {
			before.next = probe.next;
		}
		if (this.last == probe) {
			this.last = before;
		}
	}

}
