/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class MessageVectorTests {

	private static final Map<String, DecodeError> ERRORS = Map.of("BufferTooSmall", DecodeError.BUFFER_TOO_SMALL,
			"InvalidMagic", DecodeError.INVALID_MAGIC, "ReservedFieldNonZero", DecodeError.RESERVED_NOT_ZERO,
			"InvalidMessageType", DecodeError.INVALID_TYPE, "InvalidFlags", DecodeError.INVALID_FLAGS,
			"PayloadTooLarge", DecodeError.PAYLOAD_TOO_LARGE, "ChecksumMismatch", DecodeError.CHECKSUM_MISMATCH);

	private final MessageCodec codec = new MessageCodec();

	private final DecodedMessage message = new DecodedMessage();

	@Test
	void allVectorsAreThere() {
		assertThat(Vectors.section("valid")).hasSize(89);
		assertThat(Vectors.section("invalid")).hasSize(77);
		assertThat(Vectors.section("trailing")).hasSize(5);
	}

	@TestFactory
	Stream<DynamicTest> valid() {
		return tests("valid", this::checkValid);
	}

	@TestFactory
	Stream<DynamicTest> invalid() {
		return tests("invalid", this::checkInvalid);
	}

	@TestFactory
	Stream<DynamicTest> trailing() {
		return tests("trailing", (vector) -> {
			byte[] input = Vectors.hex(vector, "input_hex");
			int used = vector.get("consumed_by_reference").asInt();
			for (ByteBuffer buffer : buffersWith(input)) {
				assertThat(this.codec.decode(buffer, this.message)).isEqualTo(used);
				checkFields(vector, Vectors.hex(vector, "payload_hex"));
			}
			assertThat(this.codec.decodeExactly(input, 0, input.length, this.message)).isZero();
			assertThat(this.message.error()).isEqualTo(DecodeError.TRAILING_BYTES);
			assertThat(this.message.errorValue()).isEqualTo(input.length);
			assertThat(this.message.errorLimit()).isEqualTo(used);
		});
	}

	@Test
	void everyTypeByteIsAcceptedOrRefusedAsScanned() {
		List<Integer> accepted = integers(Vectors.scan("type_byte").get("accepted"));
		for (int type = 0; type < 256; type++) {
			checkScan(4, type, accepted.contains(type), DecodeError.INVALID_TYPE);
		}
	}

	@Test
	void everyFlagsByteIsAcceptedOrRefusedAsScanned() {
		List<Integer> accepted = integers(Vectors.scan("flags_byte").get("accepted"));
		for (int flags = 0; flags < 256; flags++) {
			checkScan(5, flags, accepted.contains(flags), DecodeError.INVALID_FLAGS);
		}
	}

	private void checkScan(int index, int value, boolean accepted, DecodeError error) {
		byte[] bytes = new byte[45];
		this.codec.encode(bytes, 0, 0x10, 0, 5, 6, new byte[5], 0, 5);
		bytes[index] = (byte) value;
		this.codec.finish(bytes, 0);
		assertThat(this.codec.decode(bytes, 0, 45, this.message)).isEqualTo(accepted ? 45 : 0);
		assertThat(this.message.error()).isEqualTo(accepted ? DecodeError.NONE : error);
		if (!accepted) {
			assertThat(this.message.errorValue()).isEqualTo(value);
		}
	}

	private void checkValid(JsonNode vector) throws Exception {
		byte[] payload = Vectors.payload(vector);
		int length = vector.get("encoded_len").asInt();
		byte[] encoded = new byte[length];
		assertThat(this.codec.encode(encoded, 0, vector.get("type").asInt(), vector.get("flags").asInt(),
				Vectors.unsigned(vector.get("message_id")), Vectors.unsigned(vector.get("trace_id")), payload, 0,
				payload.length))
			.isEqualTo(length);
		checkEncoded(vector, encoded);
		for (ByteBuffer buffer : buffersWith(encoded)) {
			ByteBuffer target = blank(buffer);
			this.codec.encode(target, vector.get("type").asInt(), vector.get("flags").asInt(),
					Vectors.unsigned(vector.get("message_id")), Vectors.unsigned(vector.get("trace_id")),
					ByteBuffer.wrap(payload));
			assertThat(target.flip().position(buffer.position())).isEqualTo(buffer);
			assertThat(this.codec.decode(buffer, this.message)).isEqualTo(length);
			checkFields(vector, payload);
		}
		assertThat(this.codec.decodeExactly(encoded).encodedLength()).isEqualTo(length);
	}

	private void checkEncoded(JsonNode vector, byte[] encoded) throws Exception {
		HexFormat hex = HexFormat.of();
		assertThat(hex.formatHex(encoded, 0, 32)).isEqualTo(vector.get("header_hex").asString());
		assertThat(MessageHeader.checksum(encoded, 0, encoded.length - 40))
			.isEqualTo(Long.parseUnsignedLong(vector.get("checksum").asString(), 16));
		assertThat(hex.formatHex(MessageDigest.getInstance("SHA-256").digest(encoded)))
			.isEqualTo(vector.get("encoded_sha256").asString());
		if (vector.has("encoded_hex")) {
			assertThat(hex.formatHex(encoded)).isEqualTo(vector.get("encoded_hex").asString());
		}
	}

	private void checkInvalid(JsonNode vector) {
		DecodeError error = ERRORS.get(vector.get("error").asString());
		JsonNode fields = vector.get("error_fields");
		for (ByteBuffer buffer : buffersWith(Vectors.hex(vector, "input_hex"))) {
			assertThat(this.codec.decode(buffer, this.message)).isZero();
			assertThat(this.message.error()).isEqualTo(error);
			switch (error) {
				case BUFFER_TOO_SMALL -> checkNumbers(fields.get("got"), fields.get("needed"));
				case INVALID_MAGIC -> checkNumbers(fields.get("found"), null);
				case RESERVED_NOT_ZERO -> checkNumbers(fields.get("value"), null);
				case INVALID_TYPE -> checkNumbers(fields.get("type_byte"), null);
				case INVALID_FLAGS -> checkNumbers(fields.get("flags"), null);
				case PAYLOAD_TOO_LARGE -> checkNumbers(fields.get("size"), fields.get("max"));
				default -> checkNumbers(fields.get("found"), fields.get("expected"));
			}
		}
	}

	private void checkNumbers(JsonNode value, JsonNode limit) {
		assertThat(this.message.errorValue()).isEqualTo(Vectors.unsigned(value));
		if (limit != null) {
			assertThat(this.message.errorLimit()).isEqualTo(Vectors.unsigned(limit));
		}
	}

	private void checkFields(JsonNode vector, byte[] payload) {
		assertThat(this.message.error()).isEqualTo(DecodeError.NONE);
		assertThat(this.message.typeCode()).isEqualTo(vector.get("type").asInt());
		assertThat(this.message.flags()).isEqualTo(vector.get("flags").asInt());
		assertThat(this.message.messageId()).isEqualTo(Vectors.unsigned(vector.get("message_id")));
		assertThat(this.message.traceId()).isEqualTo(Vectors.unsigned(vector.get("trace_id")));
		assertThat(this.message.payload()).isEqualTo(payload);
	}

	/** The same bytes behind other bytes: on the heap, read-only, direct, both orders. */
	static List<ByteBuffer> buffersWith(byte[] bytes) {
		ByteBuffer heap = ByteBuffer.allocate(bytes.length + 3).put(new byte[3]).put(bytes).flip();
		ByteBuffer slice = heap.duplicate().position(1).slice().position(2);
		ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 5).put(new byte[5]).put(bytes).flip();
		return List.of(heap.position(3), slice, heap.asReadOnlyBuffer(), direct.position(5),
				direct.duplicate().order(ByteOrder.LITTLE_ENDIAN));
	}

	private static ByteBuffer blank(ByteBuffer like) {
		ByteBuffer blank = like.isDirect() ? ByteBuffer.allocateDirect(like.limit())
				: ByteBuffer.allocate(like.limit());
		return blank.order(like.order()).position(like.position());
	}

	private static List<Integer> integers(JsonNode array) {
		return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asInt).toList();
	}

	private interface VectorCheck {

		void check(JsonNode vector) throws Exception;

	}

	private static Stream<DynamicTest> tests(String section, VectorCheck check) {
		return Vectors.section(section)
			.stream()
			.map((vector) -> DynamicTest.dynamicTest(Vectors.name(vector), () -> check.check(vector)));
	}

}
