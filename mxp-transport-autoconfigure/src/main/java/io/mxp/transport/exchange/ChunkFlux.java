/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.exchange;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportException;

/**
 * The chunks of one stream as a {@code Flux} for one subscriber. What the subscriber asks
 * for becomes the stream's demand, so a slow subscriber slows the sender down; cancelling
 * resets the stream. Elements are emitted on the scheduler given, never on a delivery
 * thread. Up to 64 are asked for before the subscriber wants them; until it takes them
 * they stay in the stream's window (by default 1 to 16 MiB; those over 16 KiB in the
 * connection's assembly budget, 64 MiB), so no more bytes than that wait here. Bytes
 * count as they came: compressed chunks are larger here.
 */
public final class ChunkFlux implements StreamListener {

	private static final int PREFETCH = 64;

	private final Sinks.Many<ByteBuffer> chunks = Sinks.many().unicast().onBackpressureBuffer();

	private final Scheduler scheduler;

	private @Nullable MxpStream stream;

	private long earlyDemand;

	private boolean cancelled;

	private boolean ended;

	/**
	 * Creates the flux of a stream that is yet to be opened.
	 * @param scheduler where elements are emitted
	 */
	public ChunkFlux(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	/**
	 * The chunks.
	 * @return array-backed buffers that belong to the subscriber
	 */
	public Flux<ByteBuffer> flux() {
		return this.chunks.asFlux()
			.doOnRequest(this::request)
			.doOnCancel(this::cancel)
			.publishOn(this.scheduler, PREFETCH)
			.doOnNext((chunk) -> release(1));
	}

	/**
	 * Says which stream it is, as soon as it is open.
	 * @param opened the stream
	 */
	public void attach(MxpStream opened) {
		long demand;
		boolean reset;
		synchronized (this) {
			if (this.stream != null) {
				return;
			}
			this.stream = opened;
			demand = this.earlyDemand;
			reset = this.cancelled;
		}
		if (reset) {
			opened.reset(ErrorCode.CANCELLED, "");
		}
		else if (demand > 0) {
			opened.request(demand);
		}
	}

	/**
	 * Ends the flux where the stream could not be opened.
	 * @param failure why
	 */
	public void fail(Throwable failure) {
		end((sink) -> sink.tryEmitError(failure));
	}

	@Override
	public long initialDemand() {
		return 0;
	}

	@Override
	public void onChunk(MxpStream from, ByteBuffer chunk) {
		attach(from);
		from.hold();
		ByteBuffer copy = ByteBuffer.allocate(chunk.remaining());
		copy.put(chunk.duplicate()).flip();
		if (this.chunks.tryEmitNext(copy).isFailure()) {
			from.release(1);
		}
	}

	@Override
	public void onFinished(MxpStream from) {
		end(Sinks.Many::tryEmitComplete);
	}

	@Override
	public void onFailed(MxpStream from, TransportException failure) {
		fail(failure);
	}

	private void end(Consumer<Sinks.Many<ByteBuffer>> signal) {
		synchronized (this) {
			if (this.ended) {
				return;
			}
			this.ended = true;
		}
		signal.accept(this.chunks);
	}

	private void request(long elements) {
		MxpStream open;
		synchronized (this) {
			open = this.stream;
			if (open == null) {
				this.earlyDemand = Operators.addCap(this.earlyDemand, elements);
			}
		}
		if (open != null) {
			open.request(elements);
		}
	}

	private void release(int taken) {
		MxpStream open;
		synchronized (this) {
			open = this.stream;
		}
		if (open != null) {
			open.release(taken);
		}
	}

	private void cancel() {
		release(Integer.MAX_VALUE); // what came and was not taken, also behind the end
		MxpStream open;
		synchronized (this) {
			if (this.ended || this.cancelled) {
				return;
			}
			this.cancelled = true;
			open = this.stream;
		}
		if (open != null) {
			open.reset(ErrorCode.CANCELLED, "");
		}
	}

}
