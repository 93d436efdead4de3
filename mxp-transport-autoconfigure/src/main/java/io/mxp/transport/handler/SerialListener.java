/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportException;

/**
 * Calls a handler's listener on an executor, one call at a time and in order. A chunk
 * stays in the stream's window until the listener has taken it, so that a slow one slows
 * the sender down: for one stream at most its window waits here (by default 1 MiB, which
 * a listener that takes it fast lets grow to 16 MiB), and where chunks are over 16 KiB at
 * most the connection's assembly budget (64 MiB). That a peer cannot make this cost more
 * by sending tiny chunks, no more than 64 of them wait of a listener that asks for
 * everything. Bytes count as they came: compressed chunks are larger here, each up to
 * what a message may decompress to.
 */
final class SerialListener implements StreamListener {

	private static final Logger logger = LoggerFactory.getLogger(SerialListener.class);

	private static final int WINDOW = 64;

	private final StreamListener delegate;

	private final Executor executor;

	private final boolean windowed;

	private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private int taken;

	SerialListener(StreamListener delegate, Executor executor) {
		this.delegate = delegate;
		this.executor = executor;
		this.windowed = delegate.initialDemand() == Long.MAX_VALUE;
	}

	@Override
	public long initialDemand() {
		return this.windowed ? WINDOW : this.delegate.initialDemand();
	}

	@Override
	public void onChunk(MxpStream stream, ByteBuffer chunk) {
		stream.hold();
		ByteBuffer copy = ByteBuffer.allocate(chunk.remaining());
		copy.put(chunk.duplicate()).flip();
		call(stream, () -> {
			try {
				this.delegate.onChunk(stream, copy);
			}
			finally {
				stream.release(1);
			}
			if (this.windowed && ++this.taken == WINDOW / 2) {
				this.taken = 0;
				stream.request(WINDOW / 2);
			}
		});
	}

	@Override
	public void onFinished(MxpStream stream) {
		call(stream, () -> this.delegate.onFinished(stream));
	}

	@Override
	public void onFailed(MxpStream stream, TransportException failure) {
		call(stream, () -> this.delegate.onFailed(stream, failure));
	}

	@Override
	public void onWritable(MxpStream stream) {
		call(stream, () -> this.delegate.onWritable(stream));
	}

	private void call(MxpStream stream, Runnable call) {
		this.calls.add(call);
		if (this.waiting.getAndIncrement() > 0) {
			return;
		}
		try {
			this.executor.execute(() -> drain(stream));
		}
		catch (RejectedExecutionException ex) {
			stream.reset(ErrorCode.OVERLOADED, "");
		}
	}

	private void drain(MxpStream stream) {
		do {
			Runnable call = this.calls.poll();
			if (call == null) {
				return;
			}
			try {
				call.run();
			}
			catch (RuntimeException ex) {
				logger.error("The listener of the stream '{}' failed", stream.metadata().subject(), ex);
				stream.reset(ErrorCode.INTERNAL, "");
			}
		}
		while (this.waiting.decrementAndGet() > 0);
	}

}
