/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

import io.mxp.transport.Attack;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.Requirement;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.packet.LittleEndian;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TransportParametersTests {

	private static final int ENTRY = 12;

	private final TransportParameters ours = TransportParameters.of(TransportConfig.defaults());

	@Test
	void areReadAsWritten() throws ProtocolViolation {
		assertThat(TransportParameters.decode(this.ours.encode())).isEqualTo(this.ours);
	}

	@Test
	void theSpecificationsExample() {
		TransportConfig config = TransportConfig.defaults();
		byte[] encoded = TransportParameters.of(config.withFlow(config.flow().withConnectionWindowBytes(8 << 20)))
			.encode();
		assertThat(HexFormat.ofDelimiter(" ").formatHex(encoded, 0, ENTRY))
			.isEqualTo("01 00 08 00 00 00 80 00 00 00 00 00");
	}

	@Test
	void unknownOnesAreIgnored() throws ProtocolViolation {
		byte[] known = this.ours.encode();
		byte[] more = Arrays.copyOf(known, known.length + 7);
		LittleEndian.putShort(more, known.length, 0x7777);
		LittleEndian.putShort(more, known.length + 2, 3);
		assertThat(TransportParameters.decode(more)).isEqualTo(this.ours);
	}

	@Test
	@Requirement("SEC-56")
	void limitsAndOnePastThem() throws ProtocolViolation {
		assertThat(TransportParameters.decode(with(1, TransportParameters.MIN_DATA_BYTES)).maxData())
			.isEqualTo(TransportParameters.MIN_DATA_BYTES);
		assertRefused(with(1, TransportParameters.MIN_DATA_BYTES - 1));
		assertRefused(with(2, TransportParameters.MIN_STREAM_BYTES - 1));
		assertRefused(with(3, TransportParameters.MIN_BAND_BYTES - 1));
		assertThat(TransportParameters.decode(with(4, 1L << 60)).maxStreamsBidirectional()).isEqualTo(1L << 60);
		assertRefused(with(4, (1L << 60) + 1));
		assertRefused(with(5, -1));
		assertThat(TransportParameters.decode(with(8, 1_200)).maxUdpPayload()).isEqualTo(1_200);
		assertRefused(with(8, 1_199));
		assertThat(TransportParameters.decode(with(8, Long.MAX_VALUE)).maxUdpPayload()).isEqualTo(65_000);
		assertRefused(with(6, Long.MIN_VALUE));
	}

	@Test
	void doubledAndCutOnesAreRefused() {
		byte[] twice = Arrays.copyOf(this.ours.encode(), this.ours.encode().length + ENTRY);
		System.arraycopy(twice, 0, twice, twice.length - ENTRY, ENTRY);
		assertRefused(twice);
		byte[] encoded = this.ours.encode();
		for (int length = encoded.length - 1; length > 0; length--) {
			byte[] cut = Arrays.copyOf(encoded, length);
			if (length % ENTRY != 0 || length < 8 * ENTRY) {
				assertDecodesOrRefuses(cut);
			}
		}
	}

	@Test
	@Requirement("SEC-59")
	@Attack("A04")
	void mutatedBytesAreReadOrRefused() {
		SplittableRandom random = new SplittableRandom(59);
		for (int round = 0; round < 100_000; round++) {
			byte[] encoded = this.ours.encode();
			encoded[random.nextInt(encoded.length)] = (byte) random.nextInt();
			assertDecodesOrRefuses(encoded);
		}
	}

	private byte[] with(int id, long value) {
		byte[] encoded = this.ours.encode();
		LittleEndian.putLong(encoded, (id - 1) * ENTRY + 4, value);
		return encoded;
	}

	private static void assertDecodesOrRefuses(byte[] encoded) {
		try {
			assertThat(TransportParameters.decode(encoded).maxUdpPayload()).isBetween(1_200L, 65_000L);
		}
		catch (ProtocolViolation violation) {
			assertThat(violation.code()).isEqualTo(ErrorCode.TRANSPORT_PARAMETER_ERROR);
		}
	}

	private static void assertRefused(byte[] encoded) {
		assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> TransportParameters.decode(encoded))
			.satisfies((violation) -> assertThat(violation.code()).isEqualTo(ErrorCode.TRANSPORT_PARAMETER_ERROR));
	}

}
