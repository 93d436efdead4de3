/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.TransportException;

/**
 * What was sent and waits for the peer's answer, until a deadline.
 */
sealed interface Pending permits PendingCall, PendingAck {

	EngineConnection connection();

	/** When the event loop's queue accepted it, see {@link BandLatencies#stamp}. */
	long acceptedNanos();

	/** Whether the application gave up. */
	boolean isDone();

	/** On the delivery thread. */
	void fail(TransportException failure);

}
