/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.nio.ByteBuffer;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A received message, valid during the callback that brought it.
 */
public interface InboundMessage {

	MxpConnection connection();

	MessageType type();

	/** Bit 0 COMPRESSED, 1 ENCRYPTED, 2 REQUIRES_ACK, 3 FINAL. */
	int flags();

	long messageId();

	/** Low 64 bits of the W3C trace id, or 0. */
	long traceId();

	/** Whether it came in a datagram and not on a stream. */
	boolean isDatagram();

	/**
	 * Whether it came as early data (0-RTT), before its client was known to be there: it
	 * was sent by whoever got the session ticket, has no forward secrecy, and that it is
	 * not executed twice hangs on the {@link ReplayStore}. Only AgentDiscover,
	 * AgentHeartbeat and Calls with an idempotency key come so.
	 */
	default boolean isEarly() {
		return false;
	}

	/** The agent that a Call is for; the nil UUID or null where none is named. */
	@Nullable UUID target();

	/**
	 * What stands in front of the payload of Call, Response, Event; empty where the peer
	 * sent none.
	 */
	MessageMetadata metadata();

	/**
	 * The subject alone, without reading the rest of the metadata; null where there is
	 * none.
	 */
	@Nullable String subject();

	/**
	 * When the caller stops waiting, by the clock of {@link System#nanoTime()};
	 * {@link Long#MAX_VALUE} where it waits for ever or for nothing.
	 */
	long deadlineNanos();

	/** The application's bytes: read-only, valid during the callback only. */
	ByteBuffer payload();

	/** A copy of the payload that may be kept. */
	default byte[] copyPayload() {
		ByteBuffer view = payload();
		byte[] copy = new byte[view.remaining()];
		view.get(copy);
		return copy;
	}

	/**
	 * Who sealed the message from agent to agent, and whether it was opened here; null
	 * where it is not sealed: then it is the word of {@link #connection()}'s peer.
	 */
	@Nullable Seal seal();

	/**
	 * Whether its sender waits to hear that it was handled: the flag REQUIRES_ACK on a
	 * message of a type that has no answer.
	 */
	boolean requiresAck();

	/**
	 * Takes over to tell the sender, now or later, from any thread. Where a handler does
	 * not take it, the Ack goes out when {@link MessageHandler#onMessage} returns, or an
	 * Error when it throws.
	 * @throws IllegalStateException where the sender did not ask for it
	 */
	Acknowledgement acknowledgement();

	/** Answers a Call, now or later, from any thread; refuses to answer anything else. */
	Responder responder();

}
