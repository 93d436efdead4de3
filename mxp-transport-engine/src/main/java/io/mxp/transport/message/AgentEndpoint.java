/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Where a registered agent can be reached: an IPv4 address and port in 6 bytes, or an
 * IPv6 address and port in 18. Address bytes are in network order, the port is
 * little-endian. {@link #NONE}, all zero, says that the agent does not listen.
 */
// SPEC messages.md#agentregister
public final class AgentEndpoint {

	/** The agent does not listen. */
	public static final AgentEndpoint NONE = new AgentEndpoint(new byte[4], 0);

	static final int IPV4_LENGTH = 6;

	static final int IPV6_LENGTH = 18;

	private final byte[] address;

	private final int port;

	/**
	 * An endpoint.
	 * @param address 4 or 16 bytes in network order
	 * @param port 0 to 65535
	 */
	public AgentEndpoint(byte[] address, int port) {
		if (address.length != 4 && address.length != 16) {
			throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + address.length);
		}
		if (port < 0 || port > 0xFFFF) {
			throw new IllegalArgumentException("port " + port + " is not within 0 to 65535");
		}
		this.address = address.clone();
		this.port = port;
	}

	/**
	 * The endpoint of a resolved socket address.
	 * @param address the address
	 * @return the endpoint
	 * @throws IllegalArgumentException if it is not resolved
	 */
	public static AgentEndpoint of(InetSocketAddress address) {
		InetAddress resolved = address.getAddress();
		if (resolved == null) {
			throw new IllegalArgumentException(address + " is not resolved");
		}
		return new AgentEndpoint(resolved.getAddress(), address.getPort());
	}

	/**
	 * The address.
	 * @return a copy of its 4 or 16 bytes
	 */
	public byte[] address() {
		return this.address.clone();
	}

	/**
	 * The UDP port.
	 * @return 0 to 65535
	 */
	public int port() {
		return this.port;
	}

	/**
	 * This as a socket address; nothing is resolved.
	 * @return the address
	 */
	public InetSocketAddress toSocketAddress() {
		try {
			return new InetSocketAddress(InetAddress.getByAddress(this.address), this.port);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("an address of 4 or 16 bytes was refused", ex);
		}
	}

	/** Reads the rest of a payload, whose length says which variant it is. */
	static AgentEndpoint read(PayloadReader reader) throws MessageFormatException {
		int length = reader.remaining();
		if (length < IPV4_LENGTH) {
			reader.bytes(IPV4_LENGTH);
		}
		byte[] address = reader.bytes((length < IPV6_LENGTH) ? 4 : 16);
		int port = reader.u16();
		reader.end();
		return new AgentEndpoint(address, port);
	}

	void write(PayloadWriter writer) {
		writer.bytes(this.address).u16(this.port);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof AgentEndpoint that && this.port == that.port
				&& Arrays.equals(this.address, that.address);
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(this.address) + this.port;
	}

	@Override
	public String toString() {
		return toSocketAddress().toString().substring(1);
	}

}
