/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.util.Arrays;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mxp.transport.Attack;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/** The call profile: metadata blocks, and the payloads that begin with one. */
class CallProfileFuzzTests {

	@FuzzTest
	@Requirement("SEC-59")
	@Attack("A04")
	void profile(byte[] bytes) throws MessageFormatException {
		block(bytes);
		for (DataPayload payload : List.of(new DataPayload(), new CallPayload(), new StreamOpenPayload())) {
			for (boolean profile : new boolean[] { true, false }) {
				DecodeError error = payload.wrap(bytes, 0, bytes.length, profile);
				if (error == DecodeError.NONE) {
					assertThat(payload.dataLength()).isBetween(0, bytes.length);
					assertThat(payload.dataOffset()).isBetween(0, bytes.length - payload.dataLength());
					assertThat(payload.data()).hasSize(payload.dataLength());
					payload.metadata().toMetadata();
				}
			}
		}
	}

	private static void block(byte[] bytes) throws MessageFormatException {
		MetadataView view = new MetadataView();
		if (view.wrap(bytes, 0, bytes.length) != DecodeError.NONE) {
			assertThat(view.length()).isZero();
			return;
		}
		assertThat(view.length()).isBetween(4, Math.min(bytes.length, MessageMetadata.MAX_ENCODED_LENGTH));
		assertThat(view.entryCount()).isBetween(0, MessageMetadata.MAX_ENTRIES);
		MessageMetadata metadata = view.toMetadata();
		byte[] again = new byte[MessageMetadata.MAX_ENCODED_LENGTH];
		int length = MetadataCodec.encode(metadata, again, 0);
		assertThat(MetadataCodec.decode(Arrays.copyOf(again, length), 0, length)).isEqualTo(metadata);
	}

}
