/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;
import java.util.Objects;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.packet.HeaderTlvs;
import org.jspecify.annotations.Nullable;

/** The server's side: one message in, one out. */
final class ServerExchange extends HandshakeExchange {

	private final HandshakeSettings settings;

	private final LocalIdentity local;

	private final int pattern;

	private final long initialConnectionId;

	private final long ownConnectionId;

	private final long clientConnectionId;

	private final byte[] transportParameters;

	private final RandomSource random;

	private @Nullable NoiseHandshake noise;

	ServerExchange(HandshakeSettings settings, LocalIdentity local, int pattern, long initialConnectionId,
			long ownConnectionId, long clientConnectionId, byte[] transportParameters, RandomSource random) {
		this.settings = settings;
		this.local = local;
		this.pattern = pattern;
		this.initialConnectionId = initialConnectionId;
		this.ownConnectionId = ownConnectionId;
		this.clientConnectionId = clientConnectionId;
		this.transportParameters = transportParameters.clone();
		this.random = random;
	}

	@Override
	byte[] start(byte[] token) {
		return new byte[0];
	}

	@Override
	byte[] onMessage(byte[] message, long peerConnectionId) throws HandshakeFailure {
		ClientOffer offer = ClientOffer.decode(message);
		byte[] offerBytes = Arrays.copyOf(message, offer.encodedLength());
		byte[] noiseMessage = Arrays.copyOfRange(message, offerBytes.length, message.length);
		byte[] prologue = Prologue.of(offerBytes, this.pattern, this.initialConnectionId, this.clientConnectionId,
				this.settings.token());
		try {
			NoiseHandshake live = this.settings.noiseProvider()
				.start(new NoiseParameters(protocolName(this.pattern), false, prologue, this.local.privateKey(), null,
						null, this.random));
			this.noise = live;
			HandshakePayload payload = HandshakePayloadCodec.decode(live.readMessage(noiseMessage));
			CipherSuite suite = choose(offer, payload);
			byte[] answer = live.writeMessage(HandshakePayloads.fromServer(suite, this.transportParameters, this.local,
					new long[] { this.initialConnectionId, this.clientConnectionId, this.ownConnectionId },
					this.settings.extras().attestation().payload(null), this.random));
			heard(payload, live.remoteStaticKey());
			finish(live, suite);
			logSecrets(this.settings.extras().keyLog(), this.initialConnectionId, this.clientConnectionId);
			return answer;
		}
		catch (NoiseException ex) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"the client's handshake message was refused: it was made for another static key or changed on the way");
		}
		finally {
			destroy();
		}
	}

	// the client's order counts: its hardware is the weaker one more often
	// SPEC handshake.md#negotiation
	private CipherSuite choose(ClientOffer offer, HandshakePayload payload) throws HandshakeFailure {
		if (!offer.sameAs(payload)) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"the client's open and encrypted offers differ; it breaks the protocol");
		}
		if (offer.versions()[0] != HeaderTlvs.VERSION_1) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED, "the client uses another protocol version than 1");
		}
		return Arrays.stream(offer.suites())
			.mapToObj(CipherSuite::ofWireId)
			.filter(Objects::nonNull)
			.filter(this.settings.suites()::contains)
			.findFirst()
			.orElseThrow(() -> new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"no common cipher suite: the client offers " + Arrays.toString(offer.suites())
							+ " and handshake.suites allows " + this.settings.suites()));
	}

	@Override
	void destroy() {
		if (this.noise != null) {
			this.noise.destroy();
			this.noise = null;
		}
	}

}
