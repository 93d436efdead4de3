/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

import io.mxp.transport.MessageMetadata;
import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MetadataCodecTests {

	private final MetadataView view = new MetadataView();

	@Test
	void bytesAreThoseOfTheSpecification() {
		MessageMetadata metadata = MessageMetadata.builder()
			.subject("hi")
			.deadlineMillis(250)
			.header("a", "bc")
			.build();
		assertThat(HexFormat.of().formatHex(encode(metadata)))
			.isEqualTo("01031800" + "0102006869" + "050400fa000000" + "070500" + "0100" + "61" + "6263");
	}

	@Test
	void randomMetadataComesBack() throws Exception {
		SplittableRandom random = new SplittableRandom(3);
		for (int round = 0; round < 3_000; round++) {
			MessageMetadata metadata = random(random);
			byte[] bytes = new byte[metadata.encodedLength() + 20];
			random.nextBytes(bytes);
			assertThat(MetadataCodec.encode(metadata, bytes, 7)).isEqualTo(metadata.encodedLength());
			assertThat(MetadataCodec.decode(bytes, 7, bytes.length - 7)).isEqualTo(metadata);
			assertThat(this.view.wrap(bytes, 7, metadata.encodedLength())).isEqualTo(DecodeError.NONE);
			assertThat(this.view.length()).isEqualTo(metadata.encodedLength());
			assertThat(this.view.entryCount()).isEqualTo(metadata.entryCount());
			assertThat(this.view.subject()).isEqualTo(metadata.subject());
			assertThat(this.view.deadlineMillis()).isEqualTo(metadata.deadlineMillis());
			assertThat(this.view.contentType()).isEqualTo(metadata.contentType());
			assertThat(this.view.idempotencyKey()).isEqualTo(metadata.idempotencyKey());
			String subject = metadata.subject();
			if (subject != null) {
				assertThat(this.view.subjectEquals(subject.getBytes(StandardCharsets.UTF_8))).isTrue();
				assertThat(this.view.subjectEquals((subject + "x").getBytes(StandardCharsets.UTF_8))).isFalse();
			}
			else {
				assertThat(this.view.subjectEquals(new byte[0])).isFalse();
			}
		}
	}

	@Test
	void unknownKeysAreIgnored() throws Exception {
		byte[] bytes = HexFormat.of()
			.parseHex("01041900" + "c80200ffff" + "01010073" + "0000" + "00" + "070400" + "0100" + "61" + "ff");
		bytes[bytes.length - 1] = 'b';
		bytes[2] = (byte) bytes.length;
		assertThat(MetadataCodec.decode(bytes, 0, bytes.length))
			.isEqualTo(MessageMetadata.builder().subject("s").header("a", "b").build());
	}

	@ParameterizedTest
	@CsvSource({ "'', PAYLOAD_TOO_SHORT, 0, 4", "010004, PAYLOAD_TOO_SHORT, 3, 4", "02000400, METADATA_VERSION, 2, 1",
			"00000400, METADATA_VERSION, 0, 1", "01000300, METADATA_LENGTH, 4, 3", "01000000, METADATA_LENGTH, 4, 0",
			"01000500, PAYLOAD_TOO_SHORT, 4, 5", "0100050000, METADATA_LENGTH, 4, 5", "01010400, METADATA_LENGTH, 4, 4",
			"010106000102, METADATA_LENGTH, 4, 6", "01010700010100, METADATA_LENGTH, 4, 7",
			"0101070001ffff, METADATA_LENGTH, 4, 7", "0102080001010073, METADATA_LENGTH, 8, 8",
			"01010900010100" + "7373, METADATA_LENGTH, 8, 9",
			"01020c00" + "01010073" + "01010074, METADATA_DUPLICATE, 1, 0",
			"01010a00" + "050300" + "000000, INVALID_VALUE, 3, 4",
			"01010c00" + "050500" + "0000000000, INVALID_VALUE, 5, 4",
			"01010800" + "070100" + "00, INVALID_VALUE, 0, 0", "01010900" + "070200" + "0000, INVALID_VALUE, 0, 0",
			"01010a00" + "070300" + "020061, INVALID_VALUE, 2, 1", "01010800" + "010100" + "ff, INVALID_TEXT, 7, 0",
			"01010900" + "020200" + "c080, INVALID_TEXT, 7, 0", "01010a00" + "070300" + "0100ff, INVALID_TEXT, 9, 0",
			"01010b00" + "070400" + "010061ff, INVALID_TEXT, 10, 0" })
	@Requirement("SEC-59")
	void wrongBlocksAreAnErrorValue(String hex, DecodeError error, long value, long limit) {
		byte[] bytes = HexFormat.of().parseHex(hex);
		assertThat(this.view.wrap(bytes, 0, bytes.length)).isEqualTo(error);
		assertThat(this.view.error()).isEqualTo(error);
		assertThat(this.view.errorValue()).isEqualTo(value);
		assertThat(this.view.errorLimit()).isEqualTo(limit);
		assertThat(this.view.subject()).isNull();
		assertThat(this.view.deadlineMillis()).isEqualTo(MessageMetadata.NO_DEADLINE);
		assertThat(this.view.toMetadata()).isSameAs(MessageMetadata.EMPTY);
		assertThatExceptionOfType(MessageFormatException.class)
			.isThrownBy(() -> MetadataCodec.decode(bytes, 0, bytes.length))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(error));
	}

	@Test
	@Requirement("SEC-53")
	void blocksAreCappedAt64EntriesAnd8192Bytes() {
		byte[] entries = new byte[4 + 65 * 3];
		entries[0] = 1;
		entries[1] = 64;
		entries[2] = (byte) (entries.length - 3);
		assertThat(this.view.wrap(entries, 0, entries.length)).isEqualTo(DecodeError.NONE);
		assertThat(this.view.entryCount()).isEqualTo(64);
		entries[1] = 65;
		entries[2] = (byte) entries.length;
		assertThat(this.view.wrap(entries, 0, entries.length)).isEqualTo(DecodeError.METADATA_TOO_MANY_ENTRIES);
		assertThat(this.view.errorValue()).isEqualTo(65);

		byte[] bytes = Arrays.copyOf(encode(MessageMetadata.subject("x".repeat(8185))), 8193);
		assertThat(this.view.wrap(bytes, 0, 8193)).isEqualTo(DecodeError.NONE);
		assertThat(this.view.length()).isEqualTo(8192);
		bytes[2] = 1;
		bytes[5]++;
		assertThat(this.view.wrap(bytes, 0, 8193)).isEqualTo(DecodeError.METADATA_TOO_LARGE);
		assertThat(this.view.errorValue()).isEqualTo(8193);
	}

	@Test
	@Requirement("SEC-59")
	void anyBytesAreABlockOrAnErrorValue() {
		SplittableRandom random = new SplittableRandom(4);
		int good = 0;
		for (int round = 0; round < 30_000; round++) {
			byte[] bytes = encode(random(random));
			for (int flips = random.nextInt(4); flips > 0; flips--) {
				bytes[random.nextInt(random.nextBoolean() ? bytes.length : Math.min(16, bytes.length))] = (byte) random
					.nextInt();
			}
			byte[] exact = Arrays.copyOf(bytes, bytes.length - (random.nextInt(8) == 0 ? 1 : 0));
			if (this.view.wrap(exact, 0, exact.length) == DecodeError.NONE) {
				good++;
				assertThat(this.view.toMetadata().encodedLength()).isLessThanOrEqualTo(this.view.length());
			}
			else {
				assertThat(this.view.toMetadata()).isEqualTo(MessageMetadata.EMPTY);
			}
		}
		assertThat(good).isBetween(5_000, 29_000);
	}

	private static byte[] encode(MessageMetadata metadata) {
		byte[] bytes = new byte[metadata.encodedLength()];
		assertThat(MetadataCodec.encode(metadata, bytes, 0)).isEqualTo(bytes.length);
		return bytes;
	}

	private static MessageMetadata random(SplittableRandom random) {
		MessageMetadata.Builder builder = MessageMetadata.builder();
		builder.subject(text(random)).contentType(text(random)).trace(text(random), text(random));
		builder.idempotencyKey(text(random));
		if (random.nextBoolean()) {
			builder.deadlineMillis(random.nextLong(1L << 32));
		}
		for (int headers = random.nextInt(4); headers > 0; headers--) {
			builder.header("h" + random.nextInt(3), String.valueOf(text(random)));
		}
		return builder.build();
	}

	private static String text(SplittableRandom random) {
		if (random.nextBoolean()) {
			return null;
		}
		int[] points = { 'a', 'z', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF };
		StringBuilder text = new StringBuilder();
		for (int length = random.nextInt(12); length > 0; length--) {
			text.appendCodePoint(points[random.nextInt(points.length)]);
		}
		return text.toString();
	}

}
