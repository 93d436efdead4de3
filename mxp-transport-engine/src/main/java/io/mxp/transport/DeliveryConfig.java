/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Objects;

/**
 * How messages cross between application threads and event loops.
 *
 * @param mode where handlers run
 * @param commandQueueBytes bytes of messages that may wait for one event loop; a send
 * beyond it is refused
 * @param deliveryQueueBytes bytes of messages of one band that may wait for the
 * application; beyond it the peer gets no more credit
 */
public record DeliveryConfig(Mode mode, int commandQueueBytes, int deliveryQueueBytes) {

	/** Where handlers run. */
	public enum Mode {

		/** On a delivery thread for each event loop. */
		THREAD,
		/** On the event loop itself: the fastest, for handlers that never block. */
		EVENT_LOOP

	}

	public DeliveryConfig {
		Objects.requireNonNull(mode, "mode");
		if (commandQueueBytes < 65_536 || deliveryQueueBytes < 65_536) {
			throw new IllegalArgumentException("The queues between threads hold at least 64 KiB");
		}
	}

	public static DeliveryConfig defaults() {
		return new DeliveryConfig(Mode.THREAD, 1 << 20, 1 << 20);
	}

	public DeliveryConfig withMode(Mode mode) {
		return new DeliveryConfig(mode, this.commandQueueBytes, this.deliveryQueueBytes);
	}

}
