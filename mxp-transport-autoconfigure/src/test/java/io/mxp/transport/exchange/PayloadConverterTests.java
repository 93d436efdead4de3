/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.google.protobuf.StringValue;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PayloadConverterTests {

	private final PayloadConverter converter = new PayloadConverter(
			List.of(new ProtobufFormat(), new JacksonFormat(JsonMapper.builder().build())));

	record Point(int x, int y) {
	}

	@Test
	void recordsAreJson() {
		PayloadConverter.Encoded encoded = this.converter.encode(new Point(1, 2), null);
		assertThat(encoded.contentType()).isEqualTo("application/json");
		assertThat(StandardCharsets.UTF_8.decode(encoded.bytes().duplicate()).toString())
			.isEqualTo("{\"x\":1,\"y\":2}");
		assertThat(this.converter.decode(encoded.bytes(), encoded.contentType(), Point.class))
			.isEqualTo(new Point(1, 2));
	}

	@Test
	void readOnlyAndSlicedBuffersAreRead() {
		byte[] padded = "..[{\"x\":1,\"y\":2}]..".getBytes(StandardCharsets.UTF_8);
		ByteBuffer slice = ByteBuffer.wrap(padded, 2, padded.length - 4);
		var type = new ParameterizedTypeReference<List<Point>>() {
		}.getType();
		assertThat(this.converter.decode(slice, null, type)).isEqualTo(List.of(new Point(1, 2)));
		assertThat(this.converter.decode(slice.asReadOnlyBuffer(), "application/octet-stream", type))
			.isEqualTo(List.of(new Point(1, 2)));
	}

	@Test
	void generatedMessagesAreProtocolBuffers() {
		PayloadConverter.Encoded encoded = this.converter.encode(StringValue.of("hei"), null);
		assertThat(encoded.contentType()).isEqualTo("application/x-protobuf");
		assertThat(this.converter.decode(encoded.bytes(), encoded.contentType(), StringValue.class))
			.isEqualTo(StringValue.of("hei"));
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.converter.decode(ByteBuffer.wrap(new byte[] { 9, 9 }), null, StringValue.class));
	}

	@Test
	void nothingIsNothing() {
		assertThat(this.converter.encode(null, null).bytes().remaining()).isZero();
		assertThat(this.converter.decode(ByteBuffer.allocate(0), null, Point.class)).isNull();
		assertThat(this.converter.decode(ByteBuffer.allocate(0), null, String.class)).isEqualTo("");
	}

	@Test
	void withoutAFormatBytesAndTextStillWork() {
		PayloadConverter plain = new PayloadConverter(List.of());
		assertThat(plain.supports(Point.class)).isFalse();
		assertThat(plain.supports(String.class)).isTrue();
		assertThat(plain.encode("text", null).contentType()).isEqualTo("text/plain;charset=UTF-8");
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> plain.encode(new Point(1, 2), null))
			.withMessageContaining("Point");
	}

	@Test
	void unknownContentTypeIsRefused() {
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.converter.decode(ByteBuffer.wrap(new byte[] { 1 }), "application/cbor", Point.class))
			.withMessageContaining("application/cbor");
	}

}
