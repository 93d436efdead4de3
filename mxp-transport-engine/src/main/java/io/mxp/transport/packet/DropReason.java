/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

/**
 * Why a datagram was dropped before anything of it was believed. Counted, silent, never
 * an exception.
 */
public enum DropReason {

	/** Not dropped. */
	NONE,
	/** Shorter than the smallest packet. */
	TOO_SHORT,
	/**
	 * Packet number length, header length or reserved bits are not those of version 1.
	 */
	BAD_HEADER,
	/** No connection has this id and the packet cannot open one. */
	UNKNOWN_CONNECTION,
	/** A client's Initial in a datagram below 1,200 bytes. */
	INITIAL_TOO_SMALL,
	/** A malformed or missing TLV in the header of an Initial. */
	BAD_TLV,
	/** A version that is not spoken here. */
	UNSUPPORTED_VERSION,
	/** The Initial names a static key that is not ours. */
	WRONG_KEY_ID,
	/** A pattern that is not spoken here. */
	UNSUPPORTED_PATTERN,
	/** Keys for this packet type are not there yet, or gone. */
	NO_KEYS,
	/**
	 * The nonce on the wire is not the one that key and number give; nothing was
	 * decrypted.
	 */
	EARLY_REJECT,
	/** The tag does not fit. */
	AEAD_FAILURE,
	/** A packet of this number was opened before. */
	DUPLICATE,
	/** Below the replay window. */
	TOO_OLD,
	/**
	 * The server is under load and the Initial does not show that its sender is where it
	 * says: a Retry asks for that, and nothing is kept.
	 */
	RETRY_SENT,
	/** The Initial carries the token of a Retry, and it is not good or was used. */
	INVALID_TOKEN,
	/** Too many first messages from one prefix, or all together. */
	RATE_LIMITED,
	/**
	 * A Retry that is forged, comes second, or comes after something authentic of the
	 * server.
	 */
	RETRY_IGNORED,
	/**
	 * A Version Negotiation that is forged, comes second, or comes after something
	 * authentic of the server.
	 */
	VERSION_NEGOTIATION_IGNORED,
	/**
	 * A Key Mismatch that is forged, names another key than we did, or comes after
	 * something authentic of the server.
	 */
	KEY_MISMATCH_IGNORED,
	/** The connection limit or the accept policy refuses a new connection. */
	REFUSED,
	/** The connection is closing or closed. */
	CLOSED,
	/** It says that the peer has forgotten the connection, which has ended by it. */
	STATELESS_RESET,
	/** The packet came from an address that is not the connection's path. */
	UNKNOWN_PATH,
	/** Another event loop owns the connection, and too much waits for that one. */
	LOOP_BUSY,
	/** More early data than a server takes: it comes again when the handshake is over. */
	EARLY_OVER_LIMIT,
	/** There is no memory for the stream data in it: it is not acknowledged. */
	NO_MEMORY

}
