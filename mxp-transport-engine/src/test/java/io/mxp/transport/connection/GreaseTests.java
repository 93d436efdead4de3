/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.Requirement;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.LittleEndian;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is sent so that peers go on ignoring what they do not know. */
@Requirement("REL-31")
class GreaseTests {

	@Test
	void oneFrameOfAReservedTypeIsWrittenOnce() throws Exception {
		for (long id = 0; id < 1_000; id++) {
			Grease grease = new Grease();
			FrameWriter writer = new FrameWriter();
			byte[] bytes = new byte[256];
			writer.wrap(bytes, 0, bytes.length);
			ConnectionIds ids = ConnectionIds.server(1, id * 0x9E37_79B9_7F4A_7C15L, 2);
			grease.writeTo(writer, ids);
			int length = writer.position();
			grease.writeTo(writer, ids);
			assertThat(writer.position()).isEqualTo(length).isBetween(8, 32);
			FrameReader reader = new FrameReader();
			reader.wrap(bytes, 0, length);
			assertThat(reader.next()).isTrue();
			assertThat(FrameType.isGrease(reader.type())).isTrue();
			assertThat(reader.next()).isFalse();
		}
	}

	@Test
	void aFrameThatFindsNoRoomWaits() {
		Grease grease = new Grease();
		FrameWriter writer = new FrameWriter();
		byte[] bytes = new byte[64];
		writer.wrap(bytes, 0, 4);
		grease.writeTo(writer, ConnectionIds.server(1, 2, 3));
		assertThat(writer.position()).isZero();
		writer.wrap(bytes, 0, 64);
		grease.writeTo(writer, ConnectionIds.server(1, 2, 3));
		assertThat(writer.position()).isPositive();
	}

	@Test
	void transportParametersHoldAReservedId() throws Exception {
		TransportParameters own = TransportParameters.of(TransportConfig.defaults());
		byte[] bytes = own.encode();
		int reserved = 0;
		for (int at = 0; at < bytes.length; at += 4 + LittleEndian.getUnsignedShort(bytes, at + 2)) {
			reserved += ((LittleEndian.getUnsignedShort(bytes, at) & 0x1F00) == 0x1A00) ? 1 : 0;
		}
		assertThat(reserved).isEqualTo(1);
		assertThat(TransportParameters.decode(bytes)).isEqualTo(own);
	}

	@Test
	void headersHoldAReservedTlv() {
		byte[] bytes = new byte[512];
		int length = new HeaderTlvs().version(1).write(bytes, 0);
		assertThat(LittleEndian.getUnsignedShort(bytes, length - 8) & 0x1F00).isEqualTo(0x1A00);
	}

}
