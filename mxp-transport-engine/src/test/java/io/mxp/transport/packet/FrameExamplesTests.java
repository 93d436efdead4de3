/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

import java.util.Arrays;
import java.util.HexFormat;

import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The byte examples of docs/protocol/frames.md, written and read.
 */
class FrameExamplesTests {

	private final byte[] bytes = new byte[256];

	private final FrameWriter writer = new FrameWriter().wrap(this.bytes, 0, this.bytes.length);

	@Test
	void ackOfThreeRanges() throws ProtocolViolation {
		this.writer.ack(25_000, new long[] { 100, 95, 90 }, new long[] { 98, 95, 88 }, 3, false, 0, 0, 0);
		assertThat(written())
			.isEqualTo("05002000a8610000" + "64000000000000000200000002000000" + "02000000010000000400000003000000");
		FrameReader reader = new FrameReader().wrap(this.bytes, 0, this.writer.position());
		assertThat(reader.next()).isTrue();
		long[] largest = new long[FrameReader.MAX_ACK_RANGES];
		long[] smallest = new long[FrameReader.MAX_ACK_RANGES];
		assertThat(reader.ackRanges(largest, smallest)).isEqualTo(3);
		assertThat(Arrays.copyOf(largest, 3)).containsExactly(100, 95, 90);
		assertThat(Arrays.copyOf(smallest, 3)).containsExactly(98, 95, 88);
		assertThat(reader.ackDelayMicros()).isEqualTo(25_000);
		assertThat(reader.next()).isFalse();
	}

	@Test
	void connectionClose() throws ProtocolViolation {
		this.writer.connectionClose(12, -1, "bye");
		assertThat(written()).isEqualTo("070e0b000c000000" + "ffffffff00000000" + "6279650000000000");
		FrameReader reader = new FrameReader().wrap(this.bytes, 0, this.writer.position());
		assertThat(reader.next()).isTrue();
		assertThat(reader.code()).isEqualTo(12);
		assertThat(reader.closeFrameType()).isEqualTo(-1);
		assertThat(reader.closeReason()).isEqualTo("bye");
	}

	@Test
	@Requirement("SEC-53")
	void reasonIsCutAtACharacter() throws ProtocolViolation {
		byte[] large = new byte[1024];
		FrameWriter wide = new FrameWriter().wrap(large, 0, large.length);
		assertThat(wide.connectionClose(1, -1, "x" + "ä".repeat(400))).isTrue();
		FrameReader reader = new FrameReader().wrap(large, 0, wide.position());
		assertThat(reader.next()).isTrue();
		assertThat(reader.closeReason()).isEqualTo("x" + "ä".repeat(255));
	}

	@Test
	void everyFrameIsReadAsItWasWritten() throws ProtocolViolation {
		this.writer.streamOpen(16, 2, true, false);
		int at = this.writer.beginStreamData(16, 77, true, 3);
		this.bytes[at] = 9;
		this.writer.streamFin(16, 80);
		this.writer.maxStreams(true, 5);
		this.writer.resetStream(16, 80, 0x100);
		this.writer.pathChallenge(42);
		FrameReader reader = new FrameReader().wrap(this.bytes, 0, this.writer.position());
		assertThat(reader.next()).isTrue();
		assertThat(reader.flags()).isEqualTo(2 | FrameType.OPEN_UNORDERED);
		assertThat(reader.next()).isTrue();
		assertThat(reader.streamId()).isEqualTo(16);
		assertThat(reader.streamOffset()).isEqualTo(77);
		assertThat(reader.messageBoundary()).isTrue();
		assertThat(reader.dataLength()).isEqualTo(3);
		assertThat(this.bytes[reader.dataOffset()]).isEqualTo((byte) 9);
		assertThat(reader.next()).isTrue();
		assertThat(reader.finalSize()).isEqualTo(80);
		assertThat(reader.next()).isTrue();
		assertThat(reader.word()).isEqualTo(1);
		assertThat(reader.bodyLong(0)).isEqualTo(5);
		assertThat(reader.next()).isTrue();
		assertThat(reader.code()).isEqualTo(0x100);
		assertThat(reader.next()).isTrue();
		assertThat(reader.control()).isEqualTo(ControlType.PATH_CHALLENGE);
		assertThat(reader.next()).isFalse();
	}

