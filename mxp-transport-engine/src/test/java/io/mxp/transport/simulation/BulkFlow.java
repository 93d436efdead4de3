/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.mxp.transport.ConnectionStatistics;

/**
 * A sender that always has something to send, a connection of its own to the common
 * receiver, and what is seen of it over time.
 */
final class BulkFlow {

	private static final int CHUNK_BYTES = 15_000;

	private final Simulation simulation;

	private final String name;

	private final String controller;

	private final long startNanos;

	private final List<FlowSample> samples = new ArrayList<>();

	private SimulatedConnection sender;

	private SimulatedConnection receiver;

	private OutgoingStream stream;

	private long sampledAtNanos;

	private long sampledBytes;

	private long measuredBytes;

	private long measuredDatagramBytes;

	private long measuredNanos;

	BulkFlow(Simulation simulation, String name, String controller, long startNanos) {
		this.simulation = simulation;
		this.name = name;
		this.controller = controller;
		this.startNanos = startNanos;
	}

	void start() {
		this.simulation
			.configureClient((config) -> config.withRecovery(config.recovery().withCongestionControl(this.controller)));
		this.sender = this.simulation.client(this.name).connection();
		this.stream = this.sender.uploadZeros(CHUNK_BYTES);
		this.sampledAtNanos = this.simulation.nowNanos();
	}

	void stop() {
		this.stream.stop();
	}

	/** From here on it counts. */
	void measure() {
		this.measuredNanos = this.simulation.nowNanos();
		this.measuredBytes = receivedBytes();
		this.measuredDatagramBytes = deliveredBytes();
	}

	void sample() {
		if (this.sender == null) {
			return;
		}
		long now = this.simulation.nowNanos();
		long received = receivedBytes();
		double goodput = (received - this.sampledBytes) * 8e9 / Math.max(1, now - this.sampledAtNanos);
		ConnectionStatistics figures = this.sender.figures().snapshot();
		this.samples.add(new FlowSample(now, goodput, figures.smoothedRttNanos(), figures.congestionWindowBytes(),
				figures.bytesInFlight(), figures.packetsLost(), figures.congestion().state(),
				figures.congestion().fallbackSwitches()));
		this.sampledAtNanos = now;
		this.sampledBytes = received;
	}

	FlowReport report() {
		long nanos = Math.max(1, this.simulation.nowNanos() - this.measuredNanos);
		long[] rtts = this.samples.stream()
			.filter((sample) -> sample.atNanos() >= this.measuredNanos)
			.mapToLong(FlowSample::smoothedRttNanos)
			.sorted()
			.toArray();
		return new FlowReport(this.controller, this.startNanos, (receivedBytes() - this.measuredBytes) * 8e9 / nanos,
				deliveredBytes() - this.measuredDatagramBytes, this.sender.figures().packetsSent(),
				this.sender.figures().packetsLost(), this.sender.figures().framesRetransmitted(),
				(rtts.length == 0) ? 0 : rtts[rtts.length / 2], List.copyOf(this.samples));
	}

	private long receivedBytes() {
		SimulatedConnection end = receiver();
		return (end != null) ? end.countedBytes() : 0;
	}

	private long deliveredBytes() {
		SimulatedConnection end = receiver();
		return (end != null) ? end.figures().bytesReceived() : 0;
	}

	private SimulatedConnection receiver() {
		if (this.receiver == null && this.sender != null) {
			long id = this.sender.connection().ids().local();
			for (SimulatedConnection candidate : this.simulation.server().connections()) {
				if (candidate.connection().ids().remote() == id) {
					this.receiver = candidate;
				}
			}
		}
		return this.receiver;
	}

	/** The value below which so much of the sorted values lies. */
	static long percentile(long[] sorted, double share) {
		return (sorted.length == 0) ? 0 : sorted[(int) Math.min(sorted.length - 1, (long) (sorted.length * share))];
	}

	static long[] sorted(long[] values, int count) {
		long[] copy = Arrays.copyOf(values, count);
		Arrays.sort(copy);
		return copy;
	}

}
