/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.locks.LockSupport;

import io.mxp.transport.CloseReason;
import io.mxp.transport.DeliveryConfig;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From an event loop to the application: one bounded ring for each band and a thread that
 * empties them, or, where handlers run on the loop, nothing but a call. Credit flows back
 * for what was consumed.
 */
final class Delivery {

	/**
	 * A message for the handler; a {@link #EARLY} or 0, b stream id; attachment: the
	 * connection.
	 */
	static final int MESSAGE = 1;

	/** The a of a {@link #MESSAGE} that came before its client was known to be there. */
	static final int EARLY = 1;

	/** An answer; b stream id; attachment: the pending call. */
	static final int ANSWER = 2;

	/**
	 * What happened on a stream; a {@link EngineStream.Event}; attachment: the stream.
	 */
	static final int STREAM = 3;

	private static final Logger logger = LoggerFactory.getLogger(Delivery.class);

	private static final int BANDS = 4;

	/** Records taken from one band before the more urgent ones are looked at again. */
	private static final int BURST = 64;

	private static final int CREDIT_RING_BYTES = 1 << 18;

	private final boolean onLoop;

	private final ByteRing[] rings = new ByteRing[BANDS];

	private final ByteRing credit = ByteRing.ofOneProducer(CREDIT_RING_BYTES);

	private final TaskQueue tasks = new TaskQueue();

	private final Dispatcher dispatcher;

	private final Thread thread;

	private final ParkSignal signal;

	private final CreditBatch creditBatch = new CreditBatch(this);

	/** Made once: a method reference would be made for each drain. */
	private final ByteRing.Handler taker = this::take;

	private final ByteRing.Handler creditGiver = this::giveCredit;

	private EventLoop loop;

	private volatile boolean running = true;

	@SuppressWarnings("NullAway.Init") // the loop and its delivery know each other; bind
										// follows at once
	Delivery(int index, DeliveryConfig config, Dispatcher dispatcher) {
		this.onLoop = config.mode() == DeliveryConfig.Mode.EVENT_LOOP;
		this.dispatcher = dispatcher;
		for (int band = 0; band < BANDS; band++) {
			this.rings[band] = ByteRing
				.ofOneProducer(this.onLoop ? 1 << 10 : Integer.highestOneBit(config.deliveryQueueBytes()));
		}
		this.thread = new Thread(this::run, "mxp-delivery-" + index);
		this.thread.setDaemon(true);
		this.signal = ParkSignal.of(this.thread);
	}

	void bind(EventLoop loop) {
		this.loop = loop;
	}

	void start() {
		if (!this.onLoop) {
			this.thread.start();
		}
	}

	/**
	 * Lets the delivery thread end behind what was posted; does not wait for a handler
	 * that blocks.
	 */
	void stop() {
		execute(() -> this.running = false);
	}

	/** Waits for the end of the delivery thread, unless it is this one that asks. */
	void join(long millis) throws InterruptedException {
		if (Thread.currentThread() != this.thread) {
			this.thread.join(millis);
		}
	}

	// ---- from the event loop

	boolean message(EngineConnection handle, long streamId, int band, byte[] bytes, int offset, int length,
			boolean early) {
		return post(MESSAGE, early ? EARLY : 0, streamId, band, bytes, offset, length, handle);
	}

	boolean answer(Pending call, long streamId, int band, byte[] bytes, int offset, int length) {
		return post(ANSWER, 0, streamId, band, bytes, offset, length, call);
	}

	boolean stream(EngineStream stream, EngineStream.Event event, int band, byte[] bytes, int offset, int length) {
		return post(STREAM, event.ordinal(), stream.transportId(), band, bytes, offset, length, stream);
	}

	private boolean post(int kind, int a, long streamId, int band, byte[] bytes, int offset, int length,
			Object attachment) {
		if (this.onLoop) {
			handle(kind, a, streamId, bytes, offset, length, attachment);
			return true;
		}
		ByteRing ring = this.rings[band];
		boolean large = length > ring.maxLength();
		int at = ring.claim(large ? 0 : length);
		if (at < 0) {
			return false;
		}
		if (large) {
			byte[] copy = new byte[length];
			System.arraycopy(bytes, offset, copy, 0, length);
			ring.commit(at, 0, kind, a, streamId, 0, new Commands.LargeMessage(attachment, copy));
		}
		else {
			System.arraycopy(bytes, offset, ring.array(), at, length);
			ring.commit(at, length, kind, a, streamId, 0, attachment); // the delivery
																		// thread takes it
		}
		return true;
	}

	void connected(EngineConnection handle) {
		execute(() -> this.dispatcher.connected(handle));
	}

	void closed(EngineConnection handle, CloseReason reason) {
		orderly(() -> this.dispatcher.closed(handle, reason));
	}

	/** Runs a task on the delivery thread behind everything that was delivered before. */
	void orderly(Runnable task) {
		execute(() -> {
			for (ByteRing ring : this.rings) {
				ring.drain(this.taker, ring.capacity() >> 6);
			}
			task.run();
		});
	}

	/** A callback of the application threw. */
	void onCallbackFailure(Throwable failure) {
		this.dispatcher.onHandlerFailure(failure);
	}

	/** Runs a task on the delivery thread. Any thread. */
	void execute(Runnable task) {
		if (this.onLoop && this.loop.isLoopThread()) {
			run(task);
		}
		else if (this.onLoop) {
			this.loop.execute(task);
		}
		else {
			this.tasks.add(task);
			this.signal.signal();
		}
	}

