/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.net.InetAddress;

/**
 * A client wants to send early data with a ticket that has to be claimed first.
 *
 * @param ticketId 16 bytes that name the ticket
 * @param expiryMillis when nobody takes the ticket any more, milliseconds since 1970
 * @param addressHash of the network prefix that the ticket was given to
 */
@SuppressWarnings("ArrayRecordComponent")
public record EarlyClaim(byte[] ticketId, long expiryMillis, long addressHash) {

	/** Whether the client is in the network where it got the ticket. */
	public boolean isFrom(InetAddress address) {
		return this.addressHash == ServerTickets.addressHash(address);
	}

	@Override
	public String toString() {
		return "EarlyClaim[" + this.expiryMillis + "]";
	}

}
