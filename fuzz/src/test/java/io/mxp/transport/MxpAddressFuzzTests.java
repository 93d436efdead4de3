/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Addresses of the configuration. */
class MxpAddressFuzzTests {

	@FuzzTest
	@Requirement("SEC-59")
	@Attack("A04")
	void address(byte[] utf8) {
		String text = new String(utf8, java.nio.charset.StandardCharsets.UTF_8);
		MxpAddress address;
		try {
			address = MxpAddress.parse(text);
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex).hasMessageContaining("is not an MXP address");
			return;
		}
		assertThat(address.port()).isBetween(1, 65_535);
		assertThat(MxpAddress.parse(address.toString())).isEqualTo(address);
	}

}
