/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.fake;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CallRequest;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.CloseReason;
import io.mxp.transport.CongestionStatistics;
import io.mxp.transport.ConnectionStatistics;
import io.mxp.transport.DatagramFate;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.PathStatistics;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.Reply;
import io.mxp.transport.SendRequest;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.TransportException;

/** One end of a connection in memory. */
final class FakeConnection implements MxpConnection {

	private static final AtomicLong IDS = new AtomicLong();

	final FakeTransport owner;

	FakeConnection remote;

	private final boolean client;

	private final long id = IDS.incrementAndGet();

	private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

	FakeConnection(FakeTransport owner, boolean client) {
		this.owner = owner;
		this.client = client;
	}

	void join(FakeConnection other) {
		this.remote = other;
		other.remote = this;
		this.owner.connections.add(this);
		other.owner.connections.add(other);
	}

	@Override
	public long id() {
		return this.id;
	}

	@Override
	public PeerIdentity peer() {
		AgentIdentity identity = this.remote.owner.identity();
		return identity.isAnonymous() ? PeerIdentity.anonymous() : new PeerIdentity(identity.agentId().toString(), null,
				identity.fingerprint(), Long.MAX_VALUE, PeerIdentity.Form.PINNED);
	}

	@Override
	public InetSocketAddress remoteAddress() {
		return this.remote.owner.localAddress();
	}

	@Override
	public CipherSuite cipherSuite() {
		return CipherSuite.CHACHA20_POLY1305_SHA256;
	}

	@Override
	public boolean isClient() {
		return this.client;
	}

	@Override
	public boolean isOpen() {
		return !this.closed.isDone();
	}

	@Override
	public CompletableFuture<Void> migrate(InetSocketAddress localAddress) {
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public CompletableFuture<Void> submit(SendRequest request) {
		return send(request) ? CompletableFuture.completedFuture(null)
				: CompletableFuture.failedFuture(new TransportException.Overloaded("full"));
	}

	@Override
	public boolean send(SendRequest request) {
		if (request.ordered()) {
			this.owner.network.orderedSends.incrementAndGet();
		}
		return send(request.type(), request.metadata(), request.payload());
	}

	@Override
	public boolean send(MessageType type, MessageMetadata metadata, ByteBuffer payload) {
		deliver(new FakeMessage(this.remote, type, metadata, payload, Long.MAX_VALUE, false, null, 0));
		return true;
	}

	@Override
	public boolean send(MessageType type, long traceId, byte[] payload, int offset, int length) {
		return send(type, MessageMetadata.EMPTY, ByteBuffer.wrap(payload, offset, length));
	}

	@Override
	public CompletableFuture<Reply> call(CallRequest request) {
		FakeResponder responder = new FakeResponder(this.remote, this, request.metadata(), null);
		return begin(request, responder, responder.reply());
	}

	@Override
	public CompletableFuture<MxpStream> callForStream(CallRequest request, StreamListener listener) {
		FakeResponder responder = new FakeResponder(this.remote, this, request.metadata(), listener);
		return begin(request, responder, responder.opened());
	}

	@Override
	public CompletableFuture<MxpStream> openStream(StreamRequest request, StreamListener listener) {
		FakeStream[] ends = FakeStream.pair(this, request.metadata(), request.bidirectional());
		ends[0].listen(listener);
		this.remote.owner.delivery.execute(() -> {
			StreamListener theirs = this.remote.owner.handler().onStream(ends[1]);
			if (theirs == null) {
				ends[1].reset(ErrorCode.NOT_FOUND, "");
			}
			else {
				ends[1].listen(theirs);
			}
		});
		return CompletableFuture.completedFuture(ends[0]);
	}

	@Override
	public boolean datagram(SendRequest request) {
		if (request.payload().remaining() > 1_000) {
			return false;
		}
		deliver(new FakeMessage(this.remote, request.type(), request.metadata(), request.payload(), Long.MAX_VALUE,
				true, null, 0));
		return true;
	}

	@Override
	public CompletableFuture<Void> sendAcknowledged(SendRequest request, Duration timeout) {
		FakeAcknowledgement told = new FakeAcknowledgement();
		// The handler's deadline begins when the message arrives: the sender gives up
		// first.
		long deadline = System.nanoTime() + timeout.toNanos() + TimeUnit.SECONDS.toNanos(1);
		deliver(new FakeMessage(this.remote, request.type(), request.metadata(), request.payload(), deadline, false,
				null, 0)
			.acknowledgedBy(told));
		return within(timeout, told.told());
	}

	@Override
	public CompletableFuture<DatagramFate> trackedDatagram(SendRequest request) {
		return CompletableFuture
			.completedFuture(datagram(request) ? DatagramFate.ACKNOWLEDGED : DatagramFate.TOO_LARGE);
	}

	@Override
	public CompletableFuture<Void> whenWritable(PriorityBand band) {
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public CompletableFuture<ConnectionStatistics> statistics() {
		return CompletableFuture
			.completedFuture(new ConnectionStatistics("Established", 1, 2, 3, 4, 5, 1_200, 7, 8, 9, 10, 11, 12, 13, 14,
					15, 16, new CongestionStatistics("bbr", "STARTUP", 17, 18, 19, 20, 21, 22, 23, 24, "OFF"),
					new PathStatistics("127.0.0.1:9000", true, 1, 25, 26, 27)));
	}

	@Override
	public CompletableFuture<CloseReason> closed() {
		return this.closed.copy();
	}

	@Override
	public void close(ErrorCode code, String reason) {
		if (this.closed.complete(new CloseReason(code, false, reason))) {
			this.owner.connections.remove(this);
			this.remote.closed(new CloseReason(code, true, reason));
		}
	}

	private void closed(CloseReason reason) {
		if (this.closed.complete(reason)) {
			this.owner.connections.remove(this);
		}
	}

	private <T> CompletableFuture<T> begin(CallRequest request, FakeResponder responder, CompletableFuture<T> result) {
		if (!isOpen()) {
			return CompletableFuture.failedFuture(new TransportException.ConnectionClosed(this.closed.join()));
		}
		long deadline = System.nanoTime() + request.timeout().toNanos();
		deliver(new FakeMessage(this.remote, MessageType.CALL, request.metadata(), request.payload(), deadline, false,
				responder, request.traceId()));
		return within(request.timeout(), result);
	}

	private static <T> CompletableFuture<T> within(Duration timeout, CompletableFuture<T> result) {
		CompletableFuture<T> waiting = new CompletableFuture<>();
		result.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).whenComplete((value, failure) -> {
			if (failure instanceof TimeoutException) {
				waiting.completeExceptionally(new TransportException.DeadlineExceeded("No answer within " + timeout));
			}
			else if (failure != null) {
				waiting.completeExceptionally(failure);
			}
			else {
				waiting.complete(value);
			}
		});
		return waiting;
	}

	private void deliver(FakeMessage message) {
		this.remote.owner.delivery.execute(() -> this.remote.owner.handler().onMessage(message));
	}

}
