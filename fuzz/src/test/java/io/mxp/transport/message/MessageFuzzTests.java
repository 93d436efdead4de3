/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The codec of messages, then whatever parser belongs to the type: of bytes as they come,
 * and of a message that is right around them.
 */
class MessageFuzzTests {

	private static final int LEAST_BYTES = 40;

	private static final List<Parser> PARSERS = List.of(AgentRegister::parse, AgentDiscover::parse, AgentList::parse,
			AgentHeartbeat::parse, StreamClosePayload::parse, ErrorPayload::parse,
			(bytes, offset, length) -> AckPayload.check(bytes, offset, length, 7));

	private final MessageCodec codec = new MessageCodec();

	private final MessageCodec customCodec = new MessageCodec(MessageCodec.MAX_PAYLOAD_LENGTH, true);

	private final DecodedMessage message = new DecodedMessage();

	@FuzzTest
	@Requirement("SEC-59")
	@Attack("A04")
	void message(byte[] bytes) {
		decode(bytes);
		parse(bytes);
		wrapped(bytes);
	}

	private void decode(byte[] bytes) {
		int used = this.codec.decode(bytes, 0, bytes.length, this.message);
		assertThat(used == 0).isEqualTo(this.message.error() != DecodeError.NONE);
		assertThat(used).isBetween(0, bytes.length);
		assertThat(this.codec.decode(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), this.message)).isEqualTo(used);
		// the same behind other bytes
		byte[] moved = new byte[bytes.length + 3];
		System.arraycopy(bytes, 0, moved, 3, bytes.length);
		assertThat(this.codec.decode(moved, 3, bytes.length, this.message)).isEqualTo(used);
		if (used > 0) {
			assertThat(this.customCodec.decode(bytes, 0, bytes.length, this.message)).isEqualTo(used);
			assertThat(MessageCodec.FRAMING.recordLength(bytes, 0, bytes.length)).isEqualTo(used);
			byte[] again = new byte[used];
			byte[] payload = Arrays.copyOfRange(bytes, this.message.payloadOffset(),
					this.message.payloadOffset() + this.message.payloadLength());
			this.customCodec.encode(again, 0, this.message.typeCode(), this.message.flags(), this.message.messageId(),
					this.message.traceId(), payload, 0, payload.length);
			assertThat(again).isEqualTo(Arrays.copyOf(bytes, used));
		}
		else {
			assertThat(MessageCodec.FRAMING.recordLength(bytes, 0, bytes.length)).isBetween(-1L,
					LEAST_BYTES + (long) MessageCodec.MAX_PAYLOAD_LENGTH);
		}
	}

	/** The first byte chooses the parser. */
	private static void parse(byte[] bytes) {
		if (bytes.length == 0) {
			return;
		}
		try {
			PARSERS.get((bytes[0] & 0xFF) % PARSERS.size()).parse(bytes, 1, bytes.length - 1);
		}
		catch (MessageFormatException ex) {
			assertThat(ex.error()).isNotEqualTo(DecodeError.NONE);
		}
	}

	/** A header that fits, so that checksum and length let the rest through. */
	private void wrapped(byte[] bytes) {
		if (bytes.length < 2) {
			return;
		}
		byte[] encoded = new byte[MessageCodec.encodedLength(bytes.length - 2)];
		try {
			this.customCodec.encode(encoded, 0, bytes[0] & 0xFF, bytes[1] & 0xFF, 1, 2, bytes, 2, bytes.length - 2);
		}
		catch (IllegalArgumentException ex) {
			// a type or flags that nobody may send
			return;
		}
		assertThat(this.customCodec.decode(encoded, 0, encoded.length, this.message)).isEqualTo(encoded.length);
		this.codec.decode(encoded, 0, encoded.length, this.message);
	}

	private interface Parser {

		Object parse(byte[] bytes, int offset, int length) throws MessageFormatException;

	}

}
