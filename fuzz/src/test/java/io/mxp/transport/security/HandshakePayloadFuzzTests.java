/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;
import io.mxp.transport.connection.TransportParameters;
import io.mxp.transport.packet.ProtocolViolation;

import static org.assertj.core.api.Assertions.assertThat;

/** What handshake messages hold once they are decrypted, and the offer before it. */
class HandshakePayloadFuzzTests {

	@FuzzTest
	@Requirement("SEC-59")
	@Attack("A04")
	void payload(byte[] bytes) {
		payloadOf(bytes);
		parameters(bytes);
		try {
			ClientOffer offer = ClientOffer.decode(bytes);
			assertThat(offer.encode()).isEqualTo(Arrays.copyOf(bytes, offer.encodedLength()));
		}
		catch (HandshakeFailure failure) {
			assertThat(failure.reason()).isNotEmpty();
		}
		crypto(bytes);
	}

	private static void payloadOf(byte[] bytes) {
		try {
			HandshakePayload payload = HandshakePayloadCodec.decode(bytes);
			assertThat(payload.certificateChain()).hasSizeLessThanOrEqualTo(HandshakePayload.MAX_CERTIFICATES);
			HandshakePayload again = HandshakePayloadCodec.decode(HandshakePayloadCodec.encode(payload, 0x1A00));
			assertThat(again).usingRecursiveComparison().isEqualTo(payload);
			parameters(payload.transportParameters());
		}
		catch (HandshakeFailure failure) {
			assertThat(failure.reason()).isNotEmpty();
			assertThat(failure.code()).isNotNull();
		}
	}

	private static void parameters(byte[] bytes) {
		try {
			TransportParameters parameters = TransportParameters.decode(bytes);
			assertThat(TransportParameters.decode(parameters.encode())).isEqualTo(parameters);
		}
		catch (ProtocolViolation violation) {
			assertThat(violation.reason()).isNotEmpty();
		}
	}

	/** Ranges of a handshake message: two bytes of offset, one of length, the bytes. */
	private static void crypto(byte[] bytes) {
		CryptoReceiveBuffer buffer = new CryptoReceiveBuffer();
		try {
			for (int at = 0; at + 3 <= bytes.length;) {
				int length = Math.min(bytes[at + 2] & 0xFF, bytes.length - at - 3);
				buffer.receive((bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF, bytes, at + 3, length);
				assertThat(buffer.capacity()).isLessThanOrEqualTo(CryptoReceiveBuffer.HANDSHAKE_LIMIT);
				byte[] message = buffer.nextMessage();
				assertThat((message != null) ? message.length : 0)
					.isLessThanOrEqualTo(CryptoReceiveBuffer.HANDSHAKE_LIMIT);
				at += 3 + length;
			}
		}
		catch (ProtocolViolation violation) {
			assertThat(violation.reason()).isNotEmpty();
		}
	}

}
