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
import io.mxp.transport.PeerRole;
import io.mxp.transport.packet.LittleEndian;
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

	private @Nullable Peer peer;

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

	/**
	 * The peer whom the last message showed is who it should be.
	 * @return the message that only such a peer gets, or empty
	 */
	byte[] onPeerAccepted() throws HandshakeFailure {
		return new byte[0];
	}

	abstract void destroy();

	/** What the peer said of itself so far, {@code null} before. */
	@Nullable Peer peer() {
		return this.peer;
	}

	void heard(HandshakePayload payload, byte @Nullable [] staticKey) {
		this.peer = new Peer(payload, staticKey);
	}

	/** What came out, {@code null} before. */
	@Nullable Result result() {
		return this.result;
	}

	/** Drops what is not needed once the peer was verified or is about to be. */
	void trim() {
		Peer said = this.peer;
		if (said != null) {
			this.peer = new Peer(new HandshakePayload(said.payload.transportParameters(), List.of(), new byte[0],
					new int[0], new int[0], new long[0], new byte[0]), said.staticKey);
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

	void finish(NoiseHandshake noise, CipherSuite suite) throws NoiseException {
		byte[] handshakeHash = noise.handshakeHash();
		byte[][] secrets = noise.exportSecrets();
		byte[] master = KeySchedule.masterSecret(handshakeHash, secrets[0], secrets[1]);
		this.result = new Result(suite, handshakeHash, KeySchedule.trafficSecret(master, true, suite),
				KeySchedule.trafficSecret(master, false, suite));
		Erasure.erase(secrets);
		Erasure.erase(master);
	}

	// SPEC handshake.md#key-log
	void logSecrets(KeyLog keyLog, long firstConnectionId, long clientConnectionId) {
		Result done = this.result;
		if (keyLog != KeyLog.NONE && done != null) {
			byte[] connection = new byte[2 * Long.BYTES];
			LittleEndian.putLong(connection, 0, firstConnectionId);
			LittleEndian.putLong(connection, Long.BYTES, clientConnectionId);
			keyLog.secret("CLIENT_TRAFFIC_SECRET_0", connection, done.clientSecret);
			keyLog.secret("SERVER_TRAFFIC_SECRET_0", connection, done.serverSecret);
		}
	}

	/**
	 * What the peer said in its messages.
	 *
	 * @param payload what it said encrypted
	 * @param staticKey its key, {@code null} for an anonymous client
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Peer(HandshakePayload payload, byte @Nullable [] staticKey) {

		/** The question to the verifier of a peer that has shown a key. */
		VerificationRequest verification(PeerRole role, @Nullable String expectedAgentId) {
			byte[] key = this.staticKey;
			if (key == null) {
				throw new IllegalStateException("an anonymous peer cannot be verified");
			}
			return new VerificationRequest(key, this.payload.certificateChain(), this.payload.staticKeySignature(),
					role, expectedAgentId, this.payload.attestation());
		}

		@Override
		public String toString() {
			return "Peer[" + this.payload + "]";
		}

	}

	/**
	 * What a handshake gives.
	 *
	 * @param handshakeHash names the handshake, not secret
	 * @param clientSecret secret of packets from the client
	 * @param serverSecret secret of packets from the server
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Result(CipherSuite suite, byte[] handshakeHash, byte[] clientSecret, byte[] serverSecret) {

		@Override
		public String toString() {
			return "Result[" + this.suite + "]";
		}

	}

}
