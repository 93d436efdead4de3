/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.security.AddressTokens.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Retry tokens live 10 s here, those for later visits an hour. */
class AddressTokensTests {

	private static final long SECOND = 1_000_000_000L;

	private static final long ORIGINAL = 0x0102_0304_0506_0708L;

	private static final long RETRY_ID = 0x1112_1314_1516_1718L;

	private static final InetSocketAddress CLIENT = address("192.0.2.7", 40_000);

	private final RandomSource random = new RandomSource() {

		private long counter;

		@Override
		public void nextBytes(byte[] bytes) {
			Arrays.fill(bytes, (byte) ++this.counter);
		}

		@Override
		public long nextLong() {
			return ++this.counter;
		}

	};

	private final AddressTokenSecret secret = new AddressTokenSecret(this.random);

	private final AddressTokens tokens = tokens(this.secret);

	private AddressTokens tokens(AddressTokenSecret from) {
		return new AddressTokens(from, HandshakeSettings.of(HandshakeConfig.defaults()), this.random, 10 * SECOND,
				3_600 * SECOND);
	}

	private static InetSocketAddress address(String text, int port) {
		try {
			return new InetSocketAddress(InetAddress.getByName(text), port);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private Verdict verdict(long nowNanos, InetSocketAddress from, byte[] token, long id) {
		return this.tokens.read(nowNanos, from, token, id).verdict();
	}

	@Test
	@Requirement("SEC-35")
	void aRetryTokenTellsTheFirstIdToWhomItWasGiven() {
		byte[] token = this.tokens.retryToken(5 * SECOND, CLIENT, ORIGINAL, RETRY_ID);
		assertThat(token).hasSize(AddressTokens.TOKEN_BYTES);
		assertThat(AddressTokens.isRetryToken(token)).isTrue();
		AddressTokens.Reading reading = this.tokens.read(6 * SECOND, CLIENT, token, RETRY_ID);
		assertThat(reading).isEqualTo(new AddressTokens.Reading(Verdict.GOOD, ORIGINAL, true, 0));
		assertThat(verdict(6 * SECOND, address("192.0.2.8", 40_000), token, RETRY_ID)).isEqualTo(Verdict.OTHER_ADDRESS);
		assertThat(verdict(6 * SECOND, address("192.0.2.7", 40_001), token, RETRY_ID)).isEqualTo(Verdict.OTHER_ADDRESS);
		assertThat(verdict(6 * SECOND, address("2001:db8::c000:207", 40_000), token, RETRY_ID))
			.isEqualTo(Verdict.OTHER_ADDRESS);
		assertThat(verdict(6 * SECOND, CLIENT, token, RETRY_ID + 1)).isEqualTo(Verdict.FORGED);
	}

	@Test
	@Requirement("SEC-35")
	void aTokenIsGoodToTheEndOfItsLifeAndNotOneNanosecondLonger() {
		// Given just before keys change at 10 s, read with those of the generation
		// before.
		for (long given : new long[] { 0, 5 * SECOND, 10 * SECOND - 1, 10 * SECOND }) {
			byte[] token = this.tokens.retryToken(given, CLIENT, ORIGINAL, RETRY_ID);
			assertThat(verdict(given + 10 * SECOND, CLIENT, token, RETRY_ID)).isEqualTo(Verdict.GOOD);
			assertThat(verdict(given + 10 * SECOND + 1, CLIENT, token, RETRY_ID)).isEqualTo(Verdict.EXPIRED);
			assertThat(verdict(given + 1_000 * SECOND, CLIENT, token, RETRY_ID)).isEqualTo(Verdict.EXPIRED);
		}
	}

	@Test
	@Requirement("SEC-35")
	void keysOfAThousandGenerationsAreAllDifferent() {
		byte[] first = this.tokens.retryToken(0, CLIENT, ORIGINAL, RETRY_ID);
		// 256 generations later the byte that names the generation is the same again.
		assertThat(verdict(2_560 * SECOND, CLIENT, first, RETRY_ID)).isEqualTo(Verdict.FORGED);
		for (long generation = 1; generation < 1_000; generation++) {
			long now = generation * 10 * SECOND;
			byte[] token = this.tokens.retryToken(now, CLIENT, ORIGINAL, RETRY_ID);
			assertThat(verdict(now, CLIENT, token, RETRY_ID)).isEqualTo(Verdict.GOOD);
		}
	}

	@Test
	void anEventLoopWhoseTimeIsALittleLateReadsWhatAnotherOneGave() {
		AddressTokens other = tokens(this.secret);
		byte[] token = other.retryToken(10 * SECOND, CLIENT, ORIGINAL, RETRY_ID);
		assertThat(verdict(10 * SECOND - 1_000_000, CLIENT, token, RETRY_ID)).isEqualTo(Verdict.GOOD);
		assertThat(verdict(8 * SECOND, CLIENT, token, RETRY_ID)).isEqualTo(Verdict.EXPIRED);
	}

	@Test
	@Requirement("SEC-35")
	void noBitOfATokenMayChange() {
		byte[] retry = this.tokens.retryToken(SECOND, CLIENT, ORIGINAL, RETRY_ID);
		byte[] later = this.tokens.laterToken(SECOND, CLIENT.getAddress());
		for (byte[] token : new byte[][] { retry, later }) {
			for (int bit = 0; bit < 8 * token.length; bit++) {
				byte[] changed = token.clone();
				changed[bit / 8] ^= (byte) (1 << bit % 8);
				assertThat(verdict(2 * SECOND, CLIENT, changed, RETRY_ID)).as("bit %s", bit)
					.isIn(Verdict.FORGED, Verdict.EXPIRED);
			}
			assertThat(verdict(2 * SECOND, CLIENT, Arrays.copyOf(token, 71), RETRY_ID)).isEqualTo(Verdict.FORGED);
			assertThat(verdict(2 * SECOND, CLIENT, Arrays.copyOf(token, 73), RETRY_ID)).isEqualTo(Verdict.FORGED);
			assertThat(verdict(2 * SECOND, CLIENT, token, RETRY_ID)).isEqualTo(Verdict.GOOD);
		}
		assertThat(verdict(2 * SECOND, CLIENT, new byte[0], RETRY_ID)).isEqualTo(Verdict.FORGED);
	}

	@Test
	@Requirement("SEC-35")
	void oneKindOfTokenIsNotTakenForTheOther() {
		byte[] later = this.tokens.laterToken(SECOND, CLIENT.getAddress());
		assertThat(AddressTokens.isRetryToken(later)).isFalse();
		later[0] = 1;
		assertThat(verdict(SECOND, CLIENT, later, 0)).isEqualTo(Verdict.FORGED);
	}

	@Test
	void aTokenForALaterVisitIsForAnyPortAndAnyConnectionOfAnAddress() {
		byte[] token = this.tokens.laterToken(SECOND, CLIENT.getAddress());
		assertThat(verdict(3_601 * SECOND, address("192.0.2.7", 1), token, 99)).isEqualTo(Verdict.GOOD);
		assertThat(verdict(3_601 * SECOND + 1, CLIENT, token, 99)).isEqualTo(Verdict.EXPIRED);
		assertThat(verdict(2 * SECOND, address("192.0.3.7", 1), token, 99)).isEqualTo(Verdict.OTHER_ADDRESS);
		byte[] another = this.tokens.laterToken(SECOND, CLIENT.getAddress());
		assertThat(this.tokens.read(SECOND, CLIENT, another, 0).id())
			.isNotEqualTo(this.tokens.read(SECOND, CLIENT, token, 0).id());
	}

	@Test
	@Requirement("SEC-35")
	void anotherTransportsTokenIsForged() {
		byte[] foreign = tokens(new AddressTokenSecret(this.random)).retryToken(SECOND, CLIENT, ORIGINAL, RETRY_ID);
		assertThat(verdict(SECOND, CLIENT, foreign, RETRY_ID)).isEqualTo(Verdict.FORGED);
	}

}
