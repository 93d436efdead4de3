/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.mxp.transport.CallRequest;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.CloseReason;
import io.mxp.transport.ConnectionStatistics;
import io.mxp.transport.DatagramFate;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.Reply;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.TransportException;
import io.mxp.transport.connection.Connection;

import org.jspecify.annotations.Nullable;

/**
 * The application's handle of a connection: encodes on the caller's thread and posts to
 * the connection's event loop.
 */
final class EngineConnection implements MxpConnection {

	private static final AtomicLong NEXT_ID = new AtomicLong();

	private final long id = NEXT_ID.incrementAndGet();

	private final EventLoop loop;

	private final Connection connection;

	private final InetSocketAddress remoteAddress;

	private final boolean client;

	private final CompletableFuture<MxpConnection> established = new CompletableFuture<>();

	private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

	private final AtomicLong nextMessageId;

	private final AtomicInteger callsInProgress = new AtomicInteger();

	private final SendWindow window;

	private final WaitingSends waiting;

	/** Streams by id; on the event loop only. */
	private final StreamHandles streams = new StreamHandles();

	/** What the peer's connections may hold together; on the event loop only. */
	private AgentBudgets.@Nullable Share budget;

	/** On the event loop only. */
	private final TrackedDatagrams trackedDatagrams = new TrackedDatagrams();

	private volatile @Nullable CloseReason closeReason;

	private volatile boolean open;

	private volatile boolean profile;

	private volatile PeerIdentity peer = PeerIdentity.anonymous();

	private volatile CipherSuite suite = CipherSuite.CHACHA20_POLY1305_SHA256;

	private volatile int maxDatagramMessageBytes;

	private volatile boolean connectedDelivered;

	EngineConnection(EventLoop loop, Connection connection) {
		this.loop = loop;
		this.connection = connection;
		this.remoteAddress = connection.remoteAddress();
		this.client = connection.ids().isClient();
		this.nextMessageId = new AtomicLong(this.client ? 2 : 1);
		this.window = new SendWindow(loop.config().scheduler().bandQueueBytes());
		this.waiting = new WaitingSends(this, loop.config().scheduler());
	}

	@Override
	public long id() {
		return this.id;
	}

	@Override
	public PeerIdentity peer() {
		return this.peer;
	}

	@Override
	public InetSocketAddress remoteAddress() {
		return this.remoteAddress;
	}

	@Override
	public CipherSuite cipherSuite() {
		return this.suite;
	}

	@Override
	public boolean isClient() {
		return this.client;
	}

	@Override
	public boolean isOpen() {
		return this.open;
	}

	@Override
	public CompletableFuture<CloseReason> closed() {
		return this.closed.copy();
	}

	@Override
	public void close(ErrorCode code, String reason) {
		this.loop.execute(() -> this.connection.close(this.loop.nanos(), code, reason), this);
	}

	@Override
	public CompletableFuture<ConnectionStatistics> statistics() {
		CompletableFuture<ConnectionStatistics> result = new CompletableFuture<>();
		this.loop.execute(() -> result.complete(this.connection.figures().snapshot()), this);
		return result;
	}

	@Override
	public boolean send(MessageType type, MessageMetadata metadata, ByteBuffer payload) {
		OutboundMessages.requireOneWay(type);
		return send(type, nextMessageId(), 0, metadata, payload, this.loop.isOrdered(type));
	}

	@Override
	public boolean sendOrdered(MessageType type, MessageMetadata metadata, ByteBuffer payload) {
		OutboundMessages.requireOneWay(type);
		return send(type, nextMessageId(), 0, metadata, payload, true);
	}

	/** Sends any message with or without metadata; the id is the caller's choice. */
	boolean send(MessageType type, long messageId, long traceId, MessageMetadata metadata, ByteBuffer payload,
			boolean ordered) {
		requireOpen();
		MessageMetadata carried = (this.profile && OutboundMessages.carriesMetadata(type)) ? metadata : null;
		int length = OutboundMessages.dataLength(carried, payload.remaining());
		int band = this.loop.bandOf(type).index();
		if (!this.window.acquire(band, length)) {
			return refused();
		}
		return this.loop.commands()
			.post(Commands.SEND, band, this.loop.latencies().stamp(messageId), ordered ? Commands.ORDERED : 0, length,
					this, (target, at) -> OutboundMessages.writeData(target, at, type, OutboundMessages.flags(type),
							messageId, traceId, carried, payload))
				|| release(band, length);
	}

	@Override
	public boolean send(MessageType type, long traceId, byte[] payload, int offset, int length) {
		Objects.checkFromIndexSize(offset, length, payload.length);
		OutboundMessages.requireOneWay(type);
		requireOpen();
		if (this.profile && OutboundMessages.carriesMetadata(type)) {
			return send(type, nextMessageId(), traceId, MessageMetadata.EMPTY, ByteBuffer.wrap(payload, offset, length),
					this.loop.isOrdered(type));
		}
		int total = OutboundMessages.dataLength(null, length);
		int band = this.loop.bandOf(type).index();
		if (!this.window.acquire(band, total)) {
			return refused();
		}
		return this.loop.commands()
			.postPlain(band, this.loop.isOrdered(type), total, this, type, nextMessageId(), traceId, payload, offset,
					length)
				|| release(band, total);
	}

	@Override
	public CompletableFuture<Void> submit(MessageType type, MessageMetadata metadata, ByteBuffer payload) {
		return this.waiting.submit(type, metadata, payload, this.loop.isOrdered(type));
	}

	@Override
	public CompletableFuture<Void> submitOrdered(MessageType type, MessageMetadata metadata, ByteBuffer payload) {
		return this.waiting.submit(type, metadata, payload, true);
	}

