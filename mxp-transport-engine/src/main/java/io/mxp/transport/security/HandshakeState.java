/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a handshake stands, as far as a connection has to know.
 *
 * <pre>
 * WAITING_PEER --client: message 2--> WAITING_VERIFICATION --accepted--> KEYS_READY
 * WAITING_PEER --server: client's last message--> KEYS_READY --client's first 1-RTT packet--> WAITING_VERIFICATION
 * KEYS_READY --confirm--> CONFIRMED; WAITING_VERIFICATION --accepted, already confirmed--> CONFIRMED
 * any --> FAILED
 * </pre>
 */
// SPEC handshake.md#states
public enum HandshakeState {

	/** A handshake message of the peer has not come. */
	WAITING_PEER,

	/**
	 * The peer's identity is being verified; it must not be used, a client must not send.
	 */
	WAITING_VERIFICATION,

	/** 1-RTT packets can be sealed and opened. */
	KEYS_READY,

	/** The peer has the keys too; handshake keys are gone. */
	CONFIRMED,

	/** It is over; the code and the reason are there. */
	FAILED;

	Set<HandshakeState> next() {
		return switch (this) {
			case WAITING_PEER -> EnumSet.of(WAITING_VERIFICATION, KEYS_READY, FAILED);
			case WAITING_VERIFICATION -> EnumSet.of(KEYS_READY, CONFIRMED, FAILED);
			case KEYS_READY -> EnumSet.of(WAITING_VERIFICATION, CONFIRMED, FAILED);
			case CONFIRMED -> EnumSet.of(FAILED);
			case FAILED -> EnumSet.noneOf(HandshakeState.class);
		};
	}

}
