/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.reliability.CongestionSignal;

/**
 * Told of what congestion control does. Apart from {@link ConnectionListener}, so that an
 * endpoint can hand it on without knowing the reliability plane.
 */
@FunctionalInterface
public interface CongestionObserver {

	/** Wants to know nothing. */
	CongestionObserver NONE = (connection, signal, state, nowNanos) -> {
	};

	/**
	 * Congestion control went on to another state, saw congestion, or took it back.
	 * @param state the state that the controller is in now
	 */
	void onCongestion(Connection connection, CongestionSignal signal, String state, long nowNanos);

}
