/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import io.mxp.transport.connection.ConnectionIdSupply;
import io.mxp.transport.security.ConnectionIdCipher;
import io.mxp.transport.security.RandomSource;

/**
 * Makes connection ids that say, to nobody but us and our load balancers, which server
 * and which of its event loops they belong to. One thread at a time.
 */
// SPEC connection.md#connection-ids
public final class ConnectionIdSource implements ConnectionIdSupply {

	/** Most event loops that ids tell apart. */
	static final int MAX_LOOPS = 256;

	private final RandomSource random;

	private final EndpointKeys keys;

	private final ConnectionIdCipher cipher;

	private final int loopIndex;

	/** Counts, so that no id comes twice; the cipher hides that it does. */
	private int nonce;

	/**
	 * All loops of a transport share the keys.
	 * @param loopIndex 0 to 255
	 */
	public ConnectionIdSource(RandomSource random, EndpointKeys keys, int loopIndex) {
		this.random = random;
		this.keys = keys;
		this.cipher = keys.cipher();
		this.loopIndex = loopIndex;
		this.nonce = (int) random.nextLong();
	}

	@Override
	public long next() {
		// Octet 0: three configuration bits, here 0, and five random ones.
		long plain = this.random.nextLong() & 0x1F;
		plain |= (Short.reverseBytes((short) this.keys.serverNumber()) & 0xFFFFL) << 8;
		plain |= (long) this.loopIndex << 24;
		plain |= (long) this.nonce++ << 32;
		return this.cipher.encrypt(plain);
	}

	@Override
	public byte[] resetToken(long id) {
		return this.keys.resets().token(id);
	}

	/** The loop that made an id; anything for ids that we did not make. */
	public int loopOf(long id) {
		return (int) (this.cipher.decrypt(id) >>> 24) & 0xFF;
	}

}
