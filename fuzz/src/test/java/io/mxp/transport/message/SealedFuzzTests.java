/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sealed messages: what stands before the ciphertext, and what is inside of it, since
 * whoever has a key that is trusted can seal anything.
 */
class SealedFuzzTests {

	@FuzzTest
	@Requirement("SEC-59")
	@Attack("A04")
	void sealed(byte[] bytes) {
		request(bytes);
		answer(bytes);
		content(bytes);
	}

	private static void request(byte[] bytes) {
		SealedRequest request = new SealedRequest();
		if (request.wrap(bytes, 0, bytes.length) != DecodeError.NONE) {
			return;
		}
		assertThat(request.ciphertextLength()).isGreaterThan(SealedRequest.TAG_LENGTH);
		assertThat(request.ciphertextOffset() + request.ciphertextLength()).isEqualTo(bytes.length);
		byte[] again = new byte[SealedRequest.HEADER_LENGTH];
		SealedRequest.write(again, 0, request.senderKeyId(), request.recipientKeyId(), request.sender(),
				request.recipient(), request.sentAtMillis());
		assertThat(bytes).startsWith(again);
		assertThat(request.associatedData(0x10, 0xFF)).endsWith(again);
	}

	private static void answer(byte[] bytes) {
		SealedAnswer answer = new SealedAnswer();
		if (answer.wrap(bytes, 0, bytes.length) == DecodeError.NONE) {
			assertThat(answer.nonce()).hasSize(SealedAnswer.NONCE_LENGTH);
			assertThat(answer.ciphertextOffset() + answer.ciphertextLength()).isEqualTo(bytes.length);
		}
	}

	private static void content(byte[] bytes) {
		SealedContent content = new SealedContent();
		if (content.wrapRequest(bytes, 0, bytes.length) == DecodeError.NONE) {
			assertThat(content.dataOffset() + content.dataLength()).isEqualTo(bytes.length);
			content.metadata().toMetadata();
		}
		if (content.wrapAnswer(bytes, 0, bytes.length) == DecodeError.NONE) {
			assertThat(content.dataOffset() + content.dataLength()).isEqualTo(bytes.length);
			if (content.first() == SealedContent.ERROR) {
				error(bytes, content);
			}
		}
	}

	private static void error(byte[] bytes, SealedContent content) {
		try {
			ErrorPayload.parse(bytes, content.dataOffset(), content.dataLength());
		}
		catch (MessageFormatException ex) {
			assertThat(ex.error()).isNotEqualTo(DecodeError.NONE);
		}
	}

}
