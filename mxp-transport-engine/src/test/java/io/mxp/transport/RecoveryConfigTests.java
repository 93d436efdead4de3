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

class RecoveryConfigTests {

	@Test
	void defaultsAreThoseOfRfc9002() {
		RecoveryConfig config = RecoveryConfig.defaults();
		assertThat(config.congestionControl()).isEqualTo("bbr");
		assertThat(config.initialRttNanos()).isEqualTo(333_000_000);
		assertThat(config.maxAckDelayNanos()).isEqualTo(25_000_000);
		assertThat(config.packetThreshold()).isEqualTo(3);
		assertThat(config.ackEveryPackets()).isEqualTo(2);
		assertThat(config.initialWindowPackets()).isEqualTo(10);
		assertThat(config.maxWindowBytes()).isEqualTo(16 << 20);
		assertThat(config.ecn()).isTrue();
	}

	@Test
	void aSettingOutOfRangeIsNamedWithItsRange() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RecoveryConfig("newreno", 333_000_000, 25_000_000, 2, 2, 10, 16 << 20, true))
			.withMessage("packetThreshold is 2 and must be between 3 and 64");
		assertThatIllegalArgumentException().isThrownBy(() -> RecoveryConfig.defaults().withMaxWindowBytes(1_000))
			.withMessageContaining("maxWindowBytes is 1000");
		assertThatIllegalArgumentException().isThrownBy(() -> RecoveryConfig.defaults().withCongestionControl(" "))
			.withMessageContaining("congestionControl");
	}

}
