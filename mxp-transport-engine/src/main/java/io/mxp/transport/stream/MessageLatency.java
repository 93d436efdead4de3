/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import org.jspecify.annotations.Nullable;

/**
 * Follows single messages of a connection through their streams: when the last byte of
 * one was sent for the first time, and when all of its bytes were acknowledged. HOT,
 * reads no clock: {@link RecordSink} does. Whoever writes chooses which messages are
 * followed, and says how many others each of them stands for.
 */
public final class MessageLatency {

	/** Messages of one connection that are followed at a time. */
	public static final int MAX_FOLLOWED = 1_024;

	private final StreamRegistry registry;

	private final RecordSink sink;

	/** Weights of messages that could not be followed; the next one carries them. */
	private final int[] missed = new int[StreamId.BANDS];

	private @Nullable MessageProbe free;

	private int created;

	MessageLatency(StreamRegistry registry, RecordSink sink) {
		this.registry = registry;
		this.sink = sink;
	}

	/** Follows the message that was written last to the built-in stream of a band. */
	public void follow(int band, int length, long acceptedNanos, int weight) {
		follow(this.registry.band(band), length, acceptedNanos, weight);
	}

	/**
	 * Follows the message that was written last to a stream.
	 * @param length its bytes
	 * @param acceptedNanos given back with what becomes of it
	 * @param weight how many messages it stands for, itself included
	 */
	public void follow(long streamId, int length, long acceptedNanos, int weight) {
		LiveStream stream = this.registry.find(streamId);
		if (stream != null) {
			follow(stream, length, acceptedNanos, weight);
		}
	}

	private void follow(LiveStream stream, int length, long acceptedNanos, int weight) {
		SendStream send = stream.send();
		int band = stream.band();
		MessageProbe probe = (send != null && send.isOpen()) ? take() : null;
		if (send == null || probe == null) {
			this.missed[band] += weight;
			return;
		}
		probe.end = send.writtenBytes();
		probe.start = probe.end - length;
		probe.acceptedNanos = acceptedNanos;
		probe.weight = weight + this.missed[band];
		this.missed[band] = 0;
		send.follow(this, band).add(probe);
	}

	void onSent(int band, MessageProbe probe) {
		this.sink.onMessageSent(band, probe.acceptedNanos, probe.weight);
	}

	void onAcknowledged(int band, MessageProbe probe) {
		this.sink.onMessageAcknowledged(band, probe.acceptedNanos, probe.weight);
		release(probe);
	}

	void release(MessageProbe probe) {
		probe.next = this.free;
		this.free = probe;
	}

	private @Nullable MessageProbe take() {
		MessageProbe probe = this.free;
		if (probe != null) {
			this.free = probe.next;
			probe.next = null;
			return probe;
		}
		if (this.created == MAX_FOLLOWED) {
			return null;
		}
		this.created++;
		return new MessageProbe();
	}

}
