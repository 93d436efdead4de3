/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

import io.mxp.transport.socket.DatagramPort;

/**
 * Wakes a consumer that sleeps, and costs a producer next to nothing while it does not.
 *
 * <p>
 * No wakeup is lost: the consumer announces that it is about to sleep and looks at its
 * queues once more; the producer publishes first and looks at the announcement then. At
 * least one of them sees the other. <pre>{@code
 * // consumer                                  // producer
 * signal.announce();                           ring.commit(…);
 * if (!ring.peek()) port.poll(waitNanos);      signal.signal();
 * signal.awake();
 * }</pre> The way to sleep must remember a wakeup that comes before it, as
 * {@link DatagramPort#poll} and {@link LockSupport#park} do.
 */
public final class ParkSignal {

	private static final VarHandle ASLEEP;

	static {
		try {
			ASLEEP = MethodHandles.lookup().findVarHandle(ParkSignal.class, "asleep", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Runnable wakeup;

	@SuppressWarnings("unused") // by ASLEEP
	private boolean asleep;

	/**
	 * @param wakeup ends the consumer's sleep, from any thread
	 */
	public ParkSignal(Runnable wakeup) {
		this.wakeup = wakeup;
	}

	/** For a consumer that sleeps in {@link DatagramPort#poll}. */
	public static ParkSignal of(DatagramPort port) {
		return new ParkSignal(port::wakeup);
	}

	/** For a consumer that sleeps in {@link LockSupport#park}. */
	public static ParkSignal of(Thread consumer) {
		return new ParkSignal(() -> LockSupport.unpark(consumer));
	}

	/**
	 * Consumer: from here on producers wake; look at the queues once more, then sleep.
	 */
	public void announce() {
		ASLEEP.setVolatile(this, true);
		VarHandle.fullFence();
	}

	/** Consumer: sleeps no longer, or did not have to. */
	public void awake() {
		ASLEEP.setOpaque(this, false);
	}

	/** Producer: after its work is visible in the queue. One of several wakes. */
	public void signal() {
		VarHandle.fullFence();
		if ((boolean) ASLEEP.getOpaque(this) && ASLEEP.compareAndSet(this, true, false)) {
			this.wakeup.run();
		}
	}

}
