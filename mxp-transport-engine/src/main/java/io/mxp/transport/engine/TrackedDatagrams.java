/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.DatagramFate;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.SendRequest;
import io.mxp.transport.engine.Payloads.Encoded;
import io.mxp.transport.message.MessageExchange;

import org.jspecify.annotations.Nullable;

/**
 * The datagrams of one connection whose senders want to know what became of them. On the
 * event loop. Costs nothing where nobody asks.
 */
final class TrackedDatagrams {

	/** More than any queue and window hold of datagrams of a useful size. */
	static final int MAX_TRACKED = 65_536;

	private @Nullable MessageExchange waiting;

	/** The same as {@link #post}, with a future of what becomes of it. */
	static CompletableFuture<DatagramFate> track(EngineConnection handle, SendRequest request) {
		CompletableFuture<DatagramFate> fate = new CompletableFuture<>();
		DatagramFate refused = post(handle, request, fate);
		if (refused != null) {
			fate.complete(refused);
		}
		return fate;
	}

	/**
	 * Posts a datagram to the event loop.
	 * @param fate completed when its fate is known; null where nobody asks
	 * @return null where it was accepted
	 */
	static @Nullable DatagramFate post(EngineConnection handle, SendRequest request,
			@Nullable CompletableFuture<DatagramFate> fate) {
		handle.requireOpen();
		MessageType type = request.type();
		OutboundMessages.requireOneWay(type);
		Encoded encoded = EncodedSends.encode(handle, request);
		int flags = (encoded != null) ? encoded.flags() : 0;
		ByteBuffer payload = (encoded != null) ? EncodedSends.buffer(encoded) : request.payload();
		MessageMetadata carried = (encoded == null && handle.hasProfile() && OutboundMessages.carriesMetadata(type))
				? request.metadata() : null;
		int length = OutboundMessages.dataLength(carried, payload.remaining());
		if (length > handle.maxDatagramMessageBytes()) {
			return DatagramFate.TOO_LARGE;
		}
		long messageId = handle.nextMessageId();
		Object sender = (fate != null) ? new TrackedDatagram(handle, messageId, fate) : handle;
		boolean posted = handle.loop()
			.commands()
			.post(Commands.DATAGRAM, 0, messageId, 0, length, sender, (target, at) -> OutboundMessages.writeData(target,
					at, type, flags, messageId, request.traceId(), carried, payload));
		return posted ? null : DatagramFate.QUEUE_FULL;
	}

	/** Whether there was room to remember it. */
	boolean track(TrackedDatagram datagram) {
		MessageExchange exchange = this.waiting;
		if (exchange == null) {
			// The ids are our own: nobody picks them so that they collide.
			exchange = new MessageExchange(MAX_TRACKED, 0);
			this.waiting = exchange;
		}
		return exchange.register(datagram.messageId(), MessageExchange.NO_DEADLINE,
				datagram) == MessageExchange.Registration.ACCEPTED;
	}

	/** Takes the datagram with this id out; null where nobody asked. */
	@Nullable TrackedDatagram take(long messageId) {
		MessageExchange exchange = this.waiting;
		return (exchange != null && exchange.pending() > 0
				&& exchange.complete(messageId) instanceof TrackedDatagram datagram) ? datagram : null;
	}

	/** The connection has ended. */
	void close(Delivery delivery) {
		MessageExchange exchange = this.waiting;
		if (exchange != null) {
			exchange.failAll((id, datagram) -> delivery
				.execute(() -> ((TrackedDatagram) datagram).fate().complete(DatagramFate.CONNECTION_CLOSED)));
		}
	}

	/**
	 * One datagram whose sender waits.
	 *
	 * @param connection where it is sent
	 * @param messageId its message id
	 * @param fate completed on the delivery thread
	 */
	record TrackedDatagram(EngineConnection connection, long messageId, CompletableFuture<DatagramFate> fate) {

		void complete(DatagramFate became) {
			this.connection.loop().listener().delivery().execute(() -> this.fate.complete(became));
		}

	}

}
