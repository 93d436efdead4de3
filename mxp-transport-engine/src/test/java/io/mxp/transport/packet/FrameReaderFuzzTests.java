/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

import java.util.SplittableRandom;

import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parsers are total: random and mutated bytes give frames or a violation, nothing else.
 */
class FrameReaderFuzzTests {

	private static final int ROUNDS = 200_000;

	private final SplittableRandom random = new SplittableRandom(20261122);

	private long ecnSeen;

	private final long[] largest = new long[FrameReader.MAX_ACK_RANGES];

	private final long[] smallest = new long[FrameReader.MAX_ACK_RANGES];

	@Test
	@Requirement("SEC-59")
	@Attack("A04")
	void randomPayloads() {
		int refused = 0;
		for (int round = 0; round < ROUNDS; round++) {
			byte[] payload = new byte[this.random.nextInt(200)];
			this.random.nextBytes(payload);
			for (int at = 0; at < payload.length; at += 8) {
				payload[at] = (byte) this.random.nextInt(10); // mostly known types
				if (at + 3 < payload.length) {
					payload[at + 3] = 0; // mostly lengths that fit
				}
			}
			refused += walk(payload) ? 0 : 1;
		}
		assertThat(refused).isBetween(1, ROUNDS - 1);
	}

	@Test
	@Requirement("SEC-59")
	@Attack("A04")
	void mutatedPayloads() {
		int accepted = 0;
		for (int round = 0; round < ROUNDS; round++) {
			byte[] payload = new byte[160];
			FrameWriter writer = new FrameWriter().wrap(payload, 0, payload.length);
			writer.ack(1, new long[] { 50, 40 }, new long[] { 45, 30 }, 2, true, 1, 2, 3);
			writer.beginStreamData(2, 10, true, 20);
			writer.connectionClose(3, 2, "why");
			payload[this.random.nextInt(payload.length)] = (byte) this.random.nextInt();
			accepted += walk(payload) ? 1 : 0;
		}
		assertThat(accepted).isBetween(1, ROUNDS);
	}

	@Test
	@Requirement("SEC-59")
	@Attack("A04")
	void randomHeaderTlvs() {
		HeaderTlvs tlvs = new HeaderTlvs();
		int accepted = 0;
		for (int round = 0; round < ROUNDS; round++) {
			byte[] packet = new byte[256];
			tlvs.clear().version(1).sourceConnectionId(5).keyId(6).pattern(1).token(new byte[9]);
			int headerLength = tlvs.write(packet, 0);
			PacketHeader.write(packet, 0, 7, PacketType.INITIAL, 0, headerLength);
			packet[this.random.nextInt(8, headerLength)] = (byte) this.random.nextInt();
			if (PacketHeader.check(packet, 0, packet.length) == DropReason.NONE
					&& tlvs.read(packet, 0) == DropReason.NONE) {
				accepted++;
			}
		}
		assertThat(accepted).isBetween(1, ROUNDS - 1);
	}

	private boolean walk(byte[] payload) {
		FrameReader reader = new FrameReader().wrap(payload, 0, payload.length);
		try {
			while (reader.next()) {
				touch(reader);
			}
			return true;
		}
		catch (ProtocolViolation violation) {
			assertThat(violation.reason()).isNotEmpty();
			return false;
		}
	}

	/** Reads all that a receiver reads of the frame. */
	private void touch(FrameReader reader) throws ProtocolViolation {
		switch (reader.type()) {
			case FrameType.ACK:
				int ranges = reader.ackRanges(this.largest, this.smallest);
				assertThat(this.smallest[ranges - 1]).isNotNegative();
				if (reader.ackHasEcn()) {
					assertThat(reader.ackLargest()).isEqualTo(this.largest[0]);
					this.ecnSeen += Long.signum(reader.ackEct0()) + Long.signum(reader.ackEct1());
				}
				break;
			case FrameType.STREAM_DATA:
				assertThat(reader.streamOffset() + reader.dataLength()).isNotNegative();
				break;
			case FrameType.CONTROL:
				if (reader.control() == ControlType.CONNECTION_CLOSE) {
					assertThat(reader.closeReason()).isNotNull();
				}
				break;
			default:
				assertThat(reader.bodyLength()).isNotNegative();
		}
	}

}
