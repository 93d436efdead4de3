/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.TransportException;
import io.mxp.transport.connection.MessagePlane;

import org.jspecify.annotations.Nullable;

/**
 * The application's handle of a stream: a sending side and a receiving side.
 */
final class EngineStream implements MxpStream {

	/** What the event loop tells the delivery thread about a stream. */
	enum Event {

		/** The peer opened it. */
		OPEN,
		/** A chunk arrived. */
		CHUNK,
		/** The peer sent StreamClose. */
		CLOSE;

		private static final Event[] ALL = values();

		static Event of(int ordinal) {
			return ALL[ordinal];
		}

	}

	private final EngineConnection connection;

	/** The two halves of the UUID: an object for it is made for who asks. */
	private final long idHigh;

	private final long idLow;

	private final MessageMetadata metadata;

	private final boolean remote;

	private final boolean writable;

	private final long messageId;

	/** Made for the first use: most streams that a peer opens never send. */
	private volatile @Nullable StreamSender sender;

	private final StreamReceiver receiver;

	private volatile long transportId = -1;

	/** Whether the peer's side ended; on the event loop only. */
	private boolean peerFinished;

	private volatile @Nullable TransportException failure;

	private EngineStream(EngineConnection connection, UUID id, MessageMetadata metadata, boolean remote,
			boolean writable, long messageId) {
		this.connection = connection;
		this.idHigh = id.getMostSignificantBits();
		this.idLow = id.getLeastSignificantBits();
		this.metadata = metadata;
		this.remote = remote;
		this.writable = writable;
		this.messageId = messageId;
		this.receiver = new StreamReceiver(this);
	}

	/** A stream that we open. */
	static EngineStream local(EngineConnection connection, StreamRequest request, long messageId,
			StreamListener listener) {
		EngineStream stream = new EngineStream(connection, UUID.randomUUID(), request.metadata(), false, true,
				messageId);
		stream.receiver.listen(listener, listener.initialDemand());
		return stream;
	}

	/** A stream that the peer opened. */
	static EngineStream remote(EngineConnection connection, long transportId, UUID id, MessageMetadata metadata,
			boolean bidirectional, long messageId) {
		EngineStream stream = new EngineStream(connection, id, metadata, true, bidirectional, messageId);
		stream.transportId = transportId;
		return stream;
	}

	/** A plain answer, seen as a stream of one chunk. */
	static EngineStream ofReply(PendingCall call, StreamListener listener, MessageMetadata metadata) {
		EngineStream stream = new EngineStream(call.connection(), UUID.randomUUID(), metadata, true, false, 0);
		stream.receiver.listen(listener, call.initialDemand());
		return stream;
	}

	// ---- application

	@Override
	public UUID id() {
		return new UUID(this.idHigh, this.idLow);
	}

	@Override
	public MxpConnection connection() {
		return this.connection;
	}

	@Override
	public MessageMetadata metadata() {
		return this.metadata;
	}

	@Override
	public boolean isRemote() {
		return this.remote;
	}

	@Override
	public boolean isWritable() {
		return this.writable;
	}

	@Override
	public boolean offer(ByteBuffer chunk) {
		requireWritable();
		return sender().offer(chunk);
	}

	@Override
	public CompletableFuture<Void> send(ByteBuffer chunk) {
		requireWritable();
		return sender().send(chunk);
	}

	@Override
	public CompletableFuture<Void> sendLast(ByteBuffer chunk) {
		requireWritable();
		return sender().sendLast(chunk);
	}

	@Override
	public void finish(ErrorCode code, String reason) {
		if (this.writable) {
			sender().finish(code, reason);
		}
	}

	@Override
	public void reset(ErrorCode code, String reason) {
		TransportException failed = markFailed(new TransportException.StreamReset(code,
				"The stream was reset at this side: " + code + (reason.isEmpty() ? "" : ", " + reason)));
		delivery().execute(() -> this.receiver.fail(failed));
		this.connection.loop().execute(() -> {
			if (this.transportId >= 0) {
				endBothSides(code);
				this.connection.streams().remove(this.transportId);
			}
		}, this.connection);
		if (!this.remote && !this.connection.isOwnMessageId(this.messageId)) {
			tellCaller(code, reason);
		}
	}

	/**
	 * The reset may take StreamOpen with it, and the caller would wait for its answer in
	 * vain.
	 */
	private void tellCaller(ErrorCode code, String reason) {
		this.connection.sends()
			.sendWhole(this.connection.loop().bandOf(MessageType.ERROR).index(),
					OutboundMessages.error(this.messageId, 0, code, reason));
	}

	/** On the event loop; has no effect on a side that is over. */
	private void endBothSides(ErrorCode code) {
		MessagePlane messages = this.connection.connection().messages();
		if (this.writable) {
			messages.resetStream(this.transportId, code);
		}
		if (this.remote || isBidirectional(this.transportId)) {
			messages.stopSending(this.transportId, code);
		}
	}

