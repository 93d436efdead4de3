/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * Measures how fast the path delivers: every packet remembers how much had been delivered
 * when it left, and its acknowledgement tells how much and how long it took since
 * (draft-cheng-iccrg-delivery-rate-estimation). Shared by both number spaces.
 */
// SPEC reliability.md#delivery-rate
final class DeliveryRate {

	private final AckSample sample = new AckSample();

	private long deliveredBytes;

	private long deliveredNanos;

	/** When the packet was sent that was newest at the last delivery. */
	private long firstSentNanos;

	/** Until this much is delivered the application was the limit; 0 where it is not. */
	private long applicationLimitedUntilBytes;

	private long lostBytes;

	/** A round is over when a packet is acknowledged that left after this delivery. */
	private long roundEndBytes;

	private long priorDeliveredNanos;

	private long sendElapsedNanos;

	private long newestSentNanos;

	private boolean hasPrior;

	/** Notes the state of delivery in the records of a packet that leaves. */
	void onPacketSent(DeliveryRecords records, int slot, long nowNanos, int bytes, long bytesInFlight) {
		if (bytesInFlight <= bytes) {
			this.firstSentNanos = nowNanos;
			this.deliveredNanos = nowNanos;
		}
		records.set(slot, this.deliveredBytes, this.deliveredNanos, this.firstSentNanos, this.lostBytes, bytesInFlight,
				this.applicationLimitedUntilBytes != 0);
	}

	void beginAck(long bytesInFlight) {
		this.sample.begin(bytesInFlight, this.deliveredBytes);
		this.hasPrior = false;
	}

	/** A packet in flight was delivered. */
	void onPacketDelivered(DeliveryRecords records, int slot, long sentNanos, int bytes, long nowNanos) {
		this.deliveredBytes += bytes;
		this.deliveredNanos = nowNanos;
		long delivered = records.deliveredBytes(slot);
		boolean newer = !this.hasPrior || delivered > this.sample.priorDeliveredBytes
				|| (delivered == this.sample.priorDeliveredBytes && sentNanos > this.newestSentNanos);
		if (newer) {
			this.hasPrior = true;
			this.newestSentNanos = sentNanos;
			this.priorDeliveredNanos = records.deliveredNanos(slot);
			this.sendElapsedNanos = sentNanos - records.firstSentNanos(slot);
			this.sample.priorDeliveredBytes = delivered;
			this.sample.applicationLimited = records.applicationLimited(slot);
			this.sample.inFlightAtSendBytes = records.inFlightBytes(slot);
			this.sample.lostSinceSendBytes = records.lostBytes(slot);
			this.firstSentNanos = sentNanos;
		}
	}

	void onPacketLost(int bytes) {
		this.lostBytes += bytes;
	}

	/** After the last packet of an ACK. */
	AckSample finish(long nowNanos, long minRttNanos) {
		AckSample done = this.sample;
		done.nowNanos = nowNanos;
		done.deliveredBytes = this.deliveredBytes;
		if (this.applicationLimitedUntilBytes != 0 && this.deliveredBytes > this.applicationLimitedUntilBytes) {
			this.applicationLimitedUntilBytes = 0;
		}
		if (!this.hasPrior) {
			return done;
		}
		done.lostSinceSendBytes = this.lostBytes - done.lostSinceSendBytes;
		done.roundStart = done.priorDeliveredBytes >= this.roundEndBytes;
		if (done.roundStart) {
			this.roundEndBytes = this.deliveredBytes;
		}
		long interval = Math.max(this.sendElapsedNanos, this.deliveredNanos - this.priorDeliveredNanos);
		// Less than the least round trip means that ACKs came bundled: no measurement.
		if (interval > 0 && interval >= minRttNanos) {
			done.rateBytesPerSecond = bytesPerSecond(this.deliveredBytes - done.priorDeliveredBytes, interval);
		}
		return done;
	}

	/** The application has nothing to send: what is in flight now measures it. */
	void onApplicationLimited(long bytesInFlight) {
		this.applicationLimitedUntilBytes = Math.max(this.deliveredBytes + bytesInFlight, 1);
	}

	/** Half the accuracy is given up where 10^9 times the bytes would not fit. */
	static long bytesPerSecond(long bytes, long nanos) {
		return (bytes < Long.MAX_VALUE / 1_000_000_000L) ? bytes * 1_000_000_000L / nanos
				: bytes / Math.max(nanos / 1_000_000_000L, 1);
	}

}
