/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.Patterns;
import org.jspecify.annotations.Nullable;

/**
 * The client's side: one message out, one in, and with XX one more out once the server is
 * accepted.
 */
final class ClientExchange extends HandshakeExchange {

	private final HandshakeSettings settings;

	private final @Nullable LocalIdentity local;

	private byte @Nullable [] serverStaticKey;

	private int version;

	private long initialConnectionId;

	private final long ownConnectionId;

	private final byte[] transportParameters;

	private final RandomSource random;

	private @Nullable NoiseHandshake noise;

	private @Nullable ClientOffer offer;

	private @Nullable ClientTicket ticket;

	private boolean early;

	/** Agreed on, while the last message is still owed. */
	private @Nullable CipherSuite agreed;

	ClientExchange(HandshakeSettings settings, @Nullable LocalIdentity local, byte @Nullable [] serverStaticKey,
			long initialConnectionId, long ownConnectionId, byte[] transportParameters, RandomSource random) {
		this.settings = settings;
		this.local = local;
		this.serverStaticKey = (serverStaticKey != null) ? serverStaticKey.clone() : null;
		this.version = settings.versions()[0];
		this.initialConnectionId = initialConnectionId;
		this.ownConnectionId = ownConnectionId;
		this.transportParameters = transportParameters.clone();
		this.random = random;
	}

	/** The first message shows a ticket. */
	void resumeWith(ClientTicket ticket, boolean early) {
		this.ticket = ticket;
		this.early = early;
	}

	/** The server wants no ticket: the first message becomes a full one, to a new id. */
	void fallBack(long initialConnectionId) {
		this.ticket = null;
		this.early = false;
		this.initialConnectionId = initialConnectionId;
		earlySecret(null);
		destroy();
	}

	boolean isAnonymous() {
		return this.local == null;
	}

	@Nullable ClientTicket ticket() {
		return this.ticket;
	}

	@Override
	@Nullable PeerIdentity resumed() {
		return (this.ticket != null) ? this.ticket.server() : null;
	}

	@Override
	@Nullable CipherSuite earlySuite() {
		return (this.ticket != null) ? this.ticket.suite() : null;
	}

	@Override
	int pattern() {
		if (this.ticket != null) {
			return HeaderTlvs.PATTERN_NK_PSK;
		}
		byte[] serverKey = this.serverStaticKey;
		LocalIdentity own = this.local;
		if (serverKey != null) {
			int known = (own != null) ? HeaderTlvs.PATTERN_IK : HeaderTlvs.PATTERN_NK;
			return (serverKey.length == P256.PUBLIC_BYTES) ? known | HeaderTlvs.PATTERN_P256 : known;
		}
		int unknown = (own != null) ? HeaderTlvs.PATTERN_XX : HeaderTlvs.PATTERN_NX;
		boolean p256 = (own != null) ? own.isP256() : this.settings.suites().get(0).isP256();
		return p256 ? unknown | HeaderTlvs.PATTERN_P256 : unknown;
	}

	// SPEC handshake.md#key-mismatch
	@Override
	boolean forgetServerKey() {
		if (this.serverStaticKey == null || !this.settings.serverKeyReplaceable()) {
			return false;
		}
		this.serverStaticKey = null;
		this.ticket = null;
		this.early = false;
		earlySecret(null);
		return true;
	}

	// SPEC handshake.md#version-negotiation
	@Override
	boolean useOneOf(int[] versions) {
		for (int preferred : this.settings.versions()) {
			if (contains(versions, preferred)) {
				this.version = preferred;
				return true;
			}
		}
		return false;
	}

	@Override
	int version() {
		return this.version;
	}

	private static boolean contains(int[] versions, int version) {
		return Arrays.stream(versions).anyMatch((one) -> one == version);
	}

