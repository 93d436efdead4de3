/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks;

import java.util.List;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.DeliveryConfig;
import io.mxp.transport.MessageType;
import io.mxp.transport.SocketConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BenchOptionsTests {

	@Test
	void readsEveryOption() {
		BenchOptions options = BenchOptions
			.parse(List.of("--suite", "chacha", "--jdk=25", "--mtu", "8192", "--seconds", "3", "--warmup=1", "--driver",
					"nio", "--idle", "spin", "--delivery", "thread", "--type", "heartbeat", "--size", "100", "--rate",
					"10000", "--streams", "50", "--congestion", "cubic", "--jfr", "recordings", "--json"));
		assertThat(options).isEqualTo(new BenchOptions(CipherSuite.CHACHA20_POLY1305_SHA256, 25, 8192, 3, 1,
				SocketConfig.Driver.NIO, SocketConfig.Idle.SPIN, DeliveryConfig.Mode.THREAD,
				MessageType.AGENT_HEARTBEAT, 100, 10_000, 50, "cubic", "recordings", true));
	}

	@Test
	void travelAsArguments() {
		BenchOptions options = BenchOptions.parse(List.of("--suite", "chacha", "--mtu", "1452", "--rate", "7"));
		assertThat(BenchOptions.parse(options.toArguments())).isEqualTo(options);
		assertThat(BenchOptions.parse(BenchOptions.defaults().toArguments())).isEqualTo(BenchOptions.defaults());
	}

	@Test
	void namesWhatIsWrong() {
		assertThatIllegalArgumentException().isThrownBy(() -> BenchOptions.parse(List.of("--speed", "1")))
			.withMessage("unknown option --speed");
		assertThatIllegalArgumentException().isThrownBy(() -> BenchOptions.parse(List.of("--suite", "rot13")))
			.withMessage("--suite is one of aes, chacha, not 'rot13'");
		assertThatIllegalArgumentException().isThrownBy(() -> BenchOptions.parse(List.of("--mtu", "100")))
			.withMessage("--mtu is a number from 1200 to 65000, not '100'");
		assertThatIllegalArgumentException().isThrownBy(() -> BenchOptions.parse(List.of("--rate")))
			.withMessage("--rate needs a value");
		assertThatIllegalArgumentException().isThrownBy(() -> BenchOptions.parse(List.of("fast")))
			.withMessage("unexpected argument 'fast'");
	}

}
