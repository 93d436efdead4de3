/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Objects;

/**
 * Settings of loss recovery and congestion control, for each connection.
 *
 * @param congestionControl name of the congestion controller: {@code bbr}, {@code cubic},
 * {@code newreno}, or one that the class path offers as
 * {@code io.mxp.transport.reliability.CongestionControllerFactory}
 * @param initialRttNanos assumed round trip before the first sample (RFC 9002 §6.2.2: 333
 * ms); 1 ms to 10 s
 * @param maxAckDelayNanos longest time for which an acknowledgement is withheld,
 * announced to the peer; at most 16,383 ms
 * @param packetThreshold how many numbers a later acknowledged packet must lie above an
 * earlier one before that one counts as lost (RFC 9002 §6.1.1: 3); 3 to 64. It adapts to
 * reordering from there
 * @param ackEveryPackets an acknowledgement is due once this many ack-eliciting packets
 * wait for one (RFC 9000 §13.2.2: 2); 1 to 1,000
 * @param initialWindowPackets congestion window at the start, in packets of full size
 * (RFC 9002 §7.2: 10); 2 to 1,000
 * @param maxWindowBytes the congestion window never grows past this; 64 KiB to 1 GiB
 * @param ecn whether packets are marked as ECN-capable and marks of congestion heeded
 * (RFC 9000 §13.4), where the socket driver can set and read marks; none can so far
 */
public record RecoveryConfig(String congestionControl, long initialRttNanos, long maxAckDelayNanos, int packetThreshold,
		int ackEveryPackets, int initialWindowPackets, long maxWindowBytes, boolean ecn) {

	private static final long MILLISECOND = 1_000_000;

	private static final RecoveryConfig DEFAULTS = new RecoveryConfig("bbr", 333 * MILLISECOND, 25 * MILLISECOND, 3, 2,
			10, 16 << 20, true);

	/**
	 * Checks every setting.
	 * @throws IllegalArgumentException where one is out of its range; the message names
	 * it and the range
	 */
	public RecoveryConfig {
		Objects.requireNonNull(congestionControl, "congestionControl");
		if (congestionControl.isBlank()) {
			throw new IllegalArgumentException("congestionControl must name a congestion controller, such as newreno");
		}
		check("initialRttNanos", initialRttNanos, MILLISECOND, 10_000 * MILLISECOND);
		check("maxAckDelayNanos", maxAckDelayNanos, 0, 16_383 * MILLISECOND);
		check("packetThreshold", packetThreshold, 3, 64);
		check("ackEveryPackets", ackEveryPackets, 1, 1_000);
		check("initialWindowPackets", initialWindowPackets, 2, 1_000);
		check("maxWindowBytes", maxWindowBytes, 64 << 10, 1 << 30);
	}

	/** The values of RFC 9002, NewReno and a window of at most 16 MiB. */
	public static RecoveryConfig defaults() {
		return DEFAULTS;
	}

	public RecoveryConfig withCongestionControl(String name) {
		return new RecoveryConfig(name, this.initialRttNanos, this.maxAckDelayNanos, this.packetThreshold,
				this.ackEveryPackets, this.initialWindowPackets, this.maxWindowBytes, this.ecn);
	}

	public RecoveryConfig withMaxWindowBytes(long bytes) {
		return new RecoveryConfig(this.congestionControl, this.initialRttNanos, this.maxAckDelayNanos,
				this.packetThreshold, this.ackEveryPackets, this.initialWindowPackets, bytes, this.ecn);
	}

	public RecoveryConfig withEcn(boolean value) {
		return new RecoveryConfig(this.congestionControl, this.initialRttNanos, this.maxAckDelayNanos,
				this.packetThreshold, this.ackEveryPackets, this.initialWindowPackets, this.maxWindowBytes, value);
	}

	private static void check(String name, long value, long smallest, long largest) {
		if (value < smallest || value > largest) {
			throw new IllegalArgumentException(
					name + " is " + value + " and must be between " + smallest + " and " + largest);
		}
	}

}
