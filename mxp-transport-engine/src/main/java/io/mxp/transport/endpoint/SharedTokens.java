/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.net.InetSocketAddress;

import io.mxp.transport.security.AddressTokenSecret;
import io.mxp.transport.security.RandomSource;

import org.jspecify.annotations.Nullable;

/**
 * What all event loops of a transport share about address tokens. Asked once for a
 * handshake, by any of their threads.
 */
public final class SharedTokens {

	/** Used tokens for later visits that are remembered of one lifetime. */
	static final int MAX_USED_LATER_TOKENS = 65_536;

	private static final byte[] NO_TOKEN = new byte[0];

	private final RandomSource random;

	private final KeptTokens kept = new KeptTokens();

	private @Nullable AddressTokenSecret secret;

	private @Nullable UsedTokens usedLaterTokens;

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

	/** Whether a token for a later visit was used, or there is no room to note it. */
	synchronized boolean isUsed(long nowNanos, long id, long lifetimeNanos) {
		UsedTokens used = this.usedLaterTokens;
		if (used == null) {
			used = new UsedTokens(MAX_USED_LATER_TOKENS, lifetimeNanos, this.random.nextLong());
			this.usedLaterTokens = used;
		}
		return used.isFull(nowNanos) || used.contains(nowNanos, id);
	}

	/** A token for a later visit is used; {@link #isUsed} was asked before. */
	synchronized void use(long nowNanos, long id) {
		if (this.usedLaterTokens != null) {
			this.usedLaterTokens.add(nowNanos, id);
		}
	}

	/** A server gave us a token for a later visit. */
	synchronized void keep(InetSocketAddress server, int keyId, boolean anonymous, byte[] token) {
		this.kept.keep(server, keyId, anonymous, token);
	}

	/** A token for a visit; empty where there is none. */
	synchronized byte[] take(InetSocketAddress server, int keyId, boolean anonymous) {
		byte[] token = this.kept.take(server, keyId, anonymous);
		return (token != null) ? token : NO_TOKEN;
	}

	RandomSource random() {
		return this.random;
	}

}
