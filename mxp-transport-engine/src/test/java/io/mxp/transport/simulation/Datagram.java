/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.net.InetSocketAddress;

/** One datagram as a host sent it; copies of it share this object. */
final class Datagram {

	private final long number;

	private final InetSocketAddress from;

	private final InetSocketAddress to;

	private final byte[] bytes;

	private int ecn;

	private int accepted;

	Datagram(long number, InetSocketAddress from, InetSocketAddress to, byte[] bytes, int ecn) {
		this.number = number;
		this.from = from;
		this.to = to;
		this.bytes = bytes;
		this.ecn = ecn;
	}

	/** The how-manieth datagram of the whole simulation, from 1. */
	long number() {
		return this.number;
	}

	InetSocketAddress from() {
		return this.from;
	}

	InetSocketAddress to() {
		return this.to;
	}

	/** As sent; receivers get copies, because they decrypt in place. */
	byte[] bytes() {
		return this.bytes;
	}

	/** Its ECN mark, as the last link left it. */
	int ecn() {
		return this.ecn;
	}

	void ecn(int mark) {
		this.ecn = mark;
	}

	int length() {
		return this.bytes.length;
	}

	/** A receiver took it for authentic and new. */
	int countAccepted() {
		return ++this.accepted;
	}

}
