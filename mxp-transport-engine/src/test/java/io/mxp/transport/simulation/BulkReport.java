/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.List;

/**
 * What became of flows over a shared link. The measured part begins when the flows have
 * had time to find their rates.
 *
 * @param link the link
 * @param measuredFromNanos when the measured part begins
 * @param endedNanos when it ends
 * @param capacityBytes what the link could carry in the measured part
 * @param flows in the order of their start
 * @param samples of the link over time
 * @param queueP50Bdp what waited in the queue: half of the time no more than this
 * @param queueP95Bdp 95 % of the time no more than this
 * @param dropped datagrams that the link dropped, by chance or for lack of room
 * @param digest the same for the same seed
 */
public record BulkReport(Bottleneck link, long measuredFromNanos, long endedNanos, double capacityBytes,
		List<FlowReport> flows, List<LinkSample> samples, double queueP50Bdp, double queueP95Bdp, long dropped,
		String digest) {

	/**
	 * Share of the capacity that arrived at the receivers as datagrams: what is lost
	 * behind the queue does not count, so 1 - loss is the most.
	 */
	public double utilization() {
		return this.flows.stream().mapToLong(FlowReport::deliveredBytes).sum() / this.capacityBytes;
	}

	/**
	 * Jain's index of the goodputs: 1 where all are equal, 1/n where one has everything.
	 */
	public double jain() {
		double sum = 0;
		double squares = 0;
		for (FlowReport flow : this.flows) {
			sum += flow.goodputBitsPerSecond();
			squares += flow.goodputBitsPerSecond() * flow.goodputBitsPerSecond();
		}
		return (squares == 0) ? 0 : sum * sum / (this.flows.size() * squares);
	}

	/** Share that flows with this controller have of the goodput of all. */
	public double share(String controller) {
		double all = 0;
		double own = 0;
		for (FlowReport flow : this.flows) {
			all += flow.goodputBitsPerSecond();
			own += flow.controller().equals(controller) ? flow.goodputBitsPerSecond() : 0;
		}
		return (all == 0) ? 0 : own / all;
	}

	public long packetsSent() {
		return this.flows.stream().mapToLong(FlowReport::packetsSent).sum();
	}

	public long packetsLost() {
		return this.flows.stream().mapToLong(FlowReport::packetsLost).sum();
	}

	public long framesRetransmitted() {
		return this.flows.stream().mapToLong(FlowReport::framesRetransmitted).sum();
	}

}
