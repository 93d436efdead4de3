/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.peer;

import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.mxp.transport.CallRequest;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.benchmarks.BenchOptions;

/**
 * Calls and times the answers. With one outstanding call the next one is made where the
 * answer is delivered. At a fixed rate each call's time counts from when it was due, not
 * from when it was made, so that a stall counts against every call that it delayed (no
 * coordinated omission).
 */
final class MxpLatencySender extends MxpSender {

	private static final long SECOND_NANOS = 1_000_000_000L;

	private final RoundTrips trips = new RoundTrips();

	private final AtomicLong failures = new AtomicLong();

	private final CallRequest request;

	private volatile boolean running = true;

	private volatile boolean atRate;

	MxpLatencySender(BenchOptions options, int port) throws InterruptedException, ExecutionException, TimeoutException {
		super(options, port, FlowConfig.defaults());
		this.request = CallRequest.of(MessageMetadata.EMPTY, ByteBuffer.allocate(options.sizeBytes()));
	}

	@Override
	public Values on(String command) throws Exception {
		switch (command) {
			case "start" -> callNext();
			case "rate" -> startAtRate();
			case "reset" -> this.trips.reset();
			case "trips" -> {
				return this.trips.addTo(mark());
			}
			case "stop" -> this.running = false;
			default -> {
				return super.on(command);
			}
		}
		return mark();
	}

	@Override
	Values mark() {
		return super.mark().with("failures", this.failures.get());
	}

	private void startAtRate() {
		this.atRate = true;
		Thread thread = new Thread(this::callAtRate, "bench-rate");
		thread.setDaemon(true);
		thread.start();
	}

	private void callNext() {
		long began = System.nanoTime();
		this.connection.call(this.request).whenComplete((reply, failure) -> {
			onAnswer(began, failure != null);
			if (this.running && !this.atRate) {
				callNext();
			}
		});
	}

	private void callAtRate() {
		long began = System.nanoTime();
		for (long calls = 0; this.running; calls++) {
			long due = began + calls * SECOND_NANOS / this.options.ratePerSecond();
			await(due);
			this.connection.call(this.request).whenComplete((reply, failure) -> onAnswer(due, failure != null));
		}
	}

	/**
	 * Sleeps and never spins: a thread that yields in a loop keeps the event loop from
	 * its core for whole time slices of the scheduler, and would measure those. That it
	 * wakes up some 60 µs late counts into the round trip.
	 */
	private static void await(long due) {
		for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	private void onAnswer(long began, boolean failed) {
		this.trips.record(System.nanoTime() - began);
		if (failed) {
			this.failures.incrementAndGet();
		}
	}

}
