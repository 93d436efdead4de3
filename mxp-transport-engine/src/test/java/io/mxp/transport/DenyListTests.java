/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.math.BigInteger;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DenyListTests {

	private static final UUID AGENT = UUID.fromString("6f1d2c9a-8a51-4c0b-9a3b-0d3f6a3f7c11");

	private static final String FINGERPRINT = "sha256:" + "ab".repeat(32);

	@Test
	@Requirement("SEC-09")
	void textIsReadAndWritten() {
		DenyList list = DenyList.parse("# lost laptop\nagent " + AGENT + "\n\n  serial 0A:ff  # old\r\nfingerprint "
				+ "AB:".repeat(31) + "AB\n", "deny.txt");
		assertThat(list.agents()).containsExactly(AGENT);
		assertThat(list.serials()).containsExactly(BigInteger.valueOf(0x0AFF));
		assertThat(list.fingerprints()).containsExactly(FINGERPRINT);
		assertThat(list.entries()).containsExactly("agent " + AGENT, "fingerprint " + FINGERPRINT, "serial aff");
		assertThat(DenyList.parse(String.join("\n", list.entries()), "again")).isEqualTo(list).hasSameHashCodeAs(list);
		assertThat(list.size()).isEqualTo(3);
	}

	@Test
	void wrongLinesAreNamed() {
		for (String line : new String[] { "agent", "agent 1-2-3-4-5", "agent weather", "serial xyz", "fingerprint ab",
				"key " + FINGERPRINT, "agent " + AGENT + " x" }) {
			assertThatIllegalArgumentException().as(line)
				.isThrownBy(() -> DenyList.parse("# one\n" + line, "deny.txt"))
				.withMessageStartingWith("Line 2 of the deny list deny.txt cannot be used. ");
		}
	}

	@Test
	void twoListsDenyWhatEitherDenies() {
		DenyList one = DenyList.builder().agent(AGENT).build();
		DenyList other = DenyList.builder().fingerprint(FINGERPRINT).build();
		assertThat(one.and(other).entries()).containsExactly("agent " + AGENT, "fingerprint " + FINGERPRINT);
		assertThat(DenyList.EMPTY.size()).isZero();
	}

}
