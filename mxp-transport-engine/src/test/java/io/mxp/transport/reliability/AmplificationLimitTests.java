/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import org.junit.jupiter.api.Test;

import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

class AmplificationLimitTests {

	private final AmplificationLimit limit = new AmplificationLimit();

	@Test
	@Requirement("SEC-32")
	@Attack("A01")
	void nothingIsSentBeforeAnythingCame() {
		assertThat(this.limit.allowanceBytes()).isZero();
		assertThat(this.limit.allows(1)).isFalse();
	}

	@Test
	@Requirement("SEC-32")
	@Attack("A01")
	void threeTimesWhatCameMayBeSentAtEveryInstant() {
		this.limit.onDatagramReceived(1_200);
		for (int i = 0; i < 3; i++) {
			assertThat(this.limit.allows(1_200)).isTrue();
			this.limit.onDatagramSent(1_200);
		}
		assertThat(this.limit.allows(1)).isFalse();
		this.limit.onDatagramReceived(40);
		assertThat(this.limit.allowanceBytes()).isEqualTo(120);
		assertThat(this.limit.allows(121)).isFalse();
	}

	@Test
	void aValidatedAddressHasNoLimit() {
		this.limit.onDatagramReceived(10);
		this.limit.onDatagramSent(30);
		this.limit.onValidated();
		assertThat(this.limit.isValidated()).isTrue();
		assertThat(this.limit.allows(65_535)).isTrue();
	}

}
