/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class BandMappingTests {

	@Test
	void everyTypeStartsInItsDefaultBand() {
		for (MessageType type : MessageType.values()) {
			assertThat(BandMapping.defaults().bandOf(type)).isEqualTo(type.defaultBand());
			assertThat(BandMapping.defaults().bandOf(type.code())).isEqualTo(type.defaultBand());
		}
		assertThat(BandMapping.defaults().bandOf(0x80)).isEqualTo(PriorityBand.BACKGROUND);
	}

	@Test
	void aCopyChangesOneTypeAndStreamsStayTogether() {
		BandMapping mapping = BandMapping.defaults()
			.with(MessageType.EVENT, PriorityBand.CRITICAL)
			.with(MessageType.STREAM_CHUNK, PriorityBand.CONTROL);
		assertThat(mapping.bandOf(MessageType.EVENT)).isEqualTo(PriorityBand.CRITICAL);
		assertThat(mapping.bandOf(MessageType.STREAM_OPEN)).isEqualTo(PriorityBand.CONTROL);
		assertThat(mapping.bandOf(MessageType.STREAM_CLOSE)).isEqualTo(PriorityBand.CONTROL);
		assertThat(mapping.bandOf(MessageType.CALL)).isEqualTo(PriorityBand.CRITICAL);
		assertThat(BandMapping.defaults().bandOf(MessageType.EVENT)).isEqualTo(PriorityBand.BACKGROUND);
		assertThat(mapping).isNotEqualTo(BandMapping.defaults())
			.isEqualTo(BandMapping.defaults()
				.with(MessageType.STREAM_CLOSE, PriorityBand.CONTROL)
				.with(MessageType.EVENT, PriorityBand.CRITICAL));
	}

	@Test
	void aTypeHasSomeBand() {
		assertThatNullPointerException().isThrownBy(() -> BandMapping.defaults().with(MessageType.EVENT, null))
			.withMessage("band");
	}

}
