/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

/**
 * A session ticket as it travels.
 *
 * @param ticket the ticket itself; empty for none
 * @param lifetimeSeconds how long the server takes it
 * @param earlyKibibytes how much early data the server takes with it, in KiB; 0 for none
 */
// SPEC frames.md#control
@SuppressWarnings("ArrayRecordComponent")
public record NewTicket(byte[] ticket, int lifetimeSeconds, int earlyKibibytes) {

	/** No ticket. */
	public static final NewTicket NONE = new NewTicket(new byte[0], 0, 0);

	/** The u32 of the frame: lifetime in its lower half, early data in its upper one. */
	long word() {
		return ((long) this.earlyKibibytes << 16) | (this.lifetimeSeconds & 0xFFFF);
	}

	static NewTicket of(byte[] ticket, long word) {
		return new NewTicket(ticket, (int) word & 0xFFFF, (int) (word >>> 16) & 0xFFFF);
	}

	@Override
	public String toString() {
		return "NewTicket[" + this.lifetimeSeconds + " s, early " + this.earlyKibibytes + " KiB]";
	}

}