	@Override
	byte[] start(byte[] token) throws HandshakeFailure {
		destroy();
		ClientOffer made = ClientOffer.of(this.version, this.settings.versions(), suites(this.settings, pattern()),
				this.random.nextLong());
		ClientTicket shown = this.ticket;
		byte[] offerBytes = (shown != null) ? TicketOffer.append(made.encode(), shown.ticket()) : made.encode();
		byte[] prologue = Prologue.of(offerBytes, pattern(), this.initialConnectionId, this.ownConnectionId, token);
		byte[] privateKey = (this.local != null && shown == null) ? this.local.privateKey() : null;
		byte[] payload = Patterns.endsWithClient(pattern()) ? new byte[0] : payload(made, this.serverStaticKey);
		byte[] message;
		try {
			NoiseHandshake started = this.settings.noiseProvider()
				.start(new NoiseParameters(protocolName(pattern()), true, prologue, privateKey, this.serverStaticKey,
						(shown != null) ? shown.preSharedKey() : null, this.random));
			this.noise = started;
			message = started.writeMessage(payload);
			if (shown != null && this.early) {
				earlySecret(started.earlySecret(shown.suite()));
			}
		}
		catch (NoiseException | IllegalArgumentException ex) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"no handshake can be started with the server's static key; check the key that is configured for it");
		}
		this.offer = made;
		byte[] bytes = new byte[offerBytes.length + message.length];
		System.arraycopy(offerBytes, 0, bytes, 0, offerBytes.length);
		System.arraycopy(message, 0, bytes, offerBytes.length, message.length);
		return bytes;
	}

	@Override
	byte[] onMessage(byte[] message, long serverConnectionId) throws HandshakeFailure {
		NoiseHandshake live = this.noise;
		ClientOffer offered = this.offer;
		if (live == null || offered == null) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED, "a server spoke before the client");
		}
		try {
			HandshakePayload payload = HandshakePayloadCodec.decode(live.readMessage(message));
			CipherSuite suite = checkAnswer(payload, offered, serverConnectionId);
			heard(payload, live.remoteStaticKey());
			if (live.finished()) {
				finish(live, suite);
				logSecrets(this.settings.extras().keyLog(), this.initialConnectionId, this.ownConnectionId);
			}
			else {
				this.agreed = suite;
			}
			return new byte[0];
		}
		catch (NoiseException ex) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"the server's handshake message was refused: it does not own the static key configured for it,"
							+ " or packets were changed on the way; check the server's key");
		}
		finally {
			if (this.agreed == null) {
				destroy();
			}
		}
	}

	/** With XX only a server that was accepted learns who we are. */
	// SPEC handshake.md#third-message
	@Override
	byte[] onPeerAccepted() throws HandshakeFailure {
		NoiseHandshake live = this.noise;
		ClientOffer offered = this.offer;
		CipherSuite suite = this.agreed;
		if (live == null || offered == null || suite == null) {
			return new byte[0];
		}
		try {
			byte[] message = live.writeMessage(payload(offered, live.remoteStaticKey()));
			finish(live, suite);
			logSecrets(this.settings.extras().keyLog(), this.initialConnectionId, this.ownConnectionId);
			return message;
		}
		catch (NoiseException ex) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"the handshake cannot be ended with the server's key");
		}
		finally {
			destroy();
		}
	}

	private byte[] payload(ClientOffer made, byte @Nullable [] serverKey) {
		return HandshakePayloads.fromClient(made, this.transportParameters, (this.ticket != null) ? null : this.local,
				this.settings.extras().attestation().payload(serverKey), this.early, this.random);
	}

	// SPEC handshake.md#negotiation
	private CipherSuite checkAnswer(HandshakePayload payload, ClientOffer offered, long serverConnectionId)
			throws HandshakeFailure {
		int[] versions = payload.versions();
		if (versions.length < 2 || versions[0] != offered.versions()[0]) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"the server answered for another protocol version than it was asked for");
		}
		// Whoever made us leave a better one was not the server.
		for (int better : this.settings.versions()) {
			if (better == this.version) {
				break;
			}
			if (contains(Arrays.copyOfRange(versions, 1, versions.length), better)) {
				throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED, "the server speaks version " + better
						+ " although a packet in its name denied it; packets were changed on the way");
			}
		}
		CipherSuite suite = (payload.suites().length == 1) ? CipherSuite.ofWireId(payload.suites()[0]) : null;
		if (suite == null || !suites(this.settings, pattern()).contains(suite)) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"the server chose a cipher suite that was not offered; it breaks the protocol");
		}
		long[] ids = payload.connectionIds();
		if (ids.length != 3 || ids[0] != this.initialConnectionId || ids[1] != this.ownConnectionId
				|| ids[2] != serverConnectionId) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"the server saw other connection ids than the client; packets were changed on the way");
		}
		return suite;
	}

	@Override
	void destroy() {
		this.agreed = null;
		if (this.noise != null) {
			this.noise.destroy();
			this.noise = null;
		}
	}

}
