/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.mxp.transport.CloseReason;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Responder;
import io.mxp.transport.StreamListener;

/**
 * A handler that keeps what it gets and answers every call with its own argument.
 */
class Inbox implements MessageHandler {

	private final BlockingQueue<Received> messages = new LinkedBlockingQueue<>();

	private final BlockingQueue<MxpStream> streams = new LinkedBlockingQueue<>();

	private final CompletableFuture<MxpConnection> connected = new CompletableFuture<>();

	private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

	private volatile Function<MxpStream, StreamListener> listeners = (stream) -> null;

	/** Answers no call: whoever makes it answers with what is put aside. */
	static Inbox holding(Collection<? super Responder> open) {
		return new Inbox() {
			@Override
			void onCall(InboundMessage call) {
				open.add(call.responder());
			}
		};
	}

	/** Who listens to the streams that the peer opens. */
	Inbox listening(Function<MxpStream, StreamListener> chosen) {
		this.listeners = chosen;
		return this;
	}

	@Override
	public void onMessage(InboundMessage message) {
		if (message.type() == MessageType.CALL) {
			onCall(message);
		}
		else {
			this.messages.add(Received.of(message));
		}
	}

	void onCall(InboundMessage call) {
		call.responder().reply(call.metadata(), call.payload());
	}

	@Override
	public StreamListener onStream(MxpStream stream) {
		this.streams.add(stream);
		return this.listeners.apply(stream);
	}

	@Override
	public void onConnected(MxpConnection connection) {
		this.connected.complete(connection);
	}

	@Override
	public void onClosed(MxpConnection connection, CloseReason reason) {
		this.closed.complete(reason);
	}

	/** The next message that is no call. */
	Received nextMessage() {
		return next(this.messages);
	}

	/** The next stream that the peer opened. */
	MxpStream nextStream() {
		return next(this.streams);
	}

	boolean hasStream() {
		return !this.streams.isEmpty();
	}

	int messageCount() {
		return this.messages.size();
	}

	/** The first connection. */
	MxpConnection connection() {
		return Await.result(this.connected);
	}

	/** How the first connection that ended did so. */
	CloseReason closeReason() {
		return Await.result(this.closed);
	}

	boolean isClosed() {
		return this.closed.isDone();
	}

	private static <T> T next(BlockingQueue<T> queue) {
		try {
			T next = queue.poll(Await.BOUND_SECONDS, TimeUnit.SECONDS);
			if (next == null) {
				throw new AssertionError("nothing came within " + Await.BOUND_SECONDS + " s");
			}
			return next;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	/** A copy of a message. */
	record Received(MessageType type, String subject, MessageMetadata metadata, long traceId, boolean datagram,
			byte[] payload) {

		static Received of(InboundMessage message) {
			return new Received(message.type(), message.subject(), message.metadata(), message.traceId(),
					message.isDatagram(), message.copyPayload());
		}

		String text() {
			return new String(this.payload, StandardCharsets.UTF_8);
		}

	}

}
