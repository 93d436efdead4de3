/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.connection.MessagePlane;
import io.mxp.transport.message.MessageHeader;

/**
 * How long the messages of one event loop wait to be sent, and how long it takes until
 * the peer has acknowledged them, by band. Application threads stamp, the event loop does
 * the rest.
 */
final class BandLatencies {

	/** What a message has that is not measured. */
	static final long UNMEASURED = 0;

	private static final int BANDS = 4;

	private final NanoClock clock;

	private final LatencySampling sampling = new LatencySampling();

	private final LatencyHistogram[] waits = new LatencyHistogram[BANDS];

	private final LatencyHistogram[] acknowledgements = new LatencyHistogram[BANDS];

	BandLatencies(NanoClock clock) {
		this.clock = clock;
		for (int band = 0; band < BANDS; band++) {
			this.waits[band] = new LatencyHistogram();
			this.acknowledgements[band] = new LatencyHistogram();
		}
	}

	/**
	 * When a message was accepted, where it is to be measured; from any thread.
	 * @return {@link #UNMEASURED} for most messages where there are many
	 */
	long stamp(long messageId) {
		return this.sampling.isChosen(messageId) ? this.clock.nanos() : UNMEASURED;
	}

	/** The same for an encoded message. */
	long stamp(byte[] message) {
		return stamp(MessageHeader.messageId(message, 0));
	}

	/** The connection took a message for a band. */
	void onTaken(MessagePlane messages, int band, int length, long acceptedNanos) {
		if (acceptedNanos == UNMEASURED) {
			this.sampling.onPassed(band);
		}
		else {
			messages.follow(band, length, acceptedNanos, this.sampling.onChosen(band, this.clock.nanos()));
		}
	}

	/** A stream of its own took a message to its end. */
	void onWritten(MessagePlane messages, long streamId, int band, int length, long acceptedNanos) {
		if (acceptedNanos == UNMEASURED) {
			this.sampling.onPassed(band);
		}
		else {
			messages.followStream(streamId, length, acceptedNanos, this.sampling.onChosen(band, this.clock.nanos()));
		}
	}

	/** The last byte of a message left for the first time. */
	void onSent(int band, long acceptedNanos, int weight) {
		record(this.waits[band], acceptedNanos, weight);
	}

	void onAcknowledged(int band, long acceptedNanos, int weight) {
		record(this.acknowledgements[band], acceptedNanos, weight);
	}

	private void record(LatencyHistogram histogram, long acceptedNanos, int weight) {
		long now = this.clock.nanos();
		histogram.record(now - acceptedNanos, weight, now);
	}

	void addWaits(int band, LatencyHistogram.Sum sum) {
		this.waits[band].addTo(sum, this.clock.nanos());
	}

	void addAcknowledgements(int band, LatencyHistogram.Sum sum) {
		this.acknowledgements[band].addTo(sum, this.clock.nanos());
	}

}
