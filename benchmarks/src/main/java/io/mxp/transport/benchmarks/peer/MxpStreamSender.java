/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.peer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.benchmarks.BenchOptions;

/**
 * Opens many streams and puts a chunk on each, which the other side does not consume.
 */
final class MxpStreamSender extends MxpSender {

	private static final int OPENED_TOGETHER = 500;

	private final List<MxpStream> streams = new ArrayList<>();

	MxpStreamSender(BenchOptions options, int port) throws InterruptedException, ExecutionException, TimeoutException {
		super(options, port, flowOf(options));
	}

	@Override
	public Values on(String command) throws Exception {
		switch (command) {
			case "open" -> open();
			case "fill" -> fill();
			default -> {
				return super.on(command);
			}
		}
		return mark();
	}

	private void open() throws InterruptedException, ExecutionException, TimeoutException {
		StreamRequest request = StreamRequest.of("bench");
		while (this.streams.size() < this.options.streams()) {
			List<CompletableFuture<MxpStream>> opening = new ArrayList<>();
			int count = Math.min(OPENED_TOGETHER, this.options.streams() - this.streams.size());
			for (int i = 0; i < count; i++) {
				opening.add(this.connection.openStream(request, StreamListener.IGNORE));
			}
			for (CompletableFuture<MxpStream> stream : opening) {
				this.streams.add(stream.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
			}
		}
	}

	private void fill() throws InterruptedException, ExecutionException, TimeoutException {
		ByteBuffer chunk = ByteBuffer.allocate(this.options.sizeBytes());
		for (MxpStream stream : this.streams) {
			stream.send(chunk.duplicate()).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
	}

}