	static boolean isBidirectional(long streamId) {
		return (streamId & 2) == 0;
	}

	@Override
	public void request(long chunks) {
		this.receiver.request(chunks);
	}

	@Override
	public void hold() {
		this.receiver.hold();
	}

	@Override
	public void release(int chunks) {
		this.receiver.release(chunks);
	}

	private void requireWritable() {
		TransportException failed = this.failure;
		if (failed != null) {
			throw failed;
		}
		if (!this.writable) {
			throw new IllegalStateException("Only the peer sends on this stream");
		}
	}

	// ---- event loop

	/** Opens the stream at the transport and sends StreamOpen. */
	void open(long messageId, StreamRequest request, CompletableFuture<MxpStream> result) {
		Delivery delivery = delivery();
		if (!this.connection.isOpen()) {
			delivery.execute(() -> result.completeExceptionally(this.connection.closedException()));
			return;
		}
		long streamId = this.connection.connection()
			.messages()
			.openStream(this.connection.loop().bandOf(MessageType.STREAM_OPEN).index(), !request.bidirectional());
		if (streamId < 0) {
			delivery.execute(() -> result.completeExceptionally(new TransportException.Overloaded(
					"The peer's limit on open streams is reached. Close streams, or raise the peer's limit")));
			return;
		}
		this.transportId = streamId;
		this.connection.streams().put(this);
		sender().writeOpen(messageId, request, this.connection.hasProfile());
		delivery.execute(() -> result.complete(this));
	}

	/** A chunk that an application thread posted. */
	void onWrite(byte[] bytes, int offset, int length, long acceptedNanos) {
		sender().onWrite(bytes, offset, length, acceptedNanos);
	}

	void onWritable() {
		StreamSender sending = this.sender;
		if (sending != null) {
			sending.onWritable();
		}
	}

	void onPeerFinished() {
		this.peerFinished = true;
		forgetWhenOver();
		delivery().orderly(this.receiver::finished);
	}

	/** Our side is finished; the stream is forgotten once the peer's side is, too. */
	void onSendFinished() {
		forgetWhenOver();
	}

	private void forgetWhenOver() {
		boolean bidirectional = isBidirectional(this.transportId);
		StreamSender sending = this.sender;
		boolean sendOver = (sending != null && sending.isDone()) || (this.remote && !bidirectional);
		boolean receiveOver = this.peerFinished || (!this.remote && !bidirectional);
		if (sendOver && receiveOver) {
			this.connection.streams().remove(this.transportId);
		}
	}

	void onPeerReset(ErrorCode code) {
		this.connection.streams().remove(this.transportId);
		endBothSides(code);
		TransportException reset = new TransportException.StreamReset(code, "The peer reset the stream: " + code);
		delivery().orderly(() -> fail(reset));
	}

	void onConnectionClosed() {
		delivery().orderly(() -> fail(this.connection.closedException()));
	}

	// ---- delivery

	void onEvent(Event event, byte[] bytes, int offset, int length, Dispatcher dispatcher) {
		this.receiver.onEvent(event, bytes, offset, length, dispatcher);
	}

	void deliverReply(ByteBuffer payload) {
		this.receiver.deliverReply(payload);
	}

	private void fail(TransportException failed) {
		this.receiver.fail(markFailed(failed));
	}

	/** Any thread; the first failure stays. */
	private synchronized TransportException markFailed(TransportException failed) {
		TransportException first = this.failure;
		if (first != null) {
			return first;
		}
		this.failure = failed;
		StreamSender sending = this.sender;
		if (sending != null) {
			sending.fail(failed);
		}
		return failed;
	}

	/** Any thread. */
	private StreamSender sender() {
		StreamSender present = this.sender;
		return (present != null) ? present : makeSender();
	}

	private synchronized StreamSender makeSender() {
		StreamSender sending = this.sender;
		if (sending == null) {
			sending = new StreamSender(this, this.messageId,
					this.connection.loop().config().flow().streamSendBufferBytes());
			TransportException failed = this.failure;
			if (failed != null) {
				sending.fail(failed);
			}
			this.sender = sending;
		}
		return sending;
	}

	boolean hasFailed() {
		return this.failure != null;
	}

	/** The transport's id of the stream; -1 before it is open. */
	long transportId() {
		return this.transportId;
	}

	/** On the delivery thread: the application is done with so many received bytes. */
	void consumed(int bytes) {
		delivery().consumed(this.connection, this.transportId, bytes);
	}

	EngineConnection handle() {
		return this.connection;
	}

	Delivery delivery() {
		return this.connection.loop().listener().delivery();
	}

	StreamReceiver receiver() {
		return this.receiver;
	}

	@Override
	public String toString() {
		return "MxpStream[" + id() + (this.remote ? " from " : " to ") + this.connection.remoteAddress() + "]";
	}

}
