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

import io.mxp.transport.CipherSuite;
import io.mxp.transport.RecoveryConfig;

/**
 * Flows that fill a shared link, in virtual time. Each has a connection and a congestion
 * controller of its own, and always something to send. All settings come before
 * {@link #run}.
 *
 * <pre>
 * BulkReport report = BulkRun.over(Bottleneck.of(20, 50).withLoss(0.01), 1)
 *     .flow("newreno", 0)
 *     .flow("newreno", 2_000_000_000L)
 *     .run(60_000_000_000L);
 * </pre>
 */
public final class BulkRun {

	private static final long MEBIBYTE = 1 << 20;

	/** Samples for plots. */
	private static final int PLOT_SAMPLES = 600;

	/** How often the queue is looked at in a round trip. */
	private static final int QUEUE_SAMPLES_PER_RTT = 20;

	private static final long FASTEST_QUEUE_SAMPLE_NANOS = 100_000;

	private static final int BURST_PACKET_BYTES = 1_200;

	private final Bottleneck link;

	private final Simulation simulation;

	private final List<BulkFlow> flows = new ArrayList<>();

	private final List<LinkSample> samples = new ArrayList<>();

	/** Capacity gained or lost by changes of the rate: from a time on, bits a second. */
	private final List<LinkSample> rates = new ArrayList<>();

	private long bitsPerSecond;

	private long measureFromNanos = -1;

	private long[] waiting = new long[1_024];

	private int waitingCount;

	private BulkRun(Bottleneck link, long seed) {
		this.link = link;
		this.bitsPerSecond = link.bitsPerSecond();
		this.simulation = Simulation.seeded(seed);
		this.simulation.trace().brief();
		this.simulation.bothWays((way) -> way.delayNanos(link.rttNanos() / 2));
		this.simulation.uplink().rateWithQueueBytes(link.bitsPerSecond(), link.queueBytes()).loss(link.loss());
		this.simulation.configure(
				(config) -> config.withHandshake(config.handshake().withSuites(List.of(CipherSuite.AES_256_GCM_SHA256)))
					.withFlow(config.flow()
						.withConnectionWindowBytes(64 * MEBIBYTE)
						.withStreamWindowBytes(32 * MEBIBYTE)
						.withStreamSendBufferBytes((int) (4 * MEBIBYTE))));
		this.simulation.server().application().reading(PeerListener.Reading.COUNTING);
	}

	/** A link and nothing on it. */
	public static BulkRun over(Bottleneck link, long seed) {
		return new BulkRun(link, seed);
	}

	/**
	 * Another flow.
	 * @param controller as {@link RecoveryConfig#congestionControl()}
	 * @param startNanos when it begins
	 */
	public BulkRun flow(String controller, long startNanos) {
		BulkFlow flow = new BulkFlow(this.simulation, "flow " + this.flows.size(), controller, startNanos);
		this.flows.add(flow);
		this.simulation.at(startNanos, flow::start);
		return this;
	}

	/**
	 * The queue marks ECN-capable packets from so many BDP on instead of dropping them.
	 */
	public BulkRun markAboveBdp(double bdp) {
		this.simulation.uplink().marking().above(Math.round(this.link.bdpBytes() * bdp));
		return this;
	}

	/**
	 * From a time on the link carries so many bits a second; its queue stays as it is.
	 */
	public BulkRun rateAt(long nanos, long bitsPerSecond) {
		this.rates.add(new LinkSample(nanos, 0, bitsPerSecond));
		this.simulation.at(nanos, () -> {
			this.bitsPerSecond = bitsPerSecond;
			this.simulation.uplink().rateWithQueueBytes(bitsPerSecond, this.link.queueBytes());
		});
		return this;
	}

	/** From a time on the link loses this share of its packets at random. */
	public BulkRun lossAt(long nanos, double probability) {
		this.simulation.at(nanos, () -> this.simulation.uplink().loss(probability));
		return this;
	}

	/**
	 * Somebody who heeds nothing sends datagrams over the same link for a while.
	 * @param nanos when it begins
	 * @param durationNanos how long it lasts
	 * @param factor its rate as a multiple of the link's
	 */
	public BulkRun burst(long nanos, long durationNanos, double factor) {
		double gapNanos = BURST_PACKET_BYTES * 8e9 / (this.link.bitsPerSecond() * factor);
		for (int i = 0; i * gapNanos < durationNanos; i++) {
			this.simulation.at(nanos + (long) (i * gapNanos), () -> this.simulation.client("flow 0")
				.inject(SimulatedNetwork.address(99, 1), new byte[BURST_PACKET_BYTES]));
		}
		return this;
	}

	/** When the measured part begins; by default at a third of the run. */
	public BulkRun measureFrom(long nanos) {
		this.measureFromNanos = nanos;
		return this;
	}

	/** Runs for so long, then lets the flows end and checks that nothing is left. */
	public BulkReport run(long durationNanos) {
		long from = (this.measureFromNanos >= 0) ? this.measureFromNanos : durationNanos / 3;
		this.simulation.at(from, () -> this.flows.forEach(BulkFlow::measure));
		long queueEvery = Math.max(FASTEST_QUEUE_SAMPLE_NANOS, this.link.rttNanos() / QUEUE_SAMPLES_PER_RTT);
		every(queueEvery, durationNanos, () -> {
			if (this.simulation.nowNanos() >= from) {
				onWaiting(this.simulation.uplink().waitingBytes());
			}
		});
		every(durationNanos / PLOT_SAMPLES, durationNanos, this::sample);
		this.simulation.runForMicros(durationNanos / 1_000);
		List<FlowReport> reports = this.flows.stream().map(BulkFlow::report).toList();
		long dropped = this.simulation.uplink().dropped();
		this.flows.forEach(BulkFlow::stop);
		this.simulation.runUntilQuiet();
		this.simulation.closeAndCheck();
		long[] sorted = BulkFlow.sorted(this.waiting, this.waitingCount);
		double bdp = this.link.bdpBytes();
		return new BulkReport(this.link, from, durationNanos, capacityBytes(from, durationNanos), reports,
				List.copyOf(this.samples), BulkFlow.percentile(sorted, 0.5) / bdp,
				BulkFlow.percentile(sorted, 0.95) / bdp, dropped, this.simulation.digest());
	}

	private void every(long periodNanos, long untilNanos, Runnable action) {
		this.simulation.at(this.simulation.nowNanos() + periodNanos, () -> {
			action.run();
			if (this.simulation.nowNanos() + periodNanos <= untilNanos) {
				every(periodNanos, untilNanos, action);
			}
		});
	}

	private void sample() {
		this.samples.add(new LinkSample(this.simulation.nowNanos(), this.simulation.uplink().waitingBytes(),
				this.bitsPerSecond));
		this.flows.forEach(BulkFlow::sample);
	}

	private void onWaiting(long bytes) {
		if (this.waitingCount == this.waiting.length) {
			this.waiting = Arrays.copyOf(this.waiting, 2 * this.waitingCount);
		}
		this.waiting[this.waitingCount++] = bytes;
	}

	private double capacityBytes(long fromNanos, long toNanos) {
		double bytes = this.link.capacityBytes(toNanos - fromNanos);
		long before = this.link.bitsPerSecond();
		for (LinkSample change : this.rates) {
			long rest = toNanos - Math.max(fromNanos, change.atNanos());
			bytes += (change.bitsPerSecond() - before) * (double) rest / 8e9;
			before = change.bitsPerSecond();
		}
		return bytes;
	}

}
