/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.exchange;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.util.context.Context;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MxpStream;

/**
 * Sends what a {@code Publisher} emits as chunks of a stream, one element in hand at a
 * time, the next one asked for when the stream has room. The stream is opened at the
 * first element, so a publisher that fails before it can still be answered with a plain
 * error. Elements are asked for on the subscriber's thread or on the executor, never on a
 * delivery thread.
 */
public final class StreamPump extends BaseSubscriber<Object> {

	private final Function<Object, PayloadConverter.Encoded> encoder;

	private final Function<@Nullable String, CompletableFuture<MxpStream>> opener;

	private final Function<Throwable, ErrorCode> codes;

	private final Executor executor;

	private final Context context;

	private final CompletableFuture<Void> done = new CompletableFuture<>();

	private volatile @Nullable MxpStream stream;

	private volatile boolean broken;

	private boolean busy;

	private boolean completed;

	private @Nullable Throwable error;

	/**
	 * Creates a pump; subscribe it to start.
	 * @param encoder makes the bytes of an element
	 * @param opener opens the stream, given the content type of the first element
	 * @param codes the code that a failure of the publisher resets the stream with
	 * @param executor where further elements are asked for
	 * @param context the subscriber's context
	 */
	public StreamPump(Function<Object, PayloadConverter.Encoded> encoder,
			Function<@Nullable String, CompletableFuture<MxpStream>> opener, Function<Throwable, ErrorCode> codes,
			Executor executor, Context context) {
		this.encoder = encoder;
		this.opener = opener;
		this.codes = codes;
		this.executor = executor;
		this.context = context;
	}

	/**
	 * How it ended.
	 * @return completes when the last chunk was accepted and the stream finished; or
	 * exceptionally with the publisher's or the stream's failure
	 */
	public CompletableFuture<Void> done() {
		return this.done;
	}

	/**
	 * Whether the stream was opened.
	 * @return true if so: an answer can only be given on the stream
	 */
	public boolean isOpened() {
		return this.stream != null;
	}

	/**
	 * Whether it was the stream that ended first, and not the publisher.
	 * @return true if the stream broke or was reset by the peer
	 */
	public boolean isBroken() {
		return this.broken;
	}

	/**
	 * Stops because the stream broke.
	 * @param failure why
	 */
	public void onStreamFailed(Throwable failure) {
		this.broken = true;
		cancel();
		this.done.completeExceptionally(failure);
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		request(1);
	}

	@Override
	protected void hookOnNext(Object element) {
		synchronized (this) {
			this.busy = true;
		}
		PayloadConverter.Encoded encoded;
		try {
			encoded = this.encoder.apply(element);
		}
		catch (RuntimeException ex) {
			cancel();
			fail(ex);
			return;
		}
		MxpStream open = this.stream;
		if (open != null) {
			transmit(open, encoded.bytes(), true);
			return;
		}
		this.opener.apply(encoded.contentType()).whenComplete((opened, failure) -> {
			if (failure != null) {
				onStreamFailed(unwrap(failure));
				return;
			}
			this.stream = opened;
			transmit(opened, encoded.bytes(), false);
		});
	}

	@Override
	protected void hookOnComplete() {
		synchronized (this) {
			this.completed = true;
			if (this.busy) {
				return;
			}
		}
		finish();
	}

	@Override
	protected void hookOnError(Throwable failure) {
		synchronized (this) {
			this.completed = true;
			this.error = failure;
			if (this.busy) {
				return;
			}
		}
		finish();
	}

	private void transmit(MxpStream open, ByteBuffer chunk, boolean onSubscriberThread) {
		try {
			if (open.offer(chunk)) {
				transmitted(onSubscriberThread);
				return;
			}
			open.send(chunk).whenComplete((accepted, failure) -> {
				if (failure != null) {
					onStreamFailed(unwrap(failure));
				}
				else {
					transmitted(false);
				}
			});
		}
		catch (RuntimeException ex) {
			onStreamFailed(ex);
		}
	}

	private void transmitted(boolean onSubscriberThread) {
		boolean last;
		synchronized (this) {
			this.busy = false;
			last = this.completed;
		}
		if (last) {
			finish();
		}
		else if (onSubscriberThread) {
			request(1);
		}
		else {
			requestOnExecutor();
		}
	}

	private void requestOnExecutor() {
		try {
			this.executor.execute(() -> request(1));
		}
		catch (RuntimeException ex) {
			cancel();
			fail(ex);
		}
	}

	private void finish() {
		Throwable failure = this.error;
		if (failure != null) {
			fail(failure);
			return;
		}
		MxpStream open = this.stream;
		if (open != null) {
			finish(open);
			return;
		}
		this.opener.apply(null).whenComplete((opened, refused) -> {
			if (refused != null) {
				this.done.completeExceptionally(unwrap(refused));
				return;
			}
			this.stream = opened;
			finish(opened);
		});
	}

	private void finish(MxpStream open) {
		try {
			open.finish();
			this.done.complete(null);
		}
		catch (RuntimeException ex) {
			this.done.completeExceptionally(ex);
		}
	}

	private void fail(Throwable failure) {
		MxpStream open = this.stream;
		if (open != null) {
			open.finish(this.codes.apply(failure), "");
		}
		this.done.completeExceptionally(failure);
	}

	private static Throwable unwrap(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

}
