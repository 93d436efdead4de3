/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.packet.LittleEndian;

/**
 * The ticket in front of a first message that resumes: u16 length and the ticket. It
 * stands in the clear, since the server can read nothing without it, and is part of the
 * prologue.
 */
// SPEC handshake.md#resumption
final class TicketOffer {

	private TicketOffer() {
	}

	/** The client's offer with a ticket behind it. */
	static byte[] append(byte[] offer, byte[] ticket) {
		byte[] bytes = Arrays.copyOf(offer, offer.length + 2 + ticket.length);
		LittleEndian.putShort(bytes, offer.length, ticket.length);
		System.arraycopy(ticket, 0, bytes, offer.length + 2, ticket.length);
		return bytes;
	}

	/** The ticket at a place of a first message. */
	static byte[] read(byte[] message, int at) throws HandshakeFailure {
		int length = (message.length - at >= 2) ? LittleEndian.getUnsignedShort(message, at) : 0;
		if (length == 0 || length > TicketSealer.MAX_TICKET_BYTES || length > message.length - at - 2) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"the client's ticket is cut off or too long; it breaks the protocol");
		}
		return Arrays.copyOfRange(message, at + 2, at + 2 + length);
	}

}
