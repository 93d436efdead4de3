/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import org.springframework.util.unit.DataSize;

import io.mxp.transport.SocketConfig;

/**
 * The UDP socket.
 */
public class SocketProperties {

	/**
	 * Socket implementation: auto takes epoll where its native library is there.
	 */
	private SocketConfig.Driver transport = SocketConfig.Driver.AUTO;

	/**
	 * Event loops, each with a thread and a socket of its own. More than one needs epoll.
	 */
	private int eventLoops = 1;

	/**
	 * Receive buffer that the system is asked for.
	 */
	private DataSize receiveBuffer = DataSize.ofMegabytes(4);

	/**
	 * Send buffer that the system is asked for.
	 */
	private DataSize sendBuffer = DataSize.ofMegabytes(4);

	/**
	 * Largest UDP payload that is sent, 1200B to 65000B.
	 */
	private DataSize maxDatagramSize = DataSize.ofBytes(1452);

	/**
	 * Whether a connection begins with 1200B and finds out how much more its path
	 * carries. Without, max-datagram-size is used at once.
	 */
	private boolean pathMtuDiscovery = true;

	/**
	 * What an event loop does without work: park, or spin for the lowest latency at the
	 * price of a core.
	 */
	private SocketConfig.Idle idle = SocketConfig.Idle.PARK;

	public SocketConfig.Driver getTransport() {
		return this.transport;
	}

	public void setTransport(SocketConfig.Driver transport) {
		this.transport = transport;
	}

	public int getEventLoops() {
		return this.eventLoops;
	}

	public void setEventLoops(int eventLoops) {
		this.eventLoops = eventLoops;
	}

	public DataSize getReceiveBuffer() {
		return this.receiveBuffer;
	}

	public void setReceiveBuffer(DataSize receiveBuffer) {
		this.receiveBuffer = receiveBuffer;
	}

	public DataSize getSendBuffer() {
		return this.sendBuffer;
	}

	public void setSendBuffer(DataSize sendBuffer) {
		this.sendBuffer = sendBuffer;
	}

	public DataSize getMaxDatagramSize() {
		return this.maxDatagramSize;
	}

	public void setMaxDatagramSize(DataSize maxDatagramSize) {
		this.maxDatagramSize = maxDatagramSize;
	}

	public boolean isPathMtuDiscovery() {
		return this.pathMtuDiscovery;
	}

	public void setPathMtuDiscovery(boolean pathMtuDiscovery) {
		this.pathMtuDiscovery = pathMtuDiscovery;
	}

	public SocketConfig.Idle getIdle() {
		return this.idle;
	}

	public void setIdle(SocketConfig.Idle idle) {
		this.idle = idle;
	}

}
