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
				QuickstartOptions.DEFAULT_PORT, QuickstartOptions.DEFAULT_PORT, 1_000));
	}

	@Test
	void readsEveryOptionInBothSpellings() {
		assertThat(
				QuickstartOptions.parse("--exit", "--transport=nio", "--port", "0", "--http-port=8081", "--calls", "5"))
			.isEqualTo(new QuickstartOptions(true, "nio", 0, 8081, 5));
	}

	@Test
	void saysWhatIsWrong() {
		assertThatIllegalArgumentException().isThrownBy(() -> QuickstartOptions.parse("--loss"))
			.withMessage("Unknown option '--loss'");
		assertThatIllegalArgumentException().isThrownBy(() -> QuickstartOptions.parse("--transport=tcp"))
			.withMessage("--transport is auto, nio or epoll, not 'tcp'");
		assertThatIllegalArgumentException().isThrownBy(() -> QuickstartOptions.parse("--calls=0"))
			.withMessage("--calls is a number from 1 to 1000000, not '0'");
		assertThatIllegalArgumentException().isThrownBy(() -> QuickstartOptions.parse("--port"))
			.withMessage("--port needs a value");
	}

}
