/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportException;

/** A listener that keeps what it gets. */
class Chunks implements StreamListener {

	private final long initialDemand;

	private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();

	private final AtomicInteger count = new AtomicInteger();

	private final AtomicInteger writable = new AtomicInteger();

	private final CompletableFuture<MxpStream> finished = new CompletableFuture<>();

	private final CompletableFuture<TransportException> failed = new CompletableFuture<>();

	Chunks() {
		this(Long.MAX_VALUE);
	}

	Chunks(long initialDemand) {
		this.initialDemand = initialDemand;
	}

	@Override
	public long initialDemand() {
		return this.initialDemand;
	}

	@Override
	public void onChunk(MxpStream stream, ByteBuffer chunk) {
		byte[] copy = new byte[chunk.remaining()];
		chunk.get(copy);
		this.count.incrementAndGet();
		this.chunks.add(copy);
	}

	@Override
	public void onFinished(MxpStream stream) {
		this.finished.complete(stream);
	}

	@Override
	public void onFailed(MxpStream stream, TransportException failure) {
		this.failed.complete(failure);
	}

	@Override
	public void onWritable(MxpStream stream) {
		this.writable.incrementAndGet();
	}

	byte[] next() {
		try {
			byte[] chunk = this.chunks.poll(Await.BOUND_SECONDS, TimeUnit.SECONDS);
			if (chunk == null) {
				throw new AssertionError("no chunk came within " + Await.BOUND_SECONDS + " s");
			}
			return chunk;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	String nextText() {
		return new String(next(), StandardCharsets.UTF_8);
	}

	/** Chunks that came so far. */
	int count() {
		return this.count.get();
	}

	/** Times that room was announced. */
	int writableCount() {
		return this.writable.get();
	}

	void awaitFinished() {
		Await.result(this.finished);
	}

	boolean isFinished() {
		return this.finished.isDone();
	}

	TransportException failure() {
		return Await.result(this.failed);
	}

	boolean hasFailed() {
		return this.failed.isDone();
	}

}
