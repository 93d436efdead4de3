/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/** What is read of a packet before it is opened, and the frames in it. */
class PacketFuzzTests {

	private final long[] largest = new long[FrameReader.MAX_ACK_RANGES];

	private final long[] smallest = new long[FrameReader.MAX_ACK_RANGES];

	private long ecnSeen;

	@FuzzTest
	@Requirement("SEC-59")
	@Attack("A04")
	void packet(byte[] bytes) {
		header(bytes);
		frames(bytes);
	}

	private static void header(byte[] bytes) {
		if (bytes.length < PacketHeader.MIN_PACKET_LENGTH) {
			assertThat(PacketHeader.check(bytes, 0, bytes.length)).isNotEqualTo(DropReason.NONE);
			return;
		}
		if (PacketHeader.check(bytes, 0, bytes.length) != DropReason.NONE) {
			return;
		}
		assertThat(PacketHeader.headerLength(bytes, 0)).isBetween(PacketHeader.LENGTH,
				bytes.length - PacketHeader.TAG_LENGTH);
		HeaderTlvs tlvs = new HeaderTlvs();
		if (tlvs.read(bytes, 0) == DropReason.NONE) {
			byte[] again = new byte[PacketHeader.headerLength(bytes, 0) + 64];
			tlvs.write(again, 0);
		}
	}

	private void frames(byte[] bytes) {
		FrameReader reader = new FrameReader().wrap(bytes, 0, bytes.length);
		try {
			while (reader.next()) {
				read(reader, bytes.length);
			}
		}
		catch (ProtocolViolation violation) {
			assertThat(violation.reason()).isNotEmpty();
			assertThat(violation.code()).isNotNull();
		}
	}

	/** Reads all that a receiver reads of the frame. */
	private void read(FrameReader reader, int bytes) throws ProtocolViolation {
		assertThat(reader.bodyLength()).isBetween(0, bytes);
		switch (reader.type()) {
			case FrameType.ACK -> {
				int ranges = reader.ackRanges(this.largest, this.smallest);
				for (int i = 0; i < ranges; i++) {
					assertThat(this.smallest[i]).isBetween(0L, this.largest[i]);
					// the first may be any: whoever knows what was sent judges it
					assertThat(i == 0 || this.largest[i] < this.smallest[i - 1]).isTrue();
				}
				// any 64 bits: whoever validates the path judges them
				if (reader.ackHasEcn()) {
					this.ecnSeen |= reader.ackEct0() | reader.ackEct1() | reader.ackCe();
				}
			}
			case FrameType.STREAM_DATA -> {
				assertThat(reader.streamOffset() + reader.dataLength()).isNotNegative();
				assertThat(reader.dataOffset()).isBetween(0, bytes - reader.dataLength());
			}
			case FrameType.CONTROL -> {
				if (reader.control() == ControlType.CONNECTION_CLOSE) {
					assertThat(reader.closeReason()).isNotNull();
				}
			}
			default -> {
			}
		}
	}

}
