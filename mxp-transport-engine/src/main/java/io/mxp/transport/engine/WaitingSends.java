/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import io.mxp.transport.PriorityBand;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.SendRequest;
import io.mxp.transport.TransportException;
import io.mxp.transport.engine.Payloads.Encoded;

import org.jspecify.annotations.Nullable;

/**
 * Messages of one connection that wait for room in the queues of their bands, in order
 * and bounded in bytes. Any thread.
 */
final class WaitingSends {

	/** No message is shorter. */
	private static final int MIN_MESSAGE_BYTES = 40;

	private static final int BANDS = PriorityBand.values().length;

	private final EngineConnection connection;

	private final SchedulerConfig config;

	private final List<ArrayDeque<Waiting>> queues = new ArrayList<>();

	private final long[] bytes = new long[BANDS];

	private final boolean[] armed = new boolean[BANDS];

	WaitingSends(EngineConnection connection, SchedulerConfig config) {
		this.connection = connection;
		this.config = config;
		for (int band = 0; band < BANDS; band++) {
			this.queues.add(new ArrayDeque<>());
		}
	}

	/**
	 * Sends now, or lets wait, or refuses.
	 * @param attempt sends a payload; false where there is no room
	 * @param future fails where the message is refused; one that is done takes the
	 * message back
	 * @param accepted run when the message was sent
	 */
	void send(PriorityBand band, ByteBuffer payload, Attempt attempt, CompletableFuture<?> future, Runnable accepted) {
		int index = band.index();
		boolean waits = this.config.overflow(band) == SchedulerConfig.Overflow.WAIT;
		if (!(waits && isWaiting(index)) && attempt.send(payload)) {
			accepted.run();
		}
		else if (!waits || !add(index, payload, attempt, future, accepted)) {
			future.completeExceptionally(new TransportException.Overloaded(
					"Too much waits to be sent to " + this.connection.remoteAddress() + ". Try again later"));
		}
	}

	/** Sends a message that expects no answer. */
	CompletableFuture<Void> submit(SendRequest request) {
		OutboundMessages.requireOneWay(request.type());
		CompletableFuture<Void> accepted = new CompletableFuture<>();
		try {
			this.connection.requireOpen();
			Encoded encoded = EncodedSends.encode(this.connection, request);
			ByteBuffer payload = (encoded != null) ? EncodedSends.buffer(encoded) : request.payload();
			send(this.config.mapping().bandOf(request.type()), payload,
					(bytes) -> this.connection.sends().post(request, encoded, bytes), accepted,
					() -> accepted.complete(null));
		}
		catch (TransportException ex) {
			accepted.completeExceptionally(ex);
		}
		return accepted;
	}

	/** Completes when there is room in a band. */
	CompletableFuture<Void> whenWritable(PriorityBand band) {
		CompletableFuture<Void> result = new CompletableFuture<>();
		if (!this.connection.isOpen()) {
			result.completeExceptionally(this.connection.closedException());
			return result;
		}
		EventLoop loop = this.connection.loop();
		SendWindow window = this.connection.window();
		window.whenWritable(band.index(), result);
		loop.execute(() -> {
			Delivery delivery = loop.listener().delivery();
			window.release(this.connection.connection(), delivery);
			if (!this.connection.isOpen()) {
				delivery.execute(() -> window.fail(this.connection.closedException()));
			}
		}, this.connection);
		return result;
	}

	private synchronized boolean isWaiting(int band) {
		return !this.queues.get(band).isEmpty();
	}

	private boolean add(int band, ByteBuffer payload, Attempt attempt, CompletableFuture<?> future, Runnable accepted) {
		int length = payload.remaining();
		synchronized (this) {
			if (this.bytes[band] + length > this.config.bandQueueBytes()
					|| this.queues.get(band).size() >= this.config.bandQueueBytes() / MIN_MESSAGE_BYTES) {
				return false;
			}
			ByteBuffer copy = ByteBuffer.allocate(length).put(payload.duplicate()).flip();
			this.bytes[band] += length;
			this.queues.get(band).add(new Waiting(() -> attempt.send(copy), future, accepted, length));
		}
		arm(band);
		return true;
	}

	/** Asks to be told when there is room; once at a time. */
	private void arm(int band) {
		synchronized (this) {
			if (this.armed[band] || this.queues.get(band).isEmpty()) {
				return;
			}
			this.armed[band] = true;
		}
		this.connection.whenWritable(PriorityBand.fromIndex(band)).whenComplete((writable, failure) -> {
			synchronized (this) {
				this.armed[band] = false;
			}
			if (failure != null) {
				failAll(band, failure);
			}
			else {
				advance(band);
			}
		});
	}

	/** Sends what there is room for. */
	private void advance(int band) {
		List<Runnable> outcomes = new ArrayList<>();
		synchronized (this) {
			ArrayDeque<Waiting> queue = this.queues.get(band);
			for (Waiting next = queue.peek(); next != null; next = queue.peek()) {
				Runnable outcome = outcome(next);
				if (outcome == null) {
					break;
				}
				outcomes.add(outcome);
				queue.remove();
				this.bytes[band] -= next.length;
			}
		}
		outcomes.forEach(Runnable::run);
		arm(band);
	}

	/** What is to be said of a message that waits no longer; null where it does. */
	private static @Nullable Runnable outcome(Waiting waiting) {
		try {
			if (waiting.future.isDone()) {
				return () -> {
				};
			}
			return waiting.attempt.getAsBoolean() ? waiting.accepted : null;
		}
		catch (TransportException ex) {
			return () -> waiting.future.completeExceptionally(ex);
		}
	}

	private void failAll(int band, Throwable failure) {
		List<Waiting> all;
		synchronized (this) {
			all = new ArrayList<>(this.queues.get(band));
			this.queues.get(band).clear();
			this.bytes[band] = 0;
		}
		all.forEach((waiting) -> waiting.future.completeExceptionally(failure));
	}

	/** Tries to send; false where there is no room. */
	@FunctionalInterface
	interface Attempt {

		boolean send(ByteBuffer payload);

	}

	private record Waiting(BooleanSupplier attempt, CompletableFuture<?> future, Runnable accepted, int length) {
	}

}
