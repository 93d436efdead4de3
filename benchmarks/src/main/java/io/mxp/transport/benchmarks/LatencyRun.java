/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks;

import io.mxp.transport.benchmarks.peer.Values;

/**
 * Round trips of 64-byte calls: one outstanding, or at a fixed rate, corrected for
 * coordinated omission.
 */
final class LatencyRun extends Run {

	private static final String[] PERCENTILES = { "p50", "p90", "p99", "p999", "max" };

	private static final int CALL_BYTES = 64;

	private final boolean raw;

	LatencyRun(boolean raw, BenchOptions options, Progress progress) {
		super(options.withUsualSize(CALL_BYTES), progress, raw ? "udp-batched" : "mxp");
		this.raw = raw;
	}

	@Override
	String receiverRole() {
		return this.raw ? "raw-receiver" : "receiver";
	}

	@Override
	String senderRole() {
		return this.raw ? "raw-latency" : "latency";
	}

	@Override
	String title() {
		return (this.raw ? "raw-latency" : "latency");
	}

	/**
	 * The compilers need some 100,000 calls: at a fixed rate they would still be at work
	 * on the measured core long after a warm-up at that rate.
	 */
	private void warmUp(MeasuredJvm sender) {
		sender.on("start");
		pass(this.options.warmupSeconds(), "warm-up", sender, "packetsSent");
		if (this.options.ratePerSecond() > 0) {
			sender.on("rate");
			pass(this.options.warmupSeconds(), "warm-up at the rate", sender, "packetsSent");
		}
	}

	@Override
	void measure(MeasuredJvm sender, MeasuredJvm receiver) {
		warmUp(sender);
		Values receiverBefore = receiver.on("mark");
		Values before = sender.on("reset");
		double busyBefore = MachineLoad.busySeconds();
		pass(this.options.seconds(), "measuring", sender, "packetsSent");
		Values after = sender.on("trips");
		double busy = MachineLoad.busySeconds() - busyBefore;
		Values receiverAfter = receiver.on("mark");
		sender.on("stop");
		if (after.number("trips") == 0) {
			throw new BenchFailure("No call was answered during the measurement");
		}
		if (after.number("failures") > 0) {
			throw new BenchFailure(after.number("failures") + " calls failed");
		}
		double seconds = after.since(before, "nanos") / NANOS_PER_SECOND;
		Window window = new Window(sender.opened().text("driver"), seconds,
				after.since(before, "cpuNanos") / NANOS_PER_SECOND,
				receiverAfter.since(receiverBefore, "cpuNanos") / NANOS_PER_SECOND, after.number("trips"),
				after.since(before, "packetsSent"), after.since(before, "packetsLost"), busy);
		for (String percentile : PERCENTILES) {
			print(figure(title() + "." + percentile, after.number(percentile) / 1e3, "us", window)
				.with("rate", this.options.ratePerSecond())
				.with("payloadBytes", this.options.sizeBytes()));
		}
		this.progress.done(
				"%-12s p50 %,.1f  p90 %,.1f  p99 %,.1f  p99.9 %,.1f  max %,.0f µs, %,.0f round trips/s, others %.2f cores  (%s, %s)",
				title(), after.number("p50") / 1e3, after.number("p90") / 1e3, after.number("p99") / 1e3,
				after.number("p999") / 1e3, after.number("max") / 1e3, after.number("trips") / seconds,
				window.foreignCores(), conditions(), BenchOptions.lower(this.options.idle()));
	}

}
