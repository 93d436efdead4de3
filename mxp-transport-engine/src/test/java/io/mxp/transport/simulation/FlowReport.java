/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.List;

/**
 * What became of one flow.
 *
 * @param controller name of its congestion controller
 * @param startNanos when it began
 * @param goodputBitsPerSecond bytes of messages received, in the measured part
 * @param deliveredBytes bytes of datagrams received, in the measured part
 * @param packetsSent by the sender, from beginning to end
 * @param packetsLost declared lost by the sender
 * @param framesRetransmitted sent again
 * @param medianRttNanos of the smoothed round trip in the measured part
 * @param samples over time
 */
public record FlowReport(String controller, long startNanos, double goodputBitsPerSecond, long deliveredBytes,
		long packetsSent, long packetsLost, long framesRetransmitted, long medianRttNanos, List<FlowSample> samples) {

	/** Share of packets that were declared lost. */
	public double lossRatio() {
		return (this.packetsSent == 0) ? 0 : this.packetsLost / (double) this.packetsSent;
	}

}
