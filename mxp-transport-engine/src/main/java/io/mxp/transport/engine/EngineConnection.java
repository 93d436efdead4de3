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
import io.mxp.transport.SendRequest;
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

	private volatile InetSocketAddress remoteAddress;

	private final boolean client;

	private final CompletableFuture<MxpConnection> established = new CompletableFuture<>();

	private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

	private final AtomicLong nextMessageId;

	private final AtomicInteger callsInProgress = new AtomicInteger();

	private final SendWindow window;

	private final Sends sends = new Sends(this);

	private final WaitingSends waiting;

	/** Streams by id; on the event loop only. */
	private final StreamHandles streams = new StreamHandles();

	/** What the peer's connections may hold together; on the event loop only. */
	private AgentBudgets.@Nullable Share budget;

	/** On the event loop only. */
	private final TrackedDatagrams trackedDatagrams = new TrackedDatagrams();

	/** On the event loop only. */
	private final EarlyHold early;

	private volatile @Nullable CloseReason closeReason;

	private volatile boolean open;

	private volatile boolean profile;

	private volatile int compressFrom = Payloads.NEVER;

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
		this.early = new EarlyHold(connection);
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

	/** The peer is reached at another address. */
	void onPathChanged() {
		this.remoteAddress = this.connection.remoteAddress();
	}

	@Override
	public CompletableFuture<Void> migrate(InetSocketAddress localAddress) {
		CompletableFuture<Void> moved = new CompletableFuture<>();
		this.loop.execute(() -> {
			if (this.loop.isOver() || !this.open) {
				moved.completeExceptionally(new TransportException.MigrationFailed("The connection has ended"));
				return;
			}
			this.loop.sockets().migrate(this, localAddress, moved);
		}, this);
		return moved;
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
		return this.sends.send(type, nextMessageId(), 0, metadata, payload, this.loop.isOrdered(type));
	}

	@Override
	public boolean send(SendRequest request) {
		return this.sends.send(request);
	}

	@Override
	public boolean send(MessageType type, long traceId, byte[] payload, int offset, int length) {
		return this.sends.send(type, traceId, payload, offset, length);
	}

	@Override
	public CompletableFuture<Void> submit(SendRequest request) {
		return this.waiting.submit(request);
	}

	Sends sends() {
		return this.sends;
	}

	WaitingSends waiting() {
		return this.waiting;
	}

	@Override
	public CompletableFuture<Void> whenWritable(MessageType type) {
		return whenWritable(this.loop.bandOf(type));
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
	public CompletableFuture<Void> sendAcknowledged(SendRequest request, Duration timeout) {
		return new PendingAck(this, nextMessageId()).send(request, timeout, 0).ack();
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
	public boolean datagram(SendRequest request) {
		return TrackedDatagrams.post(this, request, null) == null;
	}

	@Override
	public CompletableFuture<DatagramFate> trackedDatagram(SendRequest request) {
		return TrackedDatagrams.track(this, request);
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
		this.loop.execute(() -> this.early.whenOver(() -> stream.open(messageId, request, result)), this);
		return result;
	}

	@Override
	public CompletableFuture<Void> whenWritable(PriorityBand band) {
		return this.waiting.whenWritable(band);
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

	/** What waits for the server's answer; on the event loop. */
	EarlyHold early() {
		return this.early;
	}

	/** The application may send what may be early, before the server has answered. */
	void openEarly() {
		PeerIdentity known = this.connection.session().resumption().resumed();
		if (known != null) {
			this.peer = known;
		}
		this.profile = this.connection.messages().hasProfile();
		this.open = true;
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

	/** From this length on payloads are compressed by default. */
	int compressFrom() {
		return this.compressFrom;
	}

	boolean isCompressionAccepted() {
		return this.connection.messages().isCompressionAccepted();
	}

	Payloads payloads() {
		return this.loop.listener().payloads();
	}

	void onEstablished() {
		this.peer = this.connection.peer();
		CipherSuite agreed = this.connection.session().outcome().suite();
		if (agreed != null) {
			this.suite = agreed;
		}
		this.profile = this.connection.messages().hasProfile();
		this.compressFrom = isCompressionAccepted() ? payloads().compressFrom() : Payloads.NEVER;
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
