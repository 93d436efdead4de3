/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.time.Duration;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The life of a connection.
 */
public class SessionProperties {

	/**
	 * A connection that hears nothing for so long ends. The smaller one of both sides
	 * counts.
	 */
	private Duration idleTimeout = Duration.ofSeconds(30);

	/**
	 * A packet is sent after so long without one, so that the connection does not idle
	 * out. 0 for never.
	 */
	private Duration keepAlive = Duration.ofSeconds(10);

	/**
	 * Most calls of one connection that wait for their answers.
	 */
	private int maxPendingCalls = 65_536;

	/**
	 * Packets in either direction after which keys change, 1000 to 1000000.
	 */
	private long keyUpdatePackets = 10_000;

	/**
	 * Time of use after which keys change, 1s to 1h.
	 */
	private Duration keyUpdateInterval = Duration.ofSeconds(60);

	/**
	 * Session tickets and early data.
	 */
	@NestedConfigurationProperty
	private final ResumptionProperties resumption = new ResumptionProperties();

	public ResumptionProperties getResumption() {
		return this.resumption;
	}

	public Duration getIdleTimeout() {
		return this.idleTimeout;
	}

	public void setIdleTimeout(Duration idleTimeout) {
		this.idleTimeout = idleTimeout;
	}

	public Duration getKeepAlive() {
		return this.keepAlive;
	}

	public void setKeepAlive(Duration keepAlive) {
		this.keepAlive = keepAlive;
	}

	public int getMaxPendingCalls() {
		return this.maxPendingCalls;
	}

	public void setMaxPendingCalls(int maxPendingCalls) {
		this.maxPendingCalls = maxPendingCalls;
	}

	public long getKeyUpdatePackets() {
		return this.keyUpdatePackets;
	}

	public void setKeyUpdatePackets(long keyUpdatePackets) {
		this.keyUpdatePackets = keyUpdatePackets;
	}

	public Duration getKeyUpdateInterval() {
		return this.keyUpdateInterval;
	}

	public void setKeyUpdateInterval(Duration keyUpdateInterval) {
		this.keyUpdateInterval = keyUpdateInterval;
	}

}
