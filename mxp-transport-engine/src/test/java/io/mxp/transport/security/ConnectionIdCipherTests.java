/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;

import io.mxp.transport.Requirement;
import io.mxp.transport.packet.LittleEndian;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Connection ids that load balancers of draft-ietf-quic-load-balancers-21 can read. */
class ConnectionIdCipherTests {

	private final ConnectionIdCipher cipher = new ConnectionIdCipher(hex("8f95f09245765f80256934e50c66207f"));

	/** Appendix B.2 of the draft: server ed793a, nonce ee080dbf, rotation bits 0. */
	@Test
	@Requirement("SEC-38")
	void theDraftsOwnExample() {
		long plain = LittleEndian.getLong(hex("07ed793aee080dbf"), 0);
		long id = LittleEndian.getLong(hex("0720b1d07b359d3c"), 0);
		assertThat(this.cipher.encrypt(plain)).isEqualTo(id);
		assertThat(this.cipher.decrypt(id)).isEqualTo(plain);
	}

	@Test
	void whatIsHiddenIsFoundAgain() {
		SplittableRandom random = new SplittableRandom(1);
		for (int i = 0; i < 10_000; i++) {
			long plain = random.nextLong();
			assertThat(this.cipher.decrypt(this.cipher.encrypt(plain))).isEqualTo(plain);
		}
	}

	/**
	 * Ids of nonces that count differ in half of their 56 hidden bits, and never meet.
	 */
	@Test
	@Requirement("SEC-40")
	void countingDoesNotShow() {
		Set<Long> seen = new HashSet<>();
		long differing = 0;
		long before = this.cipher.encrypt(0);
		for (long nonce = 1; nonce <= 10_000; nonce++) {
			long id = this.cipher.encrypt(nonce << 32);
			assertThat(seen.add(id)).isTrue();
			differing += Long.bitCount(id ^ before);
			before = id;
		}
		assertThat(differing / 10_000.0).isBetween(27.5, 28.5);
	}

	private static byte[] hex(String text) {
		return HexFormat.of().parseHex(text);
	}

}
