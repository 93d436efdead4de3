/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;
import java.util.List;

import io.mxp.transport.Attack;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

class HandshakePayloadTests {

	private static final HandshakePayload FULL = new HandshakePayload(new byte[] { 1, 2 },
			List.of(new byte[300], new byte[] { 5 }), new byte[] { 9, 9, 9 }, new int[] { 1, 2 },
			new int[] { 1, 0xFAFAFAFA, 1 }, new long[] { 1, -1, 3 }, new byte[] { 7, 1 });

	@Test
	void whatIsEncodedIsDecoded() throws Exception {
		HandshakePayload payload = HandshakePayloadCodec.decode(HandshakePayloadCodec.encode(FULL, 0x3A44));
		assertThat(payload).usingRecursiveComparison().isEqualTo(FULL);
		HandshakePayload empty = HandshakePayloadCodec.decode(new byte[0]);
		assertThat(empty.certificateChain()).isEmpty();
		assertThat(empty.versions()).isEmpty();
	}

	@Test
	@Requirement("REL-31")
	void unknownTypesAreIgnored() throws Exception {
		byte[] known = HandshakePayloadCodec.encode(FULL, 0xFAFF);
		byte[] unknown = { (byte) 0x99, 0x77, 3, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0, 0 };
		byte[] both = Arrays.copyOf(unknown, unknown.length + known.length);
		System.arraycopy(known, 0, both, unknown.length, known.length);
		assertThat(HandshakePayloadCodec.decode(both)).usingRecursiveComparison().isEqualTo(FULL);
	}

	@Test
	@Requirement({ "SEC-08", "SEC-53" })
	@Attack("A36")
	void chainsEndAtFourCertificatesAnd8KiB() throws Exception {
		assertThat(decodeChain(4, 2048).certificateChain()).hasSize(4);
		for (HandshakeFailure failure : List.of(failureOf(5, 10), failureOf(4, 2049), failureOf(1, 8193))) {
			assertThat(failure.code()).isEqualTo(ErrorCode.CERTIFICATE_UNTRUSTED);
			assertThat(failure.reason()).contains("4 certificates or 8 KiB");
		}
	}

	private static HandshakePayload decodeChain(int certificates, int bytes) throws HandshakeFailure {
		byte[][] chain = new byte[certificates][bytes];
		return HandshakePayloadCodec.decode(HandshakePayloadCodec.encode(new HandshakePayload(new byte[0],
				List.of(chain), new byte[0], new int[0], new int[0], new long[0], new byte[0]), 0x1A00));
	}

	private static HandshakeFailure failureOf(int certificates, int bytes) {
		return (HandshakeFailure) catchThrowable(() -> decodeChain(certificates, bytes));
	}

	@Test
	@Requirement("SEC-56")
	@Attack("A34")
	void lengthsAreUnsigned() {
		for (int length : new int[] { 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1 }) {
			byte[] bytes = { 1, 0, (byte) length, (byte) (length >>> 8), (byte) (length >>> 16),
					(byte) (length >>> 24) };
			assertThatExceptionOfType(HandshakeFailure.class).isThrownBy(() -> HandshakePayloadCodec.decode(bytes));
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, 1024, 1", "6, 4096, 1", "7, 512, 1", "3, 34, 2", "4, 68, 4", "5, 136, 8" })
	@Requirement("SEC-53")
	void valuesAreTakenUpToTheirLimitsAndNotOneByteMore(int type, int limit, int entry) throws Exception {
		assertThat(HandshakePayloadCodec.decode(value(type, limit))).isNotNull();
		HandshakeFailure failure = (HandshakeFailure) catchThrowable(
				() -> HandshakePayloadCodec.decode(value(type, limit + entry)));
		assertThat(failure.code()).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
	}

	private static byte[] value(int type, int length) {
		byte[] bytes = new byte[6 + length];
		bytes[0] = (byte) type;
		bytes[2] = (byte) length;
		bytes[3] = (byte) (length >>> 8);
		return bytes;
	}

	@Test
	void doubledTypesAndOddListsAreRefused() {
		byte[] doubled = { 3, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0 };
		byte[] odd = { 3, 0, 1, 0, 0, 0, 1 };
		byte[] longList = new byte[6 + 36];
		longList[0] = 3;
		longList[2] = 36;
		for (byte[] bytes : List.of(doubled, odd, longList)) {
			assertThatExceptionOfType(HandshakeFailure.class).isThrownBy(() -> HandshakePayloadCodec.decode(bytes));
		}
	}

	@Test
	@Requirement("SEC-59")
	@Attack("A04")
	void anyBytesGiveAPayloadOrAFailure() {
		byte[] valid = HandshakePayloadCodec.encode(FULL, 0x1A00);
		SeededRandom random = new SeededRandom(4);
		int decoded = 0;
		for (int i = 0; i < 100_000; i++) {
			byte[] bytes = (i % 3 == 0) ? random.bytes(random.below(60)) : Arrays.copyOf(valid, random.below(400));
			for (int change = random.below(4); change > 0 && bytes.length > 0; change--) {
				bytes[random.below(bytes.length)] = (byte) random.below(256);
			}
			Throwable thrown = catchThrowable(() -> HandshakePayloadCodec.decode(bytes));
			decoded += (thrown == null) ? 1 : 0;
			assertThat(thrown == null || thrown instanceof HandshakeFailure).as("seeded change %d", i).isTrue();
			Throwable offer = catchThrowable(() -> ClientOffer.decode(bytes));
			assertThat(offer == null || offer instanceof HandshakeFailure).as("seeded change %d", i).isTrue();
		}
		assertThat(decoded).isPositive();
	}

	@Test
	void offersHaveAReservedVersion() throws Exception {
		ClientOffer offer = ClientOffer.of(1, new int[] { 1 }, List.of(io.mxp.transport.CipherSuite.values()),
				0x1234567890L);
		assertThat(offer.versions()).hasSize(3);
		assertThat(offer.versions()[1] & 0x0F0F0F0F).isEqualTo(0x0A0A0A0A);
		assertThat(ClientOffer.decode(offer.encode())).usingRecursiveComparison().isEqualTo(offer);
		assertThat(offer.encode()).hasSize(offer.encodedLength());
	}

}
