/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.time.Duration;
import java.util.List;
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

	/** The one that is shown, and perhaps the one before. */
	private volatile List<AgentIdentity> served;

	IdentityRotation(AgentIdentity identity, LocalIdentities keys) {
		this.served = List.of(identity);
		this.keys = keys;
	}

	AgentIdentity identity() {
		return this.served.get(0);
	}

	/** The identity that is shown first, then the one before while its key is served. */
	List<AgentIdentity> served() {
		return this.served;
	}

	synchronized void rotate(AgentIdentity next, Duration previousServed) {
		check(next, previousServed);
		AgentIdentity shown = identity();
		LocalIdentity before = this.keys.present();
		boolean otherKey = this.keys.rotate(LocalIdentity.of(next), !previousServed.isZero());
		this.served = (this.keys.size() > 1) ? List.of(next, otherKey ? shown : this.served.get(1)) : List.of(next);
		logger.info("Peers are shown the key {} from now on; the one before is served for {}", next.fingerprint(),
				previousServed);
		if (before != null && otherKey && this.keys.size() > 1) {
			CompletableFuture.delayedExecutor(previousServed.toNanos(), TimeUnit.NANOSECONDS)
				.execute(() -> retire(before));
		}
	}

	private synchronized void retire(LocalIdentity key) {
		this.keys.retire(key);
		if (this.keys.size() == 1) {
			this.served = List.of(identity());
		}
	}

	private void check(AgentIdentity next, Duration previousServed) {
		if (next.isAnonymous() || identity().isAnonymous()) {
			throw new TransportException.Configuration(
					"A key can be replaced by another one only: an anonymous transport has none, and cannot become one");
		}
		if (!next.agentId().equals(identity().agentId())) {
			throw new TransportException.Configuration(
					"The new identity is that of agent " + next.agentId() + " and not of " + identity().agentId()
							+ ": have the new key certified for the same agent id, or give it that id");
		}
		if (next.staticKey().isP256() != identity().staticKey().isP256()) {
			throw new TransportException.Configuration(
					"The new key is one of " + (next.staticKey().isP256() ? "P-256" : "X25519")
							+ " and the present one is not: start anew for that");
		}
		if (previousServed.isNegative()) {
			throw new TransportException.Configuration("The previous key cannot be served for " + previousServed);
		}
	}

}
