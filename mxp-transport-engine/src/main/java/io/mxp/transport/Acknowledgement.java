/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

/**
 * Tells the sender of a message that asked for it (flag REQUIRES_ACK) what became of the
 * message: exactly one of its methods has an effect, the first that is called. May be
 * used from any thread.
 */
// SPEC messages.md#requires-ack
public interface Acknowledgement {

	/**
	 * The message was handled: sends the Ack.
	 * @return false where the sender was told before, the connection has ended, or its
	 * queue is full (the sender's deadline ends its wait then)
	 */
	boolean done();

	/**
	 * The message was not handled: sends an Error.
	 * @param text for people, sent to the peer as it is; empty is fine
	 * @return as of {@link #done()}
	 */
	boolean fail(ErrorCode code, String text);

	/** Whether the sender was not told yet. */
	boolean isOpen();

}
