/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.charset.StandardCharsets;

import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Requirement("SEC-46")
class ProofOfWorkTests {

	private static final byte[] TOKEN = "token".getBytes(StandardCharsets.US_ASCII);

	@Test
	void theExampleOfTheSpecification() {
		assertThat(ProofOfWork.solve(TOKEN, 8, 0, () -> false)).isEqualTo(171);
		assertThat(ProofOfWork.solves(TOKEN, 8, 171)).isTrue();
		// 00 96: eight zero bits and not one more
		assertThat(ProofOfWork.solves(TOKEN, 9, 171)).isFalse();
		assertThat(ProofOfWork.solves(TOKEN, 8, 170)).isFalse();
	}

	@Test
	void aSolutionIsThatOfOneToken() {
		long solution = ProofOfWork.solve(TOKEN, 12, 1L << 40, () -> false);
		assertThat(ProofOfWork.solves(TOKEN, 12, solution)).isTrue();
		assertThat(ProofOfWork.solves(new byte[72], 12, solution)).isFalse();
	}

	@Test
	void nobodySearchesForEver() {
		long given = ProofOfWork.solve(TOKEN, 200, 0, () -> true);
		assertThat(given).isEqualTo(1_024);
		assertThat(ProofOfWork.solves(TOKEN, 200, given)).isFalse();
	}

}
