/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import org.springframework.util.unit.DataSize;

/**
 * Queues between event loops and other threads.
 */
public class DeliveryProperties {

	/**
	 * Bytes of messages that wait for one event loop, above which sending is refused.
	 */
	private DataSize commandQueue = DataSize.ofMegabytes(1);

	/**
	 * Bytes of received messages of one band that wait for the application, above which
	 * the peer has to wait.
	 */
	private DataSize deliveryQueue = DataSize.ofMegabytes(1);

	public DataSize getCommandQueue() {
		return this.commandQueue;
	}

	public void setCommandQueue(DataSize commandQueue) {
		this.commandQueue = commandQueue;
	}

	public DataSize getDeliveryQueue() {
		return this.deliveryQueue;
	}

	public void setDeliveryQueue(DataSize deliveryQueue) {
		this.deliveryQueue = deliveryQueue;
	}

}
