/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * The socket layer.
 *
 * @param bindAddress address and port; port 0 lets the system choose
 * @param driver NIO everywhere, EPOLL on Linux; AUTO takes epoll where its native library
 * is there
 * @param eventLoops event loops, each with a thread and a socket of its own; more than
 * one shares a port by SO_REUSEPORT and needs epoll
 * @param receiveBufferBytes what is asked of the system for SO_RCVBUF
 * @param sendBufferBytes what is asked of the system for SO_SNDBUF
 * @param maxDatagramBytes largest UDP payload that is sent, 1,200 to 65,000; 1,452 fills
 * an Ethernet frame with IPv6
 * @param pathMtuDiscovery whether a connection begins with 1,200 bytes and finds out how
 * much more its path carries; else {@code maxDatagramBytes} is used at once, and a path
 * that carries less needs less
 * @param idle what a loop does without work: PARK until a datagram or a command comes, or
 * SPIN for the lowest latency at the price of a core
 */
public record SocketConfig(InetSocketAddress bindAddress, Driver driver, int eventLoops, int receiveBufferBytes,
		int sendBufferBytes, int maxDatagramBytes, boolean pathMtuDiscovery, Idle idle) {

	/** Smallest UDP payload that every path must carry. */
	public static final int MIN_DATAGRAM_BYTES = 1_200;

	/** What fills an Ethernet frame of 1,500 bytes: less IPv6 and UDP headers. */
	public static final int ETHERNET_DATAGRAM_BYTES = 1_452;

	/** Which socket implementation. */
	public enum Driver {

		AUTO, NIO, EPOLL

	}

	/** What a loop does without work. */
	public enum Idle {

		PARK, SPIN

	}

	public SocketConfig {
		Objects.requireNonNull(bindAddress, "bindAddress");
		if (eventLoops < 1 || eventLoops > 64) {
			throw new IllegalArgumentException("eventLoops must lie between 1 and 64, not " + eventLoops);
		}
		if (maxDatagramBytes < MIN_DATAGRAM_BYTES || maxDatagramBytes > 65_000) {
			throw new IllegalArgumentException(
					"maxDatagramBytes must lie between 1200 and 65000, not " + maxDatagramBytes);
		}
	}

	public static SocketConfig defaults() {
		return new SocketConfig(new InetSocketAddress(9000), Driver.AUTO, 1, 4 << 20, 4 << 20, ETHERNET_DATAGRAM_BYTES,
				true, Idle.PARK);
	}

	public SocketConfig withBindAddress(InetSocketAddress address) {
		return new SocketConfig(address, this.driver, this.eventLoops, this.receiveBufferBytes, this.sendBufferBytes,
				this.maxDatagramBytes, this.pathMtuDiscovery, this.idle);
	}

	public SocketConfig withDriver(Driver driver) {
		return new SocketConfig(this.bindAddress, driver, this.eventLoops, this.receiveBufferBytes,
				this.sendBufferBytes, this.maxDatagramBytes, this.pathMtuDiscovery, this.idle);
	}

	public SocketConfig withEventLoops(int eventLoops) {
		return new SocketConfig(this.bindAddress, this.driver, eventLoops, this.receiveBufferBytes,
				this.sendBufferBytes, this.maxDatagramBytes, this.pathMtuDiscovery, this.idle);
	}

	public SocketConfig withMaxDatagramBytes(int bytes) {
		return new SocketConfig(this.bindAddress, this.driver, this.eventLoops, this.receiveBufferBytes,
				this.sendBufferBytes, bytes, this.pathMtuDiscovery, this.idle);
	}

	public SocketConfig withPathMtuDiscovery(boolean discovery) {
		return new SocketConfig(this.bindAddress, this.driver, this.eventLoops, this.receiveBufferBytes,
				this.sendBufferBytes, this.maxDatagramBytes, discovery, this.idle);
	}

	public SocketConfig withIdle(Idle idle) {
		return new SocketConfig(this.bindAddress, this.driver, this.eventLoops, this.receiveBufferBytes,
				this.sendBufferBytes, this.maxDatagramBytes, this.pathMtuDiscovery, idle);
	}

	public SocketConfig withBuffers(int receiveBytes, int sendBytes) {
		return new SocketConfig(this.bindAddress, this.driver, this.eventLoops, receiveBytes, sendBytes,
				this.maxDatagramBytes, this.pathMtuDiscovery, this.idle);
	}

}
