/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * Where servers note which session tickets have brought early data (0-RTT), so that what
 * came with a ticket is executed once in the whole cluster, however often it is sent.
 *
 * <p>
 * Called on an event loop, so that an implementation must not block; it may answer late,
 * on any thread. Early data waits for the answer, but not longer than
 * {@link ResumptionConfig#claimTimeout()}: whatever is not a clear {@link Outcome#FIRST}
 * by then (a late answer, a failed stage, an exception) refuses the early data, and the
 * client sends it again when the handshake is over. All servers that share
 * {@link TicketKeys} must share a store.
 */
@FunctionalInterface
public interface ReplayStore {

	/** Length of a ticket's id in bytes. */
	int TICKET_ID_BYTES = 16;

	/**
	 * Claims a ticket: of all claims of one id, only one is told that it is the first.
	 * @param ticketId {@value #TICKET_ID_BYTES} random bytes, not secret; the array is
	 * the callee's
	 * @param expiry when no server takes the ticket any more; it may be forgotten then,
	 * and not before. Clocks of servers may differ, so that some seconds more are better
	 * @return completes with the outcome; exceptionally is the same as
	 * {@link Outcome#UNKNOWN}
	 */
	CompletionStage<Outcome> claim(byte[] ticketId, Instant expiry);

	/** What became of a claim. */
	enum Outcome {

		/** Nobody claimed the ticket before, and nobody will after. */
		FIRST,

		/** The ticket was claimed before. */
		SEEN,

		/** The store cannot tell: it is down, too slow, full, or was started anew. */
		UNKNOWN

	}

}
