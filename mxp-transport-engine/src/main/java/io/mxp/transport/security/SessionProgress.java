/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerIdentity;
import org.jspecify.annotations.Nullable;

/**
 * State of a handshake and of the verification of the peer, with the reason where it
 * failed.
 */
final class SessionProgress {

	private HandshakeState state = HandshakeState.WAITING_PEER;

	private boolean confirmed;

	private @Nullable VerificationRequest unpolled;

	private @Nullable PeerIdentity peerIdentity;

	private @Nullable ErrorCode failureCode;

	private @Nullable String failureReason;

	HandshakeState state() {
		return this.state;
	}

	void become(HandshakeState next) {
		if (!this.state.next().contains(next)) {
			throw new IllegalStateException("a handshake cannot go from " + this.state + " to " + next);
		}
		this.state = next;
	}

	/** The first failure stays. */
	void fail(ErrorCode code, String reason) {
		if (this.state != HandshakeState.FAILED) {
			become(HandshakeState.FAILED);
			this.failureCode = code;
			this.failureReason = reason;
			this.unpolled = null;
			this.peerIdentity = null;
		}
	}

	void awaitVerification(VerificationRequest request) {
		become(HandshakeState.WAITING_VERIFICATION);
		this.unpolled = request;
	}

	@Nullable VerificationRequest pollVerification() {
		VerificationRequest request = this.unpolled;
		this.unpolled = null;
		return request;
	}

	void onVerified(VerificationResult result) {
		if (this.state != HandshakeState.WAITING_VERIFICATION) {
			return;
		}
		if (result instanceof VerificationResult.Accepted accepted) {
			this.peerIdentity = accepted.identity();
			become(this.confirmed ? HandshakeState.CONFIRMED : HandshakeState.KEYS_READY);
		}
		else if (result instanceof VerificationResult.Rejected rejected) {
			fail(rejected.code(), rejected.reason());
		}
	}

	void identify(PeerIdentity identity) {
		this.peerIdentity = identity;
	}

	void confirm() {
		this.confirmed = true;
		if (this.state == HandshakeState.KEYS_READY) {
			become(HandshakeState.CONFIRMED);
		}
	}

	@Nullable PeerIdentity peerIdentity() {
		return this.peerIdentity;
	}

	@Nullable ErrorCode failureCode() {
		return this.failureCode;
	}

	@Nullable String failureReason() {
		return this.failureReason;
	}

}
