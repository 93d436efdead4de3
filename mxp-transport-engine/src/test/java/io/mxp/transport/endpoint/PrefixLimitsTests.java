/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;

import io.mxp.transport.Attack;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A prefix may begin 100 handshakes a second here, and have 5 of them half-open. */
class PrefixLimitsTests {

	private static final long SECOND = 1_000_000_000L;

	private final PrefixLimits limits = new PrefixLimits(100, 5, 4_711);

	private static InetAddress address(String text) {
		try {
			return InetAddress.getByName(text);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	@Test
	@Attack("A02")
	void aPrefixHasABurstOfASecondAndThenItsRate() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.limits.takeHandshake(SECOND, address("192.0.2." + i))).isTrue();
		}
		assertThat(this.limits.takeHandshake(SECOND, address("192.0.2.200"))).isFalse();
		assertThat(this.limits.isFree(SECOND, address("192.0.2.200"))).isFalse();
		assertThat(this.limits.takeHandshake(SECOND, address("192.0.3.1"))).isTrue();
		// A hundredth of a second is worth one handshake, or ten answers.
		assertThat(this.limits.takeHandshake(SECOND + SECOND / 100 - 1, address("192.0.2.1"))).isFalse();
		for (int i = 0; i < 10; i++) {
			assertThat(this.limits.takeAnswer(SECOND + SECOND / 100, address("192.0.2.1"))).isTrue();
		}
		assertThat(this.limits.takeAnswer(SECOND + SECOND / 100, address("192.0.2.1"))).isFalse();
	}

	@Test
	void aPrefixOfIpv6HasSevenBytes() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.limits.takeHandshake(0, address("2001:db8:0:12" + i % 10 + "::" + i))).isTrue();
		}
		assertThat(this.limits.takeHandshake(0, address("2001:db8:0:1ff::1"))).isFalse();
		assertThat(this.limits.takeHandshake(0, address("2001:db8:0:200::1"))).isTrue();
	}

	@Test
	@Attack("A17")
	void fiveAreHalfOpenAndNotSix() {
		for (int i = 0; i < 5; i++) {
			assertThat(this.limits.takeHandshake(0, address("192.0.2.1"))).isTrue();
			this.limits.onStarted(address("192.0.2.1"));
		}
		assertThat(this.limits.takeHandshake(0, address("192.0.2.99"))).isFalse();
		assertThat(this.limits.takeHandshake(0, address("192.0.3.99"))).isTrue();
		this.limits.onEnded(address("192.0.2.1"));
		assertThat(this.limits.takeHandshake(0, address("192.0.2.99"))).isTrue();
	}

	@Test
	void aFloodOfAHundredPrefixesHardlyEverMeetsAnother() {
		for (int i = 0; i < 100; i++) {
			InetAddress flood = address("10.0." + i + ".1");
			while (this.limits.takeAnswer(0, flood)) {
				assertThat(flood).isNotNull();
			}
		}
		// Both places of one prefix are taken with a probability of (200 / 4,096)^2.
		int refused = 0;
		for (int i = 0; i < 10_000; i++) {
			refused += this.limits.isFree(0, address("172." + (16 + i / 256) + "." + i % 256 + ".1")) ? 0 : 1;
		}
		assertThat(refused).isLessThan(60);
	}

	@Test
	void withoutARateThereIsNone() {
		PrefixLimits none = new PrefixLimits(0, 5, 1);
		for (int i = 0; i < 100_000; i++) {
			assertThat(none.takeHandshake(0, address("192.0.2.1"))).isTrue();
		}
	}

}
