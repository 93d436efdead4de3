/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;

import io.mxp.transport.Attack;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.PacketHeader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Packets that are cut, longer than they are, or say that their header is: nothing is
 * read or written outside of them, whatever library decrypts.
 */
class PacketBoundsTests {

	private static final int ROOM = 64;

	@Test
	@Requirement("SEC-59")
	@Attack("A42")
	void everyLengthOfAPacketIsOpenedOrRefused() throws Exception {
		SessionPair pair = SessionPair.ik(HandshakeConfig.defaults()).complete();
		byte[] packet = pair.oneRtt(pair.client, new byte[100]);
		refusesEveryOtherLength(pair.server, packet);
		assertThat(pair.server.open(packet, 0, packet.length)).isEqualTo(100);
	}

	@Test
	@Requirement("SEC-59")
	@Attack("A42")
	void everyLengthOfAnInitialIsOpenedOrRefused() throws Exception {
		SessionPair pair = SessionPair.ik(HandshakeConfig.defaults());
		pair.client.start();
		byte[] packet = pair.clientInitials().get(0);
		refusesEveryOtherLength(pair.server, packet);
		assertThat(pair.server.open(packet, 0, packet.length)).isPositive();
	}

	private static void refusesEveryOtherLength(SecureSession session, byte[] packet) {
		for (int length = 0; length <= packet.length + 1; length++) {
			if (length != packet.length) {
				// at the very end of an array, and with bytes around it that must stay
				byte[] exact = Arrays.copyOf(packet, length);
				assertThat(session.open(exact, 0, length)).as("length %d", length).isNegative();
				byte[] around = new byte[ROOM + length + ROOM];
				Arrays.fill(around, (byte) 0x5A);
				System.arraycopy(packet, 0, around, ROOM, Math.min(length, packet.length));
				assertThat(session.open(around, ROOM, length)).as("length %d", length).isNegative();
				for (int i = 0; i < ROOM; i++) {
					assertThat(around[i]).isEqualTo((byte) 0x5A);
					assertThat(around[ROOM + length + i]).isEqualTo((byte) 0x5A);
				}
			}
		}
	}

	@Test
	@Requirement("SEC-59")
	@Attack("A42")
	void everyHeaderLengthIsOpenedOrRefused() throws Exception {
		SessionPair pair = SessionPair.ik(HandshakeConfig.defaults()).complete();
		byte[] packet = pair.oneRtt(pair.client, new byte[100]);
		for (int headerLength = 0; headerLength <= 0xFFFF; headerLength++) {
			byte[] changed = packet.clone();
			changed[PacketHeader.HEADER_LENGTH_OFFSET] = (byte) headerLength;
			changed[PacketHeader.HEADER_LENGTH_OFFSET + 1] = (byte) (headerLength >>> 8);
			if (headerLength != PacketHeader.LENGTH) {
				assertThat(pair.server.open(changed, 0, changed.length)).as("header of %d", headerLength).isNegative();
			}
		}
		assertThat(pair.server.open(packet, 0, packet.length)).isEqualTo(100);
	}

}
