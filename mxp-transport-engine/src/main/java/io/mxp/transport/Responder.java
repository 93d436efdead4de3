/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * Answers one call: exactly one of its methods has an effect, the first that is called.
 */
public interface Responder {

	/** Where the call came from. */
	MxpConnection connection();

	/**
	 * Answers.
	 * @return false where the answer was not accepted: it was answered before, the
	 * connection has ended, or its queue is full
	 */
	boolean reply(MessageMetadata metadata, ByteBuffer payload);

	default boolean reply(ByteBuffer payload) {
		return reply(MessageMetadata.EMPTY, payload);
	}

	/**
	 * Passes on the answer to a call that was sealed for another agent and sent on with
	 * {@link CallRequest#relaying}: as it came.
	 * @return false as for {@link #reply(MessageMetadata, ByteBuffer)}
	 * @throws IllegalArgumentException where the answer is not sealed, or was opened
	 */
	boolean relay(Reply answer);

	/**
	 * Answers with an error.
	 * @param text for people, sent to the peer as it is; empty is fine
	 */
	boolean fail(ErrorCode code, String text);

	/**
	 * Answers with a stream: the caller sees its chunks as they come. Fails with
	 * {@link TransportException.CannotSeal} where the call is sealed: streams are not.
	 */
	CompletableFuture<MxpStream> stream(MessageMetadata metadata, StreamListener listener);

	/** Whether nobody answered yet. */
	boolean isOpen();

}