	WaitingSends waiting() {
		return this.waiting;
	}

	@Override
	public CompletableFuture<Void> whenWritable(MessageType type) {
		return whenWritable(this.loop.bandOf(type));
	}

	/** Sends bytes that are a whole encoded message already. */
	boolean sendEncoded(int band, byte[] message) {
		if (!this.open || !this.window.acquire(band, message.length)) {
			return refused();
		}
		return this.loop.commands()
			.post(Commands.SEND, band, this.loop.latencies().stamp(message), 0, message.length, this,
					(target, at) -> System.arraycopy(message, 0, target, at, message.length))
				|| release(band, message.length);
	}

	@Override
	public CompletableFuture<Reply> call(CallRequest request) {
		return new PendingCall(this, nextMessageId(), null).send(request).reply();
	}

	@Override
	public CompletableFuture<MxpStream> callForStream(CallRequest request, StreamListener listener) {
		return new PendingCall(this, nextMessageId(), listener).send(request).stream();
	}

	@Override
	public CompletableFuture<Void> sendAcknowledged(MessageType type, MessageMetadata metadata, ByteBuffer payload,
			Duration timeout) {
		return new PendingAck(this, nextMessageId()).send(type, metadata, payload, timeout).ack();
	}

	/**
	 * Whether a message id is one of ours: clients number their messages evenly, servers
	 * oddly, so that a stream of the peer's own is never taken for its answer to a call
	 * of ours.
	 */
	// SPEC messages.md#ids
	boolean isOwnMessageId(long messageId) {
		return (messageId & 1) == (this.client ? 0 : 1);
	}

	long nextMessageId() {
		return this.nextMessageId.getAndAdd(2);
	}

	@Override
	public boolean datagram(MessageType type, MessageMetadata metadata, ByteBuffer payload) {
		return TrackedDatagrams.post(this, type, metadata, payload, null) == null;
	}

	@Override
	public CompletableFuture<DatagramFate> trackedDatagram(MessageType type, MessageMetadata metadata,
			ByteBuffer payload) {
		return TrackedDatagrams.track(this, type, metadata, payload);
	}

	int maxDatagramMessageBytes() {
		return this.maxDatagramMessageBytes;
	}

	@Override
	public CompletableFuture<MxpStream> openStream(StreamRequest request, StreamListener listener) {
		return openStream(request, nextMessageId(), listener);
	}

	CompletableFuture<MxpStream> openStream(StreamRequest request, long messageId, StreamListener listener) {
		CompletableFuture<MxpStream> result = new CompletableFuture<>();
		if (!this.open) {
			result.completeExceptionally(closedException());
			return result;
		}
		EngineStream stream = EngineStream.local(this, request, messageId, listener);
		this.loop.execute(() -> stream.open(messageId, request, result), this);
		return result;
	}

	@Override
	public CompletableFuture<Void> whenWritable(PriorityBand band) {
		return this.waiting.whenWritable(band);
	}

	private boolean refused() {
		this.loop.onRefused();
		return false;
	}

	boolean release(int band, int length) {
		this.window.giveBack(band, length);
		return refused();
	}

	void requireOpen() {
		if (!this.open) {
			throw closedException();
		}
	}

	TransportException.ConnectionClosed closedException() {
		CloseReason reason = this.closeReason;
		return new TransportException.ConnectionClosed(
				(reason != null) ? reason : new CloseReason(ErrorCode.NO_ERROR, false, "not established yet"));
	}

	Connection connection() {
		return this.connection;
	}

	EventLoop loop() {
		return this.loop;
	}

	SendWindow window() {
		return this.window;
	}

	StreamHandles streams() {
		return this.streams;
	}

	TrackedDatagrams trackedDatagrams() {
		return this.trackedDatagrams;
	}

	CompletableFuture<MxpConnection> established() {
		return this.established;
	}

	boolean hasProfile() {
		return this.profile;
	}

	void onEstablished() {
		this.peer = this.connection.peer();
		CipherSuite agreed = this.connection.session().suite();
		if (agreed != null) {
			this.suite = agreed;
		}
		this.profile = this.connection.messages().hasProfile();
		this.maxDatagramMessageBytes = this.connection.messages().maxDatagramMessageBytes();
		this.open = true;
	}

	void shareBudget(AgentBudgets.Share share) {
		this.budget = share;
		this.connection.messages().shareBudget(share);
	}

	void onClosed(CloseReason reason) {
		AgentBudgets.Share share = this.budget;
		if (share != null) {
			share.leave();
		}
		this.closeReason = reason;
		this.open = false;
	}

	void completeClosed(CloseReason reason) {
		this.window.fail(closedException());
		this.closed.complete(reason);
	}

	/** A call arrived that wants an answer, or got one; from any thread. */
	void onCallsInProgress(int change) {
		this.callsInProgress.addAndGet(change);
	}

	/** Whether nothing waits to be sent, answered or acknowledged; on the event loop. */
	boolean isIdle() {
		return this.callsInProgress.get() == 0 && this.streams.isEmpty() && !this.loop.listener().delivery().isBusy()
				&& this.connection.figures().pendingCalls() + this.connection.figures().pendingAcks() == 0
				&& this.connection.messages().isFlushed();
	}

	/** Whether the application has heard of the connection; on the delivery thread. */
	boolean isConnectedDelivered() {
		return this.connectedDelivered;
	}

	void connectedDelivered() {
		this.connectedDelivered = true;
	}

	@Override
	public String toString() {
		return "MxpConnection[" + this.id + (this.client ? " to " : " from ") + this.remoteAddress + "]";
	}

}
