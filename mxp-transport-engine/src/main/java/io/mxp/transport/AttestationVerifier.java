/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Objects;
import java.util.Set;

/**
 * Decides about the statements that peers show. Called on a worker thread after the
 * peer's identity was accepted, once in a connection.
 */
@FunctionalInterface
public interface AttestationVerifier {

	/**
	 * Verifies a statement. It has to be bound to the peer's static key: whoever shows it
	 * has proved that key, and nothing else ties the statement to this connection.
	 * @param statement what the peer shows; hostile until verified
	 * @param context whose statement it has to be, and for whom
	 * @return what it says, or why it is refused
	 */
	Result verify(AttestationStatement statement, Context context);

	/**
	 * Whose statement it has to be, and for whom.
	 *
	 * @param peer the peer's verified identity
	 * @param peerKey its static key
	 * @param peerRole what it is in this connection
	 * @param ownKeys this side's static keys: one of them is the audience
	 * @param nowMillis the time, milliseconds since 1970
	 */
	record Context(PeerIdentity peer, StaticKey peerKey, PeerRole peerRole, Set<StaticKey> ownKeys, long nowMillis) {

		public Context {
			ownKeys = Set.copyOf(ownKeys);
		}

	}

	/** The answer of a verifier. */
	sealed interface Result {

		/**
		 * The statement is good.
		 * @param attestation what it says
		 * @return the answer
		 */
		static Result accepted(PeerAttestation attestation) {
			return new Accepted(attestation);
		}

		/**
		 * The statement is refused, and with it the connection.
		 * @param reason what is wrong and what to do about it; never goes to the peer
		 * @return the answer
		 */
		static Result rejected(String reason) {
			return new Rejected(reason);
		}

	}

	/**
	 * The statement is good.
	 *
	 * @param attestation what it says
	 */
	record Accepted(PeerAttestation attestation) implements Result {

		public Accepted {
			Objects.requireNonNull(attestation, "attestation");
		}

	}

	/**
	 * The statement is refused.
	 *
	 * @param reason what is wrong and what to do about it
	 */
	record Rejected(String reason) implements Result {

		public Rejected {
			Objects.requireNonNull(reason, "reason");
		}

	}

}
