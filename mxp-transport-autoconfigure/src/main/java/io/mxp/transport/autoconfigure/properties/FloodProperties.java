/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.time.Duration;

/**
 * What is done about floods of first messages, for each event loop.
 */
public class FloodProperties {

	/**
	 * From so many half-open connections on, clients must show with a token that they are
	 * where they say, which costs them a round trip. 0 for always.
	 */
	private int retryHandshakes = 1_000;

	/**
	 * The same from so many new connections a second on. 0 for always.
	 */
	private int retryRate = 1_000;

	/**
	 * How long a client may take to come back with its token, 1s to 30s.
	 */
	private Duration retryTokenLifetime = Duration.ofSeconds(10);

	/**
	 * How long the token is good that an accepted client gets for its next visit, at most
	 * 1d. 0 for giving none.
	 */
	private Duration newTokenLifetime = Duration.ofHours(1);

	/**
	 * Handshakes of one network prefix in a second; a Retry counts as a tenth of one. 0
	 * for no limit.
	 */
	private int prefixRate = 1_000;

	/**
	 * Most half-open connections of one network prefix, /24 of IPv4 or /56 of IPv6.
	 */
	private int prefixHandshakes = 2_500;

	private final ProofOfWork proofOfWork = new ProofOfWork();

	public ProofOfWork getProofOfWork() {
		return this.proofOfWork;
	}

	public int getRetryHandshakes() {
		return this.retryHandshakes;
	}

	public void setRetryHandshakes(int retryHandshakes) {
		this.retryHandshakes = retryHandshakes;
	}

	public int getRetryRate() {
		return this.retryRate;
	}

	public void setRetryRate(int retryRate) {
		this.retryRate = retryRate;
	}

	public Duration getRetryTokenLifetime() {
		return this.retryTokenLifetime;
	}

	public void setRetryTokenLifetime(Duration retryTokenLifetime) {
		this.retryTokenLifetime = retryTokenLifetime;
	}

	public Duration getNewTokenLifetime() {
		return this.newTokenLifetime;
	}

	public void setNewTokenLifetime(Duration newTokenLifetime) {
		this.newTokenLifetime = newTokenLifetime;
	}

	public int getPrefixRate() {
		return this.prefixRate;
	}

	public void setPrefixRate(int prefixRate) {
		this.prefixRate = prefixRate;
	}

	public int getPrefixHandshakes() {
		return this.prefixHandshakes;
	}

	public void setPrefixHandshakes(int prefixHandshakes) {
		this.prefixHandshakes = prefixHandshakes;
	}

	/**
	 * Work that clients have to do where they must show a token.
	 */
	public static class ProofOfWork {

		/**
		 * Zero bits that a client's solution must begin with, 0 to 20: each one more
		 * doubles its work. 0 for no work.
		 */
		private int bits;

		public int getBits() {
			return this.bits;
		}

		public void setBits(int bits) {
			this.bits = bits;
		}

	}

}
