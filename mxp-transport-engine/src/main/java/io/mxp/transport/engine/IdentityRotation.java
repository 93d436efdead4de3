/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.TransportException;
import io.mxp.transport.security.LocalIdentities;
import io.mxp.transport.security.LocalIdentity;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the static key and the certificates of a running transport. Thread-safe. COLD.
 */
// SPEC handshake.md#rotation
final class IdentityRotation {

	private static final Logger logger = LoggerFactory.getLogger(IdentityRotation.class);

	private final LocalIdentities keys;

	private volatile AgentIdentity identity;

	IdentityRotation(AgentIdentity identity, LocalIdentities keys) {
		this.identity = identity;
		this.keys = keys;
	}

	AgentIdentity identity() {
		return this.identity;
	}

	synchronized void rotate(AgentIdentity next, Duration previousServed) {
		check(next, previousServed);
		LocalIdentity before = this.keys.present();
		this.keys.rotate(LocalIdentity.of(next), !previousServed.isZero());
		this.identity = next;
		logger.info("Peers are shown the key {} from now on; the one before is served for {}", next.fingerprint(),
				previousServed);
		if (before != null && this.keys.size() > 1) {
			CompletableFuture.delayedExecutor(previousServed.toNanos(), TimeUnit.NANOSECONDS)
				.execute(() -> this.keys.retire(before));
		}
	}

	private void check(AgentIdentity next, Duration previousServed) {
		if (next.isAnonymous() || this.identity.isAnonymous()) {
			throw new TransportException.Configuration(
					"A key can be replaced by another one only: an anonymous transport has none, and cannot become one");
		}
		if (!next.agentId().equals(this.identity.agentId())) {
			throw new TransportException.Configuration(
					"The new identity is that of agent " + next.agentId() + " and not of " + this.identity.agentId()
							+ ": have the new key certified for the same agent id, or give it that id");
		}
		if (next.staticKey().isP256() != this.identity.staticKey().isP256()) {
			throw new TransportException.Configuration(
					"The new key is one of " + (next.staticKey().isP256() ? "P-256" : "X25519")
							+ " and the present one is not: start anew for that");
		}
		if (previousServed.isNegative()) {
			throw new TransportException.Configuration("The previous key cannot be served for " + previousServed);
		}
	}

}
