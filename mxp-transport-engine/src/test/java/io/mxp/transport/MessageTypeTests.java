/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MessageTypeTests {

	@Test
	void everyCodeLeadsBackToItsTypeAndNoOtherCodeToAny() {
		for (int code = -1; code <= 256; code++) {
			int wanted = code;
			MessageType expected = Arrays.stream(MessageType.values())
				.filter((type) -> type.code() == wanted)
				.findFirst()
				.orElse(null);
			assertThat(MessageType.fromCode(code)).isEqualTo(expected);
		}
		assertThat(MessageType.fromCode(Integer.MIN_VALUE)).isNull();
	}

	@Test
	void bandsAreThoseOfTheSpecification() {
		assertThat(MessageType.defaultBandOf(0x10)).isEqualTo(PriorityBand.CRITICAL);
		assertThat(MessageType.defaultBandOf(0x11)).isEqualTo(PriorityBand.CRITICAL);
		assertThat(MessageType.defaultBandOf(0x01)).isEqualTo(PriorityBand.CONTROL);
		assertThat(MessageType.defaultBandOf(0x02)).isEqualTo(PriorityBand.CONTROL);
		assertThat(MessageType.defaultBandOf(0x03)).isEqualTo(PriorityBand.CONTROL);
		assertThat(MessageType.defaultBandOf(0x20)).isEqualTo(PriorityBand.STREAMING);
		assertThat(MessageType.defaultBandOf(0x21)).isEqualTo(PriorityBand.STREAMING);
		assertThat(MessageType.defaultBandOf(0x22)).isEqualTo(PriorityBand.STREAMING);
		assertThat(MessageType.defaultBandOf(0x12)).isEqualTo(PriorityBand.BACKGROUND);
		assertThat(MessageType.defaultBandOf(0xF0)).isEqualTo(PriorityBand.BACKGROUND);
		assertThat(MessageType.defaultBandOf(0xF1)).isEqualTo(PriorityBand.BACKGROUND);
		assertThat(MessageType.defaultBandOf(0x80)).isEqualTo(PriorityBand.BACKGROUND);
	}

	@Test
	void customCodesAreThoseFrom80ToEf() {
		assertThat(MessageType.isCustomCode(0x7F)).isFalse();
		assertThat(MessageType.isCustomCode(0x80)).isTrue();
		assertThat(MessageType.isCustomCode(0xEF)).isTrue();
		assertThat(MessageType.isCustomCode(0xF0)).isFalse();
	}

	@Test
	void bandsHaveIndexAndWeight() {
		assertThat(PriorityBand.values()).extracting(PriorityBand::defaultWeight).containsExactly(8, 4, 2, 1);
		for (int index = 0; index < 4; index++) {
			assertThat(PriorityBand.fromIndex(index).index()).isEqualTo(index);
		}
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> PriorityBand.fromIndex(4));
	}

}
