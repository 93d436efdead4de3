/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MessageMetadataTests {

	@Test
	void emptyHasTheFourBytesOfTheBlockOnly() {
		assertThat(MessageMetadata.EMPTY).isEqualTo(MessageMetadata.builder().build());
		assertThat(MessageMetadata.EMPTY.encodedLength()).isEqualTo(4);
		assertThat(MessageMetadata.EMPTY.entryCount()).isZero();
		assertThat(MessageMetadata.EMPTY.hasDeadline()).isFalse();
	}

	@Test
	void keepsWhatItIsGiven() {
		MessageMetadata metadata = MessageMetadata.builder()
			.subject("weather.oslo")
			.contentType("application/json")
			.trace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "a=b")
			.deadlineMillis(0)
			.idempotencyKey("k-1")
			.header("b", "1")
			.header("a", "2")
			.header("b", "3")
			.build();
		assertThat(metadata.subject()).isEqualTo("weather.oslo");
		assertThat(metadata.contentType()).isEqualTo("application/json");
		assertThat(metadata.traceparent()).startsWith("00-4bf9");
		assertThat(metadata.tracestate()).isEqualTo("a=b");
		assertThat(metadata.deadlineMillis()).isZero();
		assertThat(metadata.hasDeadline()).isTrue();
		assertThat(metadata.idempotencyKey()).isEqualTo("k-1");
		assertThat(metadata.headers()).extracting(MessageMetadata.Header::value).containsExactly("1", "2", "3");
		assertThat(metadata.header("b")).isEqualTo("1");
		assertThat(metadata.header("B")).isNull();
		assertThat(metadata.entryCount()).isEqualTo(9);
		assertThat(metadata.toBuilder().build()).isEqualTo(metadata).hasSameHashCodeAs(metadata);
		assertThat(metadata.toBuilder().header("c", "").build()).isNotEqualTo(metadata);
	}

	@Test
	void valuesOfHeadersAreNotPrinted() {
		MessageMetadata metadata = MessageMetadata.builder().header("authorization", "hunter2").build();
		assertThat(metadata.toString()).contains("authorization").doesNotContain("hunter2");
	}

	@Test
	@Requirement("SEC-53")
	void entriesAreCappedAt64() {
		MessageMetadata.Builder builder = MessageMetadata.builder().subject("s").deadlineMillis(1);
		for (int i = 0; i < 62; i++) {
			builder.header("h", "");
		}
		assertThat(builder.build().entryCount()).isEqualTo(64);
		builder.header("h", "");
		assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("65 entries");
	}

	@Test
	@Requirement("SEC-53")
	void bytesAreCappedAt8192() {
		// 4 for the block, 3 for the entry.
		assertThat(MessageMetadata.subject("x".repeat(8185)).encodedLength()).isEqualTo(8192);
		assertThatIllegalArgumentException().isThrownBy(() -> MessageMetadata.subject("x".repeat(8186)))
			.withMessageContaining("8193 bytes");
		assertThatIllegalArgumentException().isThrownBy(() -> MessageMetadata.subject("世".repeat(2729)))
			.withMessageContaining("8194 bytes");
	}

	@Test
	void deadlineIsAnUnsigned32BitNumber() {
		assertThat(MessageMetadata.builder().deadlineMillis(0xFFFF_FFFFL).build().deadlineMillis())
			.isEqualTo(4_294_967_295L);
		assertThatIllegalArgumentException().isThrownBy(() -> MessageMetadata.builder().deadlineMillis(0x1_0000_0000L));
		assertThatIllegalArgumentException().isThrownBy(() -> MessageMetadata.builder().deadlineMillis(-2));
		assertThatIllegalArgumentException().isThrownBy(() -> MessageMetadata.builder().header("", "x"));
	}

}
