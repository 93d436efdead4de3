/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import org.jspecify.annotations.Nullable;

/**
 * Receives what peers send. Called on delivery threads, or on the event loop where
 * {@link DeliveryConfig.Mode#EVENT_LOOP} is configured: then it must never block.
 *
 * <p>
 * Whatever a handler throws becomes an Error message with {@link ErrorCode#INTERNAL} to
 * the caller and is logged once; so it does for any other message whose sender asked for
 * an Ack.
 */
@FunctionalInterface
public interface MessageHandler {

	/**
	 * One message that is neither an answer to a call of ours nor part of a stream.
	 * @param message valid during the call only; take {@link InboundMessage#responder()}
	 * and a copy of the payload along to answer later. A Call that is never answered ends
	 * at the caller's deadline.
	 */
	void onMessage(InboundMessage message);

	/**
	 * The peer opened a stream.
	 * @return who listens to it, or null to refuse it: the peer sees NOT_FOUND
	 */
	default @Nullable StreamListener onStream(MxpStream stream) {
		return null;
	}

	/** A connection is established and its peer authenticated. */
	default void onConnected(MxpConnection connection) {
	}

	/** A connection has ended. */
	default void onClosed(MxpConnection connection, CloseReason reason) {
	}

}
