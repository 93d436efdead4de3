/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.List;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * One side's part of the handshake: messages in, messages out, and in the end keys and
 * what the peer said. After a failure nothing of it can be used.
 */
abstract sealed class HandshakeExchange permits ClientExchange, ServerExchange {

	/** Numbers of patterns in the header of Initial packets. */
	static final int PATTERN_IK = 1;

	static final int PATTERN_NK = 2;

	private @Nullable Result result;

	/**
	 * The first message, empty where the peer speaks first; another one for every address
	 * token.
	 */
	abstract byte[] start(byte[] token) throws HandshakeFailure;

	/**
	 * Takes the peer's message.
	 * @param peerConnectionId the id by which the peer is addressed
	 * @return the answer, or empty
	 */
	abstract byte[] onMessage(byte[] message, long peerConnectionId) throws HandshakeFailure;

	abstract void destroy();

	/** What came out, {@code null} before. */
	@Nullable Result result() {
		return this.result;
	}

	/** Drops what is not needed once the peer was verified or is about to be. */
	void trim() {
		Result done = this.result;
		if (done != null) {
			HandshakePayload small = new HandshakePayload(done.peerPayload.transportParameters(), List.of(),
					new byte[0], new int[0], new int[0], new long[0], new byte[0]);
			this.result = new Result(done.suite, done.handshakeHash, done.clientSecret, done.serverSecret, small,
					done.peerStaticKey);
		}
	}

	static String protocolName(int pattern) throws HandshakeFailure {
		return switch (pattern) {
			case PATTERN_IK -> "Noise_IK_25519_ChaChaPoly_SHA256";
			case PATTERN_NK -> "Noise_NK_25519_ChaChaPoly_SHA256";
			default -> throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"the handshake pattern " + pattern + " is not supported here; use IK (1) or NK (2)");
		};
	}

	void finish(NoiseHandshake noise, CipherSuite suite, HandshakePayload peerPayload) throws NoiseException {
		byte[] handshakeHash = noise.handshakeHash();
		byte[][] secrets = noise.exportSecrets();
		byte[] master = KeySchedule.masterSecret(handshakeHash, secrets[0], secrets[1]);
		this.result = new Result(suite, handshakeHash, KeySchedule.trafficSecret(master, true, suite),
				KeySchedule.trafficSecret(master, false, suite), peerPayload, noise.remoteStaticKey());
		Erasure.erase(secrets);
		Erasure.erase(master);
	}

	/**
	 * What a handshake gives.
	 *
	 * @param handshakeHash names the handshake, not secret
	 * @param clientSecret secret of packets from the client
	 * @param serverSecret secret of packets from the server
	 * @param peerPayload what the peer said encrypted
	 * @param peerStaticKey the peer's proven key, {@code null} for an anonymous client
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Result(CipherSuite suite, byte[] handshakeHash, byte[] clientSecret, byte[] serverSecret,
			HandshakePayload peerPayload, byte @Nullable [] peerStaticKey) {

		/** The question to the verifier of a peer that has shown a key. */
		VerificationRequest verification(VerificationRequest.PeerRole peerRole, @Nullable String expectedAgentId) {
			byte[] key = this.peerStaticKey;
			if (key == null) {
				throw new IllegalStateException("an anonymous peer cannot be verified");
			}
			return new VerificationRequest(key, this.peerPayload.certificateChain(),
					this.peerPayload.staticKeySignature(), peerRole, expectedAgentId);
		}

		@Override
		public String toString() {
			return "Result[" + this.suite + ", " + this.peerPayload + "]";
		}

	}

}