	@Test
	void framesWithoutBehaviourYetAreReadAsTheyWereWritten() throws ProtocolViolation {
		byte[] token = { 1, 2, 3 };
		byte[] resetToken = new byte[16];
		resetToken[15] = 9;
		this.writer.newConnectionId(4, 2, 77, resetToken);
		this.writer.retireConnectionId(1);
		this.writer.newTicket(30, token);
		this.writer.newToken(token);
		this.writer.grease(FrameType.GREASE_LAST, 5);
		FrameReader reader = new FrameReader().wrap(this.bytes, 0, this.writer.position());
		assertThat(reader.next()).isTrue();
		assertThat(reader.control()).isEqualTo(ControlType.NEW_CONNECTION_ID);
		assertThat(new long[] { reader.bodyLong(0), reader.bodyLong(1), reader.bodyLong(2) }).containsExactly(4, 2, 77);
		assertThat(this.bytes[reader.bodyOffset() + 39]).isEqualTo((byte) 9);
		assertThat(reader.next()).isTrue();
		assertThat(reader.control()).isEqualTo(ControlType.RETIRE_CONNECTION_ID);
		assertThat(reader.bodyLong(0)).isEqualTo(1);
		assertThat(reader.next()).isTrue();
		assertThat(reader.control()).isEqualTo(ControlType.NEW_TICKET);
		assertThat(reader.word()).isEqualTo(30);
		assertThat(reader.bodyLength()).isEqualTo(3);
		assertThat(reader.next()).isTrue();
		assertThat(reader.control()).isEqualTo(ControlType.NEW_TOKEN);
		assertThat(reader.next()).isTrue();
		assertThat(FrameType.isGrease(reader.type())).isTrue();
		assertThat(reader.next()).isFalse();
		assertThat(this.writer.newToken(new byte[ControlType.MAX_TOKEN_LENGTH + 1])).isFalse();
	}

	@Test
	void whatDoesNotFitIsNotWritten() {
		FrameWriter small = new FrameWriter().wrap(this.bytes, 0, 23);
		assertThat(small.streamFin(16, 1)).isFalse();
		assertThat(small.position()).isZero();
		assertThat(new FrameWriter().wrap(this.bytes, 0, 24).streamFin(16, 1)).isTrue();
	}

	@Test
	@Attack("A42")
	void malformedFramesAreViolations() {
		assertRefused("0100070000000000ffffffffffffff00"); // STREAM_OPEN of seven bytes
		assertRefused("0700010000000000ff00000000000000"); // PING with a body
		assertRefused("070f000000000000"); // unknown sub-type
		assertRefused("0800000000000000"); // unknown type
		assertRefused("0200100000000000"); // runs over the end
		assertRefused("0400000000000000"); // empty DATAGRAM
		assertRefused("0102"); // a header that is cut off
		assertRefused("05001000000000000100000000000000" + "0200000000000000"); // first
																				// range
																				// below
																				// zero
	}

	@Test
	void paddingAndReservedTypesAreHarmless() throws ProtocolViolation {
		byte[] payload = HexFormat.of()
			.parseHex("0000000000000000" + "4100030000000000" + "0102030000000000" + "000000");
		FrameReader reader = new FrameReader().wrap(payload, 0, payload.length);
		assertThat(reader.next()).isTrue();
		assertThat(FrameType.isGrease(reader.type())).isTrue();
		assertThat(reader.next()).isFalse();
	}

	private void assertRefused(String hex) {
		byte[] payload = HexFormat.of().parseHex(hex);
		FrameReader reader = new FrameReader().wrap(payload, 0, payload.length);
		assertThatThrownBy(() -> {
			while (reader.next()) {
				reader.ackRanges(new long[64], new long[64]);
			}
		}).as(hex).isInstanceOf(ProtocolViolation.class);
	}

	private String written() {
		return HexFormat.of().formatHex(this.bytes, 0, this.writer.position());
	}

}
