/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

import io.mxp.transport.Attack;
import io.mxp.transport.MessageType;
import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MessageCodecTests {

	private static final int CALL = MessageType.CALL.code();

	private final MessageCodec codec = new MessageCodec();

	private final DecodedMessage message = new DecodedMessage();

	@Test
	void randomMessagesComeBackAndLeaveTheirNeighboursAlone() {
		SplittableRandom random = new SplittableRandom(1);
		MessageType[] types = MessageType.values();
		for (int round = 0; round < 2_000; round++) {
			byte[] payload = new byte[random.nextInt(random.nextInt(1, 3_000))];
			random.nextBytes(payload);
			int offset = random.nextInt(50);
			byte[] bytes = new byte[offset + 40 + payload.length + random.nextInt(50)];
			random.nextBytes(bytes);
			byte[] before = bytes.clone();
			MessageType type = types[random.nextInt(types.length)];
			int flags = random.nextInt(16);
			long messageId = random.nextLong();
			long traceId = random.nextLong();
			int end = offset + this.codec.encode(bytes, offset, type.code(), flags, messageId, traceId, payload, 0,
					payload.length);
			System.arraycopy(bytes, offset, before, offset, end - offset);
			assertThat(bytes).isEqualTo(before);
			assertThat(this.codec.decode(bytes, offset, bytes.length - offset, this.message)).isEqualTo(end - offset);
			assertThat(this.message.type()).isEqualTo(type);
			assertThat(this.message.flags()).isEqualTo(flags);
			assertThat(this.message.messageId()).isEqualTo(messageId);
			assertThat(this.message.traceId()).isEqualTo(traceId);
			assertThat(this.message.array()).isSameAs(bytes);
			assertThat(this.message.payloadOffset()).isEqualTo(offset + 32);
			assertThat(this.message.payload()).isEqualTo(payload);
			assertThat(MessageCodec.FRAMING.recordLength(bytes, offset, 32)).isEqualTo(end - offset);
			assertThat(MessageHeader.messageId(bytes, offset)).isEqualTo(messageId);
			assertThat(MessageHeader.traceId(bytes, offset)).isEqualTo(traceId);
		}
	}

	@Test
	@Requirement("SEC-59")
	@Attack("A04")
	void mutatedBytesAreAnErrorValueNeverAnException() {
		SplittableRandom random = new SplittableRandom(2);
		byte[] payload = new byte[120];
		for (int round = 0; round < 20_000; round++) {
			random.nextBytes(payload);
			byte[] bytes = new byte[40 + random.nextInt(payload.length)];
			this.codec.encode(bytes, 0, CALL, 0, round, 0, payload, 0, bytes.length - 40);
			int length = random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length;
			boolean changed = length != bytes.length;
			for (int flips = random.nextInt(4); flips > 0; flips--) {
				int at = random.nextInt(random.nextBoolean() ? bytes.length : 32);
				int flip = 1 + random.nextInt(255);
				bytes[at] ^= (byte) flip;
				changed = true;
			}
			byte[] exact = Arrays.copyOf(bytes, length);
			int used = this.codec.decode(exact, 0, length, this.message);
			assertThat(used == 0).isEqualTo(this.message.error() != DecodeError.NONE);
			if (!changed) {
				assertThat(used).isEqualTo(length);
			}
			int viaBuffer = this.codec.decode(ByteBuffer.wrap(exact).asReadOnlyBuffer(), this.message);
			assertThat(viaBuffer).isEqualTo(used);
			long record = MessageCodec.FRAMING.recordLength(exact, 0, length);
			assertThat(record).isBetween(-1L, 40L + MessageCodec.MAX_PAYLOAD_LENGTH);
		}
	}

	@Test
	@Requirement("SEC-59")
	void everyShortPrefixIsTooSmall() {
		byte[] bytes = new byte[140];
		this.codec.encode(bytes, 0, CALL, 0, 1, 2, new byte[100], 0, 100);
		for (int length = 0; length < 140; length++) {
			assertThat(this.codec.decode(bytes, 0, length, this.message)).isZero();
			assertThat(this.message.error()).isEqualTo(DecodeError.BUFFER_TOO_SMALL);
			assertThat(this.message.errorValue()).isEqualTo(length);
			assertThat(this.message.errorLimit()).isEqualTo((length < 40) ? 40 : 140);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 16_777_217, Integer.MAX_VALUE, 1L << 31, (1L << 32) - 1, 1L << 32, Long.MAX_VALUE,
			Long.MIN_VALUE, -40, -1 })
	@Requirement({ "SEC-56", "SEC-53" })
	@Attack("A34")
	void lengthsOverTheLimitAreRefusedUnsigned(long payloadLength) {
		byte[] bytes = new byte[64];
		this.codec.encode(bytes, 0, CALL, 0, 1, 2, new byte[24], 0, 24);
		ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(24, payloadLength);
		for (ByteBuffer buffer : MessageVectorTests.buffersWith(bytes)) {
			assertThat(this.codec.decode(buffer, this.message)).isZero();
			assertThat(this.message.error()).isEqualTo(DecodeError.PAYLOAD_TOO_LARGE);
			assertThat(this.message.errorValue()).isEqualTo(payloadLength);
			assertThat(this.message.payloadLength()).isZero();
		}
		assertThat(MessageCodec.FRAMING.recordLength(bytes, 0, 64)).isEqualTo(-1);
		assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> this.codec.decodeExactly(bytes))
			.withMessageContaining(Long.toUnsignedString(payloadLength));
	}

	@Test
	@Requirement("SEC-56")
	void lengthZeroAndTheLargestAreLegal() {
		byte[] bytes = new byte[MessageCodec.encodedLength(MessageCodec.MAX_PAYLOAD_LENGTH)];
		assertThat(this.codec.encode(bytes, 0, CALL, 0, 1, 2, bytes, 0, 0)).isEqualTo(40);
		assertThat(this.codec.decode(bytes, 0, bytes.length, this.message)).isEqualTo(40);
		byte[] payload = new byte[MessageCodec.MAX_PAYLOAD_LENGTH];
		this.codec.encode(bytes, 0, CALL, 0, 1, 2, payload, 0, payload.length);
		assertThat(this.codec.decodeExactly(bytes, 0, bytes.length, this.message)).isEqualTo(16_777_256);
		assertThat(MessageCodec.FRAMING.recordLength(bytes, 0, 32)).isEqualTo(16_777_256);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.codec.encode(new byte[99], 0, CALL, 0, 1, 2, new byte[16_777_217], 0, 16_777_217))
			.withMessageContaining("16777217");
	}

	@Test
	void aLowerLimitHoldsBothWays() {
		MessageCodec small = new MessageCodec(10, false);
		byte[] bytes = new byte[51];
		assertThat(small.encode(bytes, 0, CALL, 0, 1, 2, new byte[10], 0, 10)).isEqualTo(50);
		assertThat(small.decode(bytes, 0, 50, this.message)).isEqualTo(50);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> small.encode(bytes, 0, CALL, 0, 1, 2, new byte[11], 0, 11));
		this.codec.encode(bytes, 0, CALL, 0, 1, 2, new byte[11], 0, 11);
		assertThat(small.decode(bytes, 0, 51, this.message)).isZero();
		assertThat(this.message.error()).isEqualTo(DecodeError.PAYLOAD_TOO_LARGE);
		assertThat(this.message.errorLimit()).isEqualTo(10);
	}

	@Test
	void customTypesAreOffUnlessConfigured() {
		MessageCodec custom = new MessageCodec(MessageCodec.MAX_PAYLOAD_LENGTH, true);
		byte[] bytes = new byte[40];
		for (int type : new int[] { 0x80, 0xEF }) {
			custom.encode(bytes, 0, type, 0, 1, 2, bytes, 0, 0);
			assertThat(custom.decode(bytes, 0, 40, this.message)).isEqualTo(40);
			assertThat(this.message.type()).isNull();
			assertThat(this.message.typeCode()).isEqualTo(type);
			assertThat(this.codec.decode(bytes, 0, 40, this.message)).isZero();
			assertThat(this.message.error()).isEqualTo(DecodeError.INVALID_TYPE);
			assertThatIllegalArgumentException()
				.isThrownBy(() -> this.codec.encode(bytes, 0, type, 0, 1, 2, bytes, 0, 0))
				.withMessageContaining("0x" + Integer.toHexString(type));
		}
		assertThatIllegalArgumentException().isThrownBy(() -> custom.encode(bytes, 0, 0x7F, 0, 1, 2, bytes, 0, 0));
	}

	@Test
	void encodingChecksItsArguments() {
		byte[] bytes = new byte[40];
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.encode(bytes, 0, CALL, 16, 1, 2, bytes, 0, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.begin(bytes, 0, 256 + CALL, 0, 1, 2, 0));
		assertThatExceptionOfType(IndexOutOfBoundsException.class)
			.isThrownBy(() -> this.codec.encode(bytes, 1, CALL, 0, 1, 2, bytes, 0, 0));
		assertThatExceptionOfType(IndexOutOfBoundsException.class)
			.isThrownBy(() -> this.codec.encode(ByteBuffer.wrap(bytes), CALL, 0, 1, 2, ByteBuffer.allocate(1)));
		assertThat(bytes).containsOnly(0);
	}

	@Test
	void framingNeedsAHeaderAndRefusesWhatHasNoLength() {
		byte[] bytes = new byte[45];
		this.codec.encode(bytes, 0, CALL, 0, 1, 2, new byte[5], 0, 5);
		assertThat(MessageCodec.FRAMING.minimumHeader()).isEqualTo(32);
		assertThat(MessageCodec.FRAMING.recordLength(bytes, 0, 31)).isZero();
		assertThat(MessageCodec.FRAMING.recordLength(bytes, 0, 32)).isEqualTo(45);
		bytes[4] = 0x44;
		assertThat(MessageCodec.FRAMING.recordLength(bytes, 0, 45)).isEqualTo(45);
		bytes[6] = 1;
		assertThat(MessageCodec.FRAMING.recordLength(bytes, 0, 45)).isEqualTo(-1);
		bytes[6] = 0;
		bytes[0] = 0;
		assertThat(MessageCodec.FRAMING.recordLength(bytes, 0, 45)).isEqualTo(-1);
	}

	@Test
	@Attack("A35")
	void aRepairedChecksumMakesAnyPayloadAcceptable() {
		byte[] bytes = new byte[45];
		this.codec.encode(bytes, 0, CALL, 0, 1, 2, new byte[5], 0, 5);
		bytes[33] = 1;
		assertThat(this.codec.decode(bytes, 0, 45, this.message)).isZero();
		assertThat(this.message.error()).isEqualTo(DecodeError.CHECKSUM_MISMATCH);
		this.codec.finish(bytes, 0);
		assertThat(this.codec.decode(bytes, 0, 45, this.message)).isEqualTo(45);
	}

	@Test
	void errorsReadAsSentences() {
		assertThat(DecodeError.BUFFER_TOO_SMALL.describe(39, 40))
			.isEqualTo("39 bytes are too few for the message, which needs 40");
		assertThat(DecodeError.INVALID_MAGIC.describe(7, 0)).isEqualTo("the magic number is 0x7, not 0x4d585031");
		assertThat(DecodeError.INVALID_TYPE.describe(0x44, 0)).isEqualTo("message type 0x44 is not known");
		assertThat(DecodeError.INVALID_FLAGS.describe(0x10, 0)).isEqualTo("flags 0x10 have reserved bits");
		assertThat(DecodeError.CHECKSUM_MISMATCH.describe(-1, 1))
			.isEqualTo("the checksum is ffffffffffffffff, the bytes give 1");
		for (DecodeError error : DecodeError.values()) {
			assertThat(error.describe(-1, -1)).isNotBlank().doesNotContain("%").doesNotContain("-1");
		}
	}

}
