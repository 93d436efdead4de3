/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.fake;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportException;

/** One end of a stream in memory: eight chunks wait, then the sender has to. */
final class FakeStream implements MxpStream {

	private static final int WINDOW = 8;

	private final FakeConnection connection;

	private final UUID id;

	private final MessageMetadata metadata;

	private final boolean remote;

	private final boolean writable;

	private FakeStream other;

	private final Deque<ByteBuffer> inbox = new ArrayDeque<>();

	private final Deque<Runnable> waitingSenders = new ArrayDeque<>();

	private @Nullable StreamListener listener;

	private long demand;

	private boolean everAsked;

	private boolean peerFinished;

	private boolean ended;

	private FakeStream(FakeConnection connection, UUID id, MessageMetadata metadata, boolean remote, boolean writable) {
		this.connection = connection;
		this.id = id;
		this.metadata = metadata;
		this.remote = remote;
		this.writable = writable;
	}

	static FakeStream[] pair(FakeConnection opener, MessageMetadata metadata, boolean bidirectional) {
		UUID id = UUID.randomUUID();
		FakeStream ours = new FakeStream(opener, id, metadata, false, true);
		FakeStream theirs = new FakeStream(opener.remote, id, metadata, true, bidirectional);
		ours.other = theirs;
		theirs.other = ours;
		return new FakeStream[] { ours, theirs };
	}

	void listen(StreamListener heard) {
		synchronized (this) {
			this.listener = heard;
			if (heard.initialDemand() > 0 && !this.everAsked) {
				this.demand = heard.initialDemand();
			}
		}
		pump();
	}

	@Override
	public UUID id() {
		return this.id;
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
		return this.other.accept(chunk);
	}

	@Override
	public CompletableFuture<Void> send(ByteBuffer chunk) {
		CompletableFuture<Void> accepted = new CompletableFuture<>();
		ByteBuffer copy = ByteBuffer.allocate(chunk.remaining()).put(chunk.duplicate()).flip();
		Runnable attempt = () -> {
			if (this.other.accept(copy)) {
				accepted.complete(null);
			}
		};
		attempt.run();
		if (!accepted.isDone()) {
			synchronized (this.other) {
				this.other.waitingSenders.add(() -> {
					this.other.force(copy);
					accepted.complete(null);
				});
			}
		}
		return accepted;
	}

	@Override
	public CompletableFuture<Void> sendLast(ByteBuffer chunk) {
		CompletableFuture<Void> accepted = send(chunk);
		finish();
		return accepted;
	}

	@Override
	public void finish(ErrorCode code, String reason) {
		if (code != ErrorCode.NO_ERROR) {
			reset(code, reason);
			return;
		}
		synchronized (this.other) {
			this.other.peerFinished = true;
		}
		this.other.pump();
	}

	@Override
	public void reset(ErrorCode code, String reason) {
		TransportException.StreamReset failure = new TransportException.StreamReset(code, reason);
		synchronized (this) {
			this.ended = true;
		}
		this.other.fail(failure);
	}

	@Override
	public void request(long chunks) {
		synchronized (this) {
			this.everAsked = true;
			this.demand = (this.demand + chunks < 0) ? Long.MAX_VALUE : this.demand + chunks;
		}
		pump();
	}

	/** What waits here is counted in chunks, whoever has taken one. */
	@Override
	public void hold() {
	}

	@Override
	public void release(int chunks) {
	}

	private synchronized boolean accept(ByteBuffer chunk) {
		if (this.ended) {
			throw new TransportException.StreamReset(ErrorCode.CANCELLED, "The stream has ended");
		}
		if (this.inbox.size() >= WINDOW) {
			return false;
		}
		force(chunk);
		return true;
	}

	private synchronized void force(ByteBuffer chunk) {
		this.inbox.add(ByteBuffer.allocate(chunk.remaining()).put(chunk.duplicate()).flip());
		pump();
	}

	private void fail(TransportException.StreamReset failure) {
		this.connection.owner.delivery.execute(() -> {
			StreamListener heard;
			synchronized (this) {
				if (this.ended) {
					return;
				}
				this.ended = true;
				heard = this.listener;
			}
			if (heard != null) {
				heard.onFailed(this, failure);
			}
		});
	}

	private void pump() {
		this.connection.owner.delivery.execute(this::deliver);
	}

	private void deliver() {
		while (true) {
			ByteBuffer chunk = null;
			Runnable sender = null;
			StreamListener heard;
			synchronized (this) {
				heard = this.listener;
				if (heard == null || this.ended) {
					return;
				}
				if (this.inbox.isEmpty()) {
					if (!this.peerFinished) {
						return;
					}
					this.ended = true;
				}
				else {
					if (this.demand == 0) {
						return;
					}
					if (this.demand != Long.MAX_VALUE) {
						this.demand--;
					}
					chunk = this.inbox.poll();
					sender = this.waitingSenders.poll();
				}
			}
			if (chunk == null) {
				heard.onFinished(this);
				return;
			}
			heard.onChunk(this, chunk.asReadOnlyBuffer());
			if (sender != null) {
				sender.run();
			}
		}
	}

}
