/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The client's side: one message out, one in. */
final class ClientExchange extends HandshakeExchange {

	private final HandshakeSettings settings;

	private final @Nullable LocalIdentity local;

	private final byte[] serverStaticKey;

	private final long initialConnectionId;

	private final long ownConnectionId;

	private final byte[] transportParameters;

	private final RandomSource random;

	private @Nullable NoiseHandshake noise;

	private @Nullable ClientOffer offer;

	ClientExchange(HandshakeSettings settings, @Nullable LocalIdentity local, byte[] serverStaticKey,
			long initialConnectionId, long ownConnectionId, byte[] transportParameters, RandomSource random) {
		this.settings = settings;
		this.local = local;
		this.serverStaticKey = serverStaticKey.clone();
		this.initialConnectionId = initialConnectionId;
		this.ownConnectionId = ownConnectionId;
		this.transportParameters = transportParameters.clone();
		this.random = random;
	}

	int pattern() {
		return (this.local != null) ? PATTERN_IK : PATTERN_NK;
	}

	@Override
	byte[] start(byte[] token) throws HandshakeFailure {
		destroy();
		ClientOffer made = ClientOffer.of(this.settings.suites(), this.random.nextLong());
		byte[] offerBytes = made.encode();
		byte[] prologue = Prologue.of(offerBytes, pattern(), this.initialConnectionId, this.ownConnectionId, token);
		byte[] privateKey = (this.local != null) ? this.local.privateKey() : null;
		byte[] payload = HandshakePayloads.fromClient(made, this.transportParameters, this.local,
				this.settings.extras().attestation().payload(this.serverStaticKey), this.random);
		byte[] message;
		try {
			NoiseHandshake started = this.settings.noiseProvider()
				.start(new NoiseParameters(protocolName(pattern()), true, prologue, privateKey, this.serverStaticKey,
						null, this.random));
			this.noise = started;
			message = started.writeMessage(payload);
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
			finish(live, suite);
			logSecrets(this.settings.extras().keyLog(), this.initialConnectionId, this.ownConnectionId);
			return new byte[0];
		}
		catch (NoiseException ex) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"the server's handshake message was refused: it does not own the static key configured for it,"
							+ " or packets were changed on the way; check the server's key");
		}
		finally {
			destroy();
		}
	}

	// SPEC handshake.md#negotiation
	private CipherSuite checkAnswer(HandshakePayload payload, ClientOffer offered, long serverConnectionId)
			throws HandshakeFailure {
		int[] versions = payload.versions();
		if (versions.length < 2 || versions[0] != offered.versions()[0]) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"the server answered for another protocol version than it was asked for");
		}
		CipherSuite suite = (payload.suites().length == 1) ? CipherSuite.ofWireId(payload.suites()[0]) : null;
		if (suite == null || !this.settings.suites().contains(suite)) {
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
		if (this.noise != null) {
			this.noise.destroy();
			this.noise = null;
		}
	}

}
