/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.function.IntUnaryOperator;

import io.mxp.transport.packet.Ecn;

/** What a link does with the ECN marks of datagrams (RFC 3168). */
public final class Marking {

	private long aboveBytes = Long.MAX_VALUE;

	private IntUnaryOperator change = IntUnaryOperator.identity();

	private long marked;

	/**
	 * ECN-capable datagrams that find more than so many bytes waiting get the mark CE.
	 */
	public Marking above(long waitingBytes) {
		this.aboveBytes = waitingBytes;
		return this;
	}

	/** A router that changes marks, from and to one of {@link Ecn}. */
	public Marking change(IntUnaryOperator change) {
		this.change = change;
		return this;
	}

	/** Datagrams that got the mark CE. */
	public long marked() {
		return this.marked;
	}

	void onDatagram(Datagram datagram, long waitingBytes) {
		if (datagram.ecn() != Ecn.NONE && waitingBytes > this.aboveBytes) {
			datagram.ecn(Ecn.CE);
			this.marked++;
		}
		datagram.ecn(this.change.applyAsInt(datagram.ecn()));
	}

}
