/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks;

import io.mxp.transport.benchmarks.peer.Values;

/**
 * Memory of many streams on one connection: live heap after full collections and bytes
 * outside of the heap, on both sides; with nothing sent, and with 1 KiB of each stream
 * sent and not consumed. What is measured is the steady state: the pools of the transport
 * grew with the burst that opened and filled the streams, and give back what nobody needs
 * within seconds. What they still kept when the burst was over is printed as well.
 */
final class MemoryRun extends Run {

	private static final int CHUNK_BYTES = 1_024;

	private static final int SETTLE_SECONDS = 15;

	MemoryRun(BenchOptions options, Progress progress) {
		super(options.withUsualSize(CHUNK_BYTES), progress, "mxp");
	}

	@Override
	String receiverRole() {
		return "stream-receiver";
	}

	@Override
	String senderRole() {
		return "streams";
	}

	@Override
	String title() {
		return "memory";
	}

	@Override
	void measure(MeasuredJvm sender, MeasuredJvm receiver) {
		Values senderBase = sender.on("memory");
		Values receiverBase = receiver.on("memory");
		this.progress.now("memory: opening %,d streams", this.options.streams());
		sender.on("open");
		awaitStreams(receiver);
		settle(sender, receiver);
		report("idle", "sender", senderBase, sender.on("memory"));
		report("idle", "receiver", receiverBase, receiver.on("memory"));
		this.progress.now("memory: sending %,d bytes on each", this.options.sizeBytes());
		sender.on("fill");
		pass(2, "sending", receiver, "packetsReceived");
		report("in-flight-burst", "sender", senderBase, sender.on("memory"));
		report("in-flight-burst", "receiver", receiverBase, receiver.on("memory"));
		settle(sender, receiver);
		report("in-flight", "sender", senderBase, sender.on("memory"));
		report("in-flight", "receiver", receiverBase, receiver.on("memory"));
	}

	/** Waits until the pools have given back what the burst needed. */
	private void settle(MeasuredJvm sender, MeasuredJvm receiver) {
		long kept = Long.MAX_VALUE;
		for (int second = 0; second < SETTLE_SECONDS; second++) {
			long before = kept;
			pass(1, "letting pools shrink", receiver, "packetsReceived");
			kept = sender.on("mark").number("pooledBytes") + receiver.on("mark").number("pooledBytes");
			if (kept == before) {
				return;
			}
		}
	}

	private void awaitStreams(MeasuredJvm receiver) {
		for (int attempt = 0; receiver.on("mark").number("openStreams") < this.options.streams(); attempt++) {
			if (attempt == 30) {
				throw new BenchFailure("Only " + receiver.on("mark").number("openStreams") + " of "
						+ this.options.streams() + " streams arrived");
			}
			pass(1, "opening", receiver, "openStreams");
		}
	}

	private void report(String state, String side, Values before, Values after) {
		// What lay unused in pools before is no part of what was there already.
		long heap = Math.max(0, after.since(before, "heapBytes") + before.number("pooledBytes"));
		long direct = Math.max(0, after.since(before, "directBytes"));
		double perStream = (double) (heap + direct) / this.options.streams();
		Window window = new Window(after.text("driver"), after.since(before, "nanos") / NANOS_PER_SECOND, 0, 0,
				this.options.streams(), after.since(before, "packetsSent"), after.since(before, "packetsLost"), 0);
		print(figure("memory." + state + "." + side, perStream, "bytes/stream", window)
			.with("streams", this.options.streams())
			.with("heapBytes", heap)
			.with("directBytes", direct)
			.with("pooledBytes", after.number("pooledBytes"))
			.with("baseHeapBytes", before.number("heapBytes") - before.number("pooledBytes"))
			.with("baseDirectBytes", before.number("directBytes"))
			.with("payloadBytes", state.equals("idle") ? 0 : this.options.sizeBytes()));
		this.progress.done(
				"memory       %,d streams %-15s %-8s %,8.0f bytes a stream: heap %.1f MB (%.1f of it unused in pools),"
						+ " direct %.1f MB  (%s)",
				this.options.streams(), state, side, perStream, heap / 1e6, after.number("pooledBytes") / 1e6,
				direct / 1e6, conditions());
	}

}
