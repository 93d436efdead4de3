/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * What the packets of a number space remember of the state of delivery when they left, by
 * slot of the ring of sent packets.
 */
final class DeliveryRecords {

	private static final int DELIVERED = 0;

	private static final int DELIVERED_NANOS = 1;

	private static final int FIRST_SENT_NANOS = 2;

	private static final int LOST = 3;

	/** Bytes in flight, shifted by one; bit 0 says application limited. */
	private static final int IN_FLIGHT = 4;

	private static final int WIDTH = 5;

	private long[] values;

	DeliveryRecords(int capacity) {
		this.values = new long[capacity * WIDTH];
	}

	void set(int slot, long deliveredBytes, long deliveredNanos, long firstSentNanos, long lostBytes,
			long bytesInFlight, boolean applicationLimited) {
		int at = slot * WIDTH;
		this.values[at + DELIVERED] = deliveredBytes;
		this.values[at + DELIVERED_NANOS] = deliveredNanos;
		this.values[at + FIRST_SENT_NANOS] = firstSentNanos;
		this.values[at + LOST] = lostBytes;
		this.values[at + IN_FLIGHT] = (bytesInFlight << 1) | (applicationLimited ? 1 : 0);
	}

	long deliveredBytes(int slot) {
		return this.values[slot * WIDTH + DELIVERED];
	}

	long deliveredNanos(int slot) {
		return this.values[slot * WIDTH + DELIVERED_NANOS];
	}

	long firstSentNanos(int slot) {
		return this.values[slot * WIDTH + FIRST_SENT_NANOS];
	}

	long lostBytes(int slot) {
		return this.values[slot * WIDTH + LOST];
	}

	long inFlightBytes(int slot) {
		return this.values[slot * WIDTH + IN_FLIGHT] >>> 1;
	}

	boolean applicationLimited(int slot) {
		return (this.values[slot * WIDTH + IN_FLIGHT] & 1) != 0;
	}

	/** The ring doubles: numbers keep their records in the slots that they have then. */
	void grow(long oldest, long next, int capacityBefore) {
		int capacity = capacityBefore << 1;
		long[] grown = new long[capacity * WIDTH];
		for (long number = oldest; number < next; number++) {
			int from = (int) number & (capacityBefore - 1);
			int to = (int) number & (capacity - 1);
			System.arraycopy(this.values, from * WIDTH, grown, to * WIDTH, WIDTH);
		}
		this.values = grown;
	}

}
