/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.SplittableRandom;

import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;

/**
 * First messages as an attacker makes them: well-formed, each with ids of its own and
 * from an address of its own, with noise where the sealed bytes should be.
 */
final class FirstMessages {

	private final SplittableRandom random;

	private final byte[] template = new byte[1_200];

	private final HeaderTlvs tlvs;

	FirstMessages(long seed, int serverKeyId) {
		this.random = new SplittableRandom(seed);
		this.random.nextBytes(this.template);
		this.tlvs = new HeaderTlvs().version(HeaderTlvs.VERSION_1)
			.sourceConnectionId(0)
			.keyId(serverKeyId)
			.pattern(HeaderTlvs.PATTERN_IK);
	}

	/** The same array every time, with other ids. */
	byte[] next() {
		int headerLength = this.tlvs.sourceConnectionId(this.random.nextLong()).write(this.template, 0);
		PacketHeader.write(this.template, 0, this.random.nextLong(), PacketType.INITIAL, 0, headerLength);
		return this.template;
	}

	/** Any address in the IPv4 world. */
	InetSocketAddress address() {
		return address(this.random.nextInt());
	}

	static InetSocketAddress address(int ipv4) {
		try {
			byte[] raw = { (byte) (ipv4 >>> 24), (byte) (ipv4 >>> 16), (byte) (ipv4 >>> 8), (byte) ipv4 };
			return new InetSocketAddress(InetAddress.getByAddress(raw), 40_000);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("four bytes are an address", ex);
		}
	}

}
