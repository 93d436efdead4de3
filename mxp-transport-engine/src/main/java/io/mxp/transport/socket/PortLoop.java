/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.socket;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import io.netty.util.concurrent.Future;

/**
 * Netty's loop without a thread of its own, with a wakeup that is not lost when it comes
 * just before the loop falls asleep: Netty's own wakes a sleeping loop only.
 */
final class PortLoop extends ManualIoEventLoop {

	/** Turns of the loop after which something that needs one or two is stuck. */
	private static final int MAX_TURNS = 10_000;

	private volatile boolean wakeupRequested;

	/** The calling thread becomes the one that may run the loop. */
	PortLoop(IoHandlerFactory handlers) {
		super(Thread.currentThread(), handlers);
	}

	/**
	 * Asked by the handler after it has announced that it is about to sleep: either it
	 * sees the request here, or {@link #requestWakeup} sees the announcement.
	 */
	@Override
	protected boolean canBlock() {
		return !this.wakeupRequested;
	}

	void requestWakeup() {
		this.wakeupRequested = true;
		wakeup();
	}

	/** One turn: waits at most so long; 0 or less does not wait. */
	void turn(long waitNanos) {
		if (waitNanos <= 0 || this.wakeupRequested) {
			runNow();
		}
		else {
			run(waitNanos, 0);
		}
		if (this.wakeupRequested) {
			this.wakeupRequested = false;
		}
	}

	/** Ends the loop; its channel is closed before. */
	@SuppressWarnings("deprecation") // the graceful way waits, and there is nothing to
										// wait for
	void stop() {
		shutdown();
		turnUntilDone(terminationFuture());
	}

	/** Turns until the future is done; never waits for another thread. */
	void turnUntilDone(Future<?> future) {
		for (int turns = 0; !future.isDone(); turns++) {
			if (turns == MAX_TURNS) {
				throw new IllegalStateException("The socket loop makes no progress");
			}
			runNow();
		}
	}

}
