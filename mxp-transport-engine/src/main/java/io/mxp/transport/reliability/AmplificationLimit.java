/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * Until the peer's address is validated, at most three times the bytes that came from it
 * go to it, at every instant and without any allowance to begin with. One for each path.
 */
// SPEC reliability.md#amplification-limit
public final class AmplificationLimit {

	private static final int FACTOR = 3;

	private long receivedBytes;

	private long sentBytes;

	private boolean validated;

	/** Counts a whole datagram that came over the path. */
	public void onDatagramReceived(int bytes) {
		this.receivedBytes += bytes;
	}

	/** Counts a whole datagram that left over the path. */
	public void onDatagramSent(int bytes) {
		this.sentBytes += bytes;
	}

	/** The peer has shown that it receives at this address: no limit from here on. */
	public void onValidated() {
		this.validated = true;
	}

	public boolean isValidated() {
		return this.validated;
	}

	/**
	 * Bytes that may be sent now; {@link Long#MAX_VALUE} once validated, never negative.
	 */
	public long allowanceBytes() {
		return this.validated ? Long.MAX_VALUE : Math.max(0, FACTOR * this.receivedBytes - this.sentBytes);
	}

	/** Whether one datagram of this size may be sent now. */
	public boolean allows(int bytes) {
		return bytes <= allowanceBytes();
	}

}
