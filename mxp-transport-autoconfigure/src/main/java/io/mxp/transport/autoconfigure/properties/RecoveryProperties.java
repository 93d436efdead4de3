/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.time.Duration;

import org.springframework.util.unit.DataSize;

/**
 * Loss recovery and congestion control.
 */
public class RecoveryProperties {

	/**
	 * Congestion controller: bbr, cubic, newreno, or the name of one on the class path.
	 */
	private String congestionControl = "bbr";

	/**
	 * Round trip that is assumed before the first one was measured.
	 */
	private Duration initialRtt = Duration.ofMillis(333);

	/**
	 * Longest time for which an acknowledgement is withheld.
	 */
	private Duration maxAckDelay = Duration.ofMillis(25);

	/**
	 * How far a later acknowledged packet must be ahead before an earlier one counts as
	 * lost.
	 */
	private int packetThreshold = 3;

	/**
	 * Packets after which an acknowledgement is due.
	 */
	private int ackEveryPackets = 2;

	/**
	 * Congestion window at the start, in full packets.
	 */
	private int initialWindowPackets = 10;

	/**
	 * Largest congestion window.
	 */
	private DataSize maxWindow = DataSize.ofMegabytes(16);

	/**
	 * Whether packets are marked as ECN-capable and marks of congestion heeded, where the
	 * socket driver can set and read marks; none can so far.
	 */
	private boolean ecn = true;

	public String getCongestionControl() {
		return this.congestionControl;
	}

	public void setCongestionControl(String congestionControl) {
		this.congestionControl = congestionControl;
	}

	public Duration getInitialRtt() {
		return this.initialRtt;
	}

	public void setInitialRtt(Duration initialRtt) {
		this.initialRtt = initialRtt;
	}

	public Duration getMaxAckDelay() {
		return this.maxAckDelay;
	}

	public void setMaxAckDelay(Duration maxAckDelay) {
		this.maxAckDelay = maxAckDelay;
	}

	public int getPacketThreshold() {
		return this.packetThreshold;
	}

	public void setPacketThreshold(int packetThreshold) {
		this.packetThreshold = packetThreshold;
	}

	public int getAckEveryPackets() {
		return this.ackEveryPackets;
	}

	public void setAckEveryPackets(int ackEveryPackets) {
		this.ackEveryPackets = ackEveryPackets;
	}

	public int getInitialWindowPackets() {
		return this.initialWindowPackets;
	}

	public void setInitialWindowPackets(int initialWindowPackets) {
		this.initialWindowPackets = initialWindowPackets;
	}

	public boolean isEcn() {
		return this.ecn;
	}

	public void setEcn(boolean ecn) {
		this.ecn = ecn;
	}

	public DataSize getMaxWindow() {
		return this.maxWindow;
	}

	public void setMaxWindow(DataSize maxWindow) {
		this.maxWindow = maxWindow;
	}

}