	/** Whether withheld messages are worth another try. */
	boolean hasRoom() {
		for (ByteRing ring : this.rings) {
			if (ring.usedBytes() > ring.capacity() / 2) {
				return false;
			}
		}
		return true;
	}

	boolean hasCredit() {
		return !this.credit.isEmpty();
	}

	/** Gives the connections credit for what the application consumed. */
	void takeCredit() {
		this.credit.drain(this.creditGiver, Integer.MAX_VALUE);
	}

	private boolean giveCredit(int kind, int a, long streamId, long bytes, byte[] array, int offset, int length,
			@Nullable Object attachment) {
		if (attachment instanceof EngineConnection handle) {
			handle.connection().onConsumed(this.loop.nanos(), streamId, bytes);
			this.loop.endpoint().touch(handle.connection());
		}
		return true;
	}

	/** Wakes the delivery thread where a turn delivered something. */
	void flush() {
		this.signal.signal();
	}

	/** Whether a message waits for the application or is with it now. */
	boolean isBusy() {
		return !this.onLoop && !areRingsEmpty();
	}

	long queuedBytes(int band) {
		return this.onLoop ? 0 : this.rings[band].usedBytes();
	}

	// ---- on the delivery thread

	private void run() {
		while (this.running) {
			boolean worked = runTasks();
			worked |= drainRings(BURST);
			this.creditBatch.flush();
			if (!worked) {
				park();
			}
		}
		this.tasks.abandon();
	}

	private void park() {
		this.signal.announce();
		if (this.tasks.isEmpty() && areRingsEmpty()) {
			LockSupport.park(this);
		}
		this.signal.awake();
	}

	private boolean areRingsEmpty() {
		for (ByteRing ring : this.rings) {
			if (!ring.isEmpty()) {
				return false;
			}
		}
		return true;
	}

	private boolean runTasks() {
		boolean worked = false;
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			worked = true;
			run(task);
		}
		return worked;
	}

	private static void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("An application's callback failed", ex);
		}
	}

	/** Takes a burst from each band, the most urgent first. */
	private boolean drainRings(int burst) {
		boolean worked = false;
		for (ByteRing ring : this.rings) {
			worked |= ring.drain(this.taker, burst) > 0;
		}
		return worked;
	}

	private boolean take(int kind, int a, long streamId, long c, byte[] bytes, int offset, int length,
			@Nullable Object attachment) {
		try {
			if (attachment instanceof Commands.LargeMessage large) {
				handle(kind, a, streamId, large.bytes(), 0, large.bytes().length, large.owner());
			}
			else if (attachment != null) {
				handle(kind, a, streamId, bytes, offset, length, attachment);
			}
		}
		catch (RuntimeException | Error ex) {
			logger.error("A message could not be delivered", ex);
		}
		return true;
	}

	private void handle(int kind, int a, long streamId, byte[] bytes, int offset, int length, Object owner) {
		switch (kind) {
			case MESSAGE:
				EngineConnection handle = (EngineConnection) owner;
				this.dispatcher.connected(handle);
				this.dispatcher.message(handle, streamId, bytes, offset, length, a == EARLY);
				consumed(handle, streamId, length);
				break;
			case ANSWER:
				Pending call = (Pending) owner;
				this.dispatcher.answer(call, bytes, offset, length);
				consumed(call.connection(), streamId, length);
				break;
			default:
				this.dispatcher.connected(((EngineStream) owner).handle());
				((EngineStream) owner).onEvent(EngineStream.Event.of(a), bytes, offset, length, this.dispatcher);
		}
	}

	/**
	 * The application has consumed so many bytes of a stream. On the thread that
	 * delivers.
	 */
	void consumed(EngineConnection handle, long streamId, int bytes) {
		if (streamId < 0) {
			return;
		}
		if (this.onLoop) {
			handle.connection().onConsumed(this.loop.nanos(), streamId, bytes);
			this.loop.endpoint().touch(handle.connection());
		}
		else {
			this.creditBatch.add(handle, streamId, bytes);
		}
	}

	/** Posts credit to the loop; waits for room, which the loop makes in every turn. */
	void postCredit(EngineConnection handle, long streamId, long bytes) {
		int at = this.credit.claim(0);
		while (at < 0) {
			this.loop.wakeup();
			LockSupport.parkNanos(10_000);
			if (!this.loop.isAlive()) {
				return;
			}
			at = this.credit.claim(0);
		}
		this.credit.commit(at, 0, 0, 0, streamId, bytes, handle); // the loop gives it to
																	// the connection
		this.loop.wakeup();
	}

	/** Adds up what one stream consumed, so that a burst of messages costs one record. */
	private static final class CreditBatch {

		private final Delivery delivery;

		private @Nullable EngineConnection handle;

		private long streamId;

		private long bytes;

		CreditBatch(Delivery delivery) {
			this.delivery = delivery;
		}

		void add(EngineConnection consumer, long stream, long amount) {
			if (this.handle != consumer || this.streamId != stream) {
				flush();
				this.handle = consumer;
				this.streamId = stream;
			}
			this.bytes += amount;
		}

		void flush() {
			EngineConnection consumer = this.handle;
			if (consumer != null && this.bytes > 0) {
				this.delivery.postCredit(consumer, this.streamId, this.bytes);
			}
			this.bytes = 0;
			this.handle = null;
		}

	}

}
