/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * What all connections of one authenticated peer may hold: bytes received and not
 * consumed. Where the budget is used up none of them gets more credit, until some of the
 * bytes are consumed, on whichever connection.
 *
 * <p>
 * Two sums are kept, so that calls are never held up by a stream that nobody reads: bands
 * get credit while the bytes of bands are below the limit, streams while all bytes are.
 */
// SPEC streams.md#agent-budget
public interface AgentBudget {

	/** No limit, and no books. */
	AgentBudget UNLIMITED = new AgentBudget() {

		@Override
		public void onHeld(long streamBytes, long bandBytes) {
			// Nobody asks.
		}

		@Override
		public boolean allowsStreams() {
			return true;
		}

		@Override
		public boolean allowsBands() {
			return true;
		}

	};

	/** The connection holds so many bytes more, or fewer, than it said before. */
	void onHeld(long streamBytes, long bandBytes);

	/**
	 * Whether the connection may get more credit for its streams. Where not, the
	 * connection is polled again when it may.
	 */
	boolean allowsStreams();

	/** The same for the credit of bands. */
	boolean allowsBands();

}
