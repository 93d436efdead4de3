/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import io.mxp.transport.security.AddressTokenSecret;
import io.mxp.transport.security.RandomSource;

import org.jspecify.annotations.Nullable;

/**
 * What all event loops of a transport share about address tokens. Asked once for a
 * handshake, by any of their threads.
 */
public final class SharedTokens {

	private final RandomSource random;

	private @Nullable AddressTokenSecret secret;

	/**
	 * Without any token.
	 * @param random a CSPRNG, or a seeded source in a simulation
	 */
	public SharedTokens(RandomSource random) {
		this.random = random;
	}

	/** Drawn when it is first needed. */
	synchronized AddressTokenSecret secret() {
		AddressTokenSecret drawn = this.secret;
		if (drawn == null) {
			drawn = new AddressTokenSecret(this.random);
			this.secret = drawn;
		}
		return drawn;
	}

	RandomSource random() {
		return this.random;
	}

}
