/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class QuickstartOptionsTests {

	@Test
	void nothingMeansTheUsual() {
		assertThat(QuickstartOptions.parse()).isEqualTo(new QuickstartOptions(false, "auto",
				QuickstartOptions.DEFAULT_PORT, QuickstartOptions.DEFAULT_PORT, 1_000, 0, 0));
	}

	@Test
	void readsEveryOptionInBothSpellings() {
		assertThat(
				QuickstartOptions.parse("--exit", "--transport=nio", "--port", "0", "--http-port=8081", "--calls", "5"))
			.isEqualTo(new QuickstartOptions(true, "nio", 0, 8081, 5, 0, 0));
	}

	@Test
	void aSlowNetworkGetsFewerCallsUnlessTheyWereAskedFor() {
		QuickstartOptions lossy = QuickstartOptions.parse("--loss", "2.5", "--delay=20");
		assertThat(lossy.isImpaired()).isTrue();
		assertThat(lossy.lossPercent()).isEqualTo(2.5);
		assertThat(lossy.delayMillis()).isEqualTo(20);
		assertThat(lossy.calls()).isEqualTo(200);
		assertThat(QuickstartOptions.parse("--loss=1", "--calls=1000").calls()).isEqualTo(1_000);
		assertThat(QuickstartOptions.parse("--loss=0", "--delay=0").isImpaired()).isFalse();
	}

	@Test
	void saysWhatIsWrong() {
		assertThatIllegalArgumentException().isThrownBy(() -> QuickstartOptions.parse("--lose"))
			.withMessage("Unknown option '--lose'");
		assertThatIllegalArgumentException().isThrownBy(() -> QuickstartOptions.parse("--loss=50.1"))
			.withMessage("--loss is a number of percent from 0 to 50, not '50.1'");
		assertThatIllegalArgumentException().isThrownBy(() -> QuickstartOptions.parse("--loss=NaN"))
			.withMessage("--loss is a number of percent from 0 to 50, not 'NaN'");
		assertThatIllegalArgumentException().isThrownBy(() -> QuickstartOptions.parse("--delay=1001"))
			.withMessage("--delay is a number from 0 to 1000, not '1001'");
		assertThatIllegalArgumentException().isThrownBy(() -> QuickstartOptions.parse("--transport=tcp"))
			.withMessage("--transport is auto, nio or epoll, not 'tcp'");
		assertThatIllegalArgumentException().isThrownBy(() -> QuickstartOptions.parse("--calls=0"))
			.withMessage("--calls is a number from 1 to 1000000, not '0'");
		assertThatIllegalArgumentException().isThrownBy(() -> QuickstartOptions.parse("--port"))
			.withMessage("--port needs a value");
	}

}
