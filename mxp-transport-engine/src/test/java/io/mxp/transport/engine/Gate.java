/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.mxp.transport.InboundMessage;

/** An application that takes nothing before it is opened. */
final class Gate extends Inbox {

	private final CountDownLatch opened = new CountDownLatch(1);

	void open() {
		this.opened.countDown();
	}

	@Override
	public void onMessage(InboundMessage message) {
		awaitQuietly(this.opened);
		super.onMessage(message);
	}

	static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await(Await.BOUND_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
