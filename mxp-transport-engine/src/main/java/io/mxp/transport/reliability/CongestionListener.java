/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * Learns what congestion control does, on the thread and within the call that brought it
 * about; must not call back.
 */
public interface CongestionListener {

	/** Hears nothing. */
	CongestionListener NONE = (signal, state, nowNanos) -> {
	};

	/**
	 * Something changed.
	 * @param signal what
	 * @param state the state that the controller is in now
	 * @param nowNanos when; the time of the last input where the signal comes with none
	 */
	void onCongestion(CongestionSignal signal, String state, long nowNanos);

}
