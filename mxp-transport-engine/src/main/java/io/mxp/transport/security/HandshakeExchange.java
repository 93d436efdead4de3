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
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.PeerRole;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.LittleEndian;
import org.jspecify.annotations.Nullable;

/**
 * One side's part of the handshake: messages in, messages out, and in the end keys and
 * what the peer said. After a failure nothing of it can be used.
 */
abstract sealed class HandshakeExchange permits ClientExchange, ServerExchange {

	private @Nullable Result result;

	private @Nullable Peer peer;

	private byte @Nullable [] earlySecret;

	/** The number of the pattern, as in the header of Initial packets. */
	abstract int pattern();

	/**
	 * The server has another static key than the client knew.
	 * @return whether the client may go on without
	 */
	boolean forgetServerKey() {
		return false;
	}

	/**
	 * The server speaks these versions, and not the one in use.
	 * @return whether the client speaks one of them: it is in use from now on
	 */
	boolean useOneOf(int[] versions) {
		return false;
	}

	/** The version in use. */
	int version() {
		return HeaderTlvs.VERSION_1;
	}

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

	/** Who the peer is by a ticket, {@code null} where there is none. */
	abstract @Nullable PeerIdentity resumed();

	/** The suite of early data, {@code null} where there is none. */
	abstract @Nullable CipherSuite earlySuite();

	/** The secret of early data, given once, else null. */
	byte @Nullable [] pollEarlySecret() {
		byte[] secret = this.earlySecret;
		this.earlySecret = null;
		return secret;
	}

	void earlySecret(byte @Nullable [] secret) {
		Erasure.eraseIfPresent(this.earlySecret);
		this.earlySecret = secret;
	}

	/** Drops what is not needed once the peer was verified or is about to be. */
	void trim() {
		Peer said = this.peer;
		if (said != null) {
			this.peer = new Peer(new HandshakePayload(said.payload.transportParameters(), List.of(), new byte[0],
					new int[0], new int[0], new long[0], new byte[0]), said.staticKey);
		}
	}

	/** The name of a pattern's Noise protocol. */
	// SPEC handshake.md#patterns
	static String protocolName(int pattern) throws HandshakeFailure {
		String name = switch (pattern & ~HeaderTlvs.PATTERN_P256) {
			case HeaderTlvs.PATTERN_IK -> "IK";
			case HeaderTlvs.PATTERN_NK -> "NK";
			case HeaderTlvs.PATTERN_XX -> "XX";
			case HeaderTlvs.PATTERN_NX -> "NX";
			case HeaderTlvs.PATTERN_NK_PSK -> "NKpsk0";
			default -> throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED, "the handshake pattern " + pattern
					+ " is not supported here; use IK (1), NK (2), XX (3) or NX (4)");
		};
		return "Noise_" + name + (isP256(pattern) ? "_P256_AESGCM_SHA256" : "_25519_ChaChaPoly_SHA256");
	}

	static boolean isP256(int pattern) {
		return (pattern & HeaderTlvs.PATTERN_P256) != 0;
	}

	/** The suites that can follow a handshake of a pattern, in order of preference. */
	static List<CipherSuite> suites(HandshakeSettings settings, int pattern) throws HandshakeFailure {
		List<CipherSuite> fitting = settings.suites()
			.stream()
			.filter((suite) -> suite.isP256() == isP256(pattern))
			.toList();
		if (fitting.isEmpty()) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"no cipher suite of " + settings.suites() + " fits to static keys of "
							+ (isP256(pattern) ? "P-256" : "X25519")
							+ "; check handshake.suites and the keys of both sides");
		}
		return fitting;
	}

	void finish(NoiseHandshake noise, CipherSuite suite) throws NoiseException {
		byte[] handshakeHash = noise.handshakeHash();
		byte[][] secrets = noise.exportSecrets();
		byte[] master = KeySchedule.masterSecret(handshakeHash, secrets[0], secrets[1]);
		this.result = new Result(suite, handshakeHash, KeySchedule.trafficSecret(master, true, suite),
				KeySchedule.trafficSecret(master, false, suite), KeySchedule.resumptionSecret(master, suite));
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
	 * @param resumptionSecret secret of tickets
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Result(CipherSuite suite, byte[] handshakeHash, byte[] clientSecret, byte[] serverSecret,
			byte[] resumptionSecret) {

		@Override
		public String toString() {
			return "Result[" + this.suite + "]";
		}

	}

}
