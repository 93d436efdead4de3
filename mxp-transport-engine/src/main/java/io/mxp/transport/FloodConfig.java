/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.time.Duration;

/**
 * What a server does about floods of first messages. Limits are those of one event loop.
 *
 * @param retryHandshakes from so many half-open connections on, a client must show with a
 * token that it is where it says, which costs it one round trip; 0 for always
 * @param retryRate the same from so many new connections a second on; 0 for always
 * @param retryTokenLifetime how long a client may take to come back with the token of a
 * Retry, 1 to 30 s
 * @param newTokenLifetime how long the token is good that an accepted client gets for its
 * next visit, at most a day; zero for giving none
 * @param prefixRate handshakes of one network prefix in a second, /24 of IPv4 or /56 of
 * IPv6, a Retry counting as a tenth of one; 0 for no limit
 * @param prefixHandshakes half-open connections of one network prefix
 */
public record FloodConfig(int retryHandshakes, int retryRate, Duration retryTokenLifetime, Duration newTokenLifetime,
		int prefixRate, int prefixHandshakes, int proofOfWorkBits) {

	/** Most zero bits of a solution; about a million hashes. */
	public static final int MAX_PROOF_OF_WORK_BITS = 20;

	private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

	private static final Duration LONGEST_NEW = Duration.ofDays(1);

	public FloodConfig {
		if (retryHandshakes < 0 || retryRate < 0) {
			throw new IllegalArgumentException("server.flood.retry-handshakes and retry-rate must not be negative");
		}
		if (retryTokenLifetime.compareTo(Duration.ofSeconds(1)) < 0
				|| retryTokenLifetime.compareTo(LONGEST_RETRY) > 0) {
			throw new IllegalArgumentException(
					"server.flood.retry-token-lifetime must be 1 s to 30 s, not " + retryTokenLifetime);
		}
		if (newTokenLifetime.isNegative() || newTokenLifetime.compareTo(LONGEST_NEW) > 0) {
			throw new IllegalArgumentException(
					"server.flood.new-token-lifetime must be 0 to 1 day, not " + newTokenLifetime);
		}
		if (prefixRate < 0 || prefixHandshakes < 1) {
			throw new IllegalArgumentException(
					"server.flood.prefix-rate must not be negative, prefix-handshakes must be positive");
		}
		if (proofOfWorkBits < 0 || proofOfWorkBits > MAX_PROOF_OF_WORK_BITS) {
			throw new IllegalArgumentException("server.flood.proof-of-work.bits must be 0 to " + MAX_PROOF_OF_WORK_BITS
					+ ", not " + proofOfWorkBits);
		}
	}

	/**
	 * Retry from 1,000 half-open or 1,000 new connections a second on; tokens of 10 s and
	 * of an hour; 1,000 handshakes a second and 2,500 half-open of one prefix.
	 */
	public static FloodConfig defaults() {
		return new FloodConfig(1_000, 1_000, Duration.ofSeconds(10), Duration.ofHours(1), 1_000, 2_500, 0);
	}

	/** The same with other thresholds of Retry; 0 for always. */
	public FloodConfig withRetryAbove(int handshakes, int perSecond) {
		return new FloodConfig(handshakes, perSecond, this.retryTokenLifetime, this.newTokenLifetime, this.prefixRate,
				this.prefixHandshakes, this.proofOfWorkBits);
	}

	/** The same with another life of tokens, 1 to 30 s. */
	public FloodConfig withRetryTokenLifetime(Duration lifetime) {
		return new FloodConfig(this.retryHandshakes, this.retryRate, lifetime, this.newTokenLifetime, this.prefixRate,
				this.prefixHandshakes, this.proofOfWorkBits);
	}

	/** The same with another life of tokens for later visits; zero for giving none. */
	public FloodConfig withNewTokenLifetime(Duration lifetime) {
		return new FloodConfig(this.retryHandshakes, this.retryRate, this.retryTokenLifetime, lifetime, this.prefixRate,
				this.prefixHandshakes, this.proofOfWorkBits);
	}

	/** The same with other limits of a prefix; a rate of 0 for no limit. */
	public FloodConfig withPrefixLimits(int handshakesPerSecond, int halfOpen) {
		return new FloodConfig(this.retryHandshakes, this.retryRate, this.retryTokenLifetime, this.newTokenLifetime,
				handshakesPerSecond, halfOpen, this.proofOfWorkBits);
	}

	/**
	 * The same with a puzzle in each Retry; 0 for none, each bit more doubles a client's
	 * work.
	 */
	public FloodConfig withProofOfWork(int bits) {
		return new FloodConfig(this.retryHandshakes, this.retryRate, this.retryTokenLifetime, this.newTokenLifetime,
				this.prefixRate, this.prefixHandshakes, bits);
	}

}
