/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.fake;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Reply;
import io.mxp.transport.Responder;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportException;

/** Answers a call in memory; the caller's side hears of it on its delivery thread. */
final class FakeResponder implements Responder {

	private final FakeConnection callee;

	private final FakeConnection caller;

	private final MessageMetadata request;

	private final @Nullable StreamListener listener;

	private final CompletableFuture<Reply> reply = new CompletableFuture<>();

	private final CompletableFuture<MxpStream> opened = new CompletableFuture<>();

	private final AtomicBoolean open = new AtomicBoolean(true);

	FakeResponder(FakeConnection callee, FakeConnection caller, MessageMetadata request,
			@Nullable StreamListener listener) {
		this.callee = callee;
		this.caller = caller;
		this.request = request;
		this.listener = listener;
	}

	CompletableFuture<Reply> reply() {
		return this.reply;
	}

	CompletableFuture<MxpStream> opened() {
		return this.opened;
	}

	@Override
	public MxpConnection connection() {
		return this.callee;
	}

	@Override
	public boolean reply(MessageMetadata metadata, ByteBuffer payload) {
		if (!this.open.compareAndSet(true, false)) {
			return false;
		}
		ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload.duplicate()).flip();
		if (this.listener != null) {
			FakeStream[] ends = FakeStream.pair(this.callee, metadata, true);
			this.caller.owner.delivery.execute(() -> {
				ends[1].listen(this.listener);
				this.opened.complete(ends[1]);
			});
			ends[0].send(copy);
			ends[0].finish();
			return true;
		}
		this.caller.owner.delivery.execute(() -> this.reply.complete(new Reply(metadata, copy.asReadOnlyBuffer())));
		return true;
	}

	@Override
	public boolean fail(ErrorCode code, String text) {
		if (!this.open.compareAndSet(true, false)) {
			return false;
		}
		TransportException error = error(code, text);
		this.caller.owner.delivery.execute(() -> {
			this.reply.completeExceptionally(error);
			this.opened.completeExceptionally(error);
		});
		return true;
	}

	/** As the engine tells an Error of the peer. */
	static TransportException error(ErrorCode code, String text) {
		return (code == ErrorCode.DEADLINE_EXCEEDED) ? new TransportException.DeadlineExceeded(text)
				: new TransportException.RemoteError(code, text);
	}

	@Override
	public boolean relay(Reply answer) {
		throw new IllegalArgumentException("Nothing is sealed here");
	}

	@Override
	public CompletableFuture<MxpStream> stream(MessageMetadata metadata, StreamListener theirs) {
		StreamListener callers = this.listener;
		if (callers == null) {
			fail(ErrorCode.INVALID_ARGUMENT, "The answer is a stream: " + this.request.subject());
			return CompletableFuture.failedFuture(
					new TransportException.StreamReset(ErrorCode.INVALID_ARGUMENT, "The caller wants no stream"));
		}
		if (!this.open.compareAndSet(true, false)) {
			return CompletableFuture
				.failedFuture(new TransportException.StreamReset(ErrorCode.CANCELLED, "Answered before"));
		}
		FakeStream[] ends = FakeStream.pair(this.callee, metadata, true);
		ends[0].listen(theirs);
		this.caller.owner.delivery.execute(() -> {
			ends[1].listen(callers);
			this.opened.complete(ends[1]);
		});
		return CompletableFuture.completedFuture(ends[0]);
	}

	@Override
	public boolean isOpen() {
		return this.open.get();
	}

}
