/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.Patterns;
import org.jspecify.annotations.Nullable;

/** The server's side: one message in, one out, and with XX one more in. */
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

	private @Nullable ServerTickets tickets;

	/** What the client's ticket holds. */
	private @Nullable TicketContent resumed;

	/** The suite of the answer that waits for a claim. */
	private @Nullable CipherSuite claiming;

	private int[] claimingVersions = new int[0];

	/** What the first message offered, while the last one is awaited. */
	private @Nullable ClientOffer awaiting;

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
	int pattern() {
		return this.pattern;
	}

	@Override
	byte[] onMessage(byte[] message, long peerConnectionId) throws HandshakeFailure {
		ClientOffer offered = this.awaiting;
		this.awaiting = null;
		try {
			return (offered == null) ? onFirstMessage(message) : onLastMessage(offered, message);
		}
		catch (NoiseException ex) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"the client's handshake message was refused: it was made for another static key or changed on the way");
		}
		finally {
			if (this.awaiting == null && this.claiming == null) {
				destroy();
			}
		}
	}

	private byte[] onFirstMessage(byte[] message) throws HandshakeFailure, NoiseException {
		ClientOffer offer = ClientOffer.decode(message);
		byte[] ticket = (this.pattern == HeaderTlvs.PATTERN_NK_PSK) ? TicketOffer.read(message, offer.encodedLength())
				: null;
		byte[] preSharedKey = (ticket != null) ? preSharedKey(ticket) : null;
		byte[] offerBytes = Arrays.copyOf(message, offer.encodedLength() + ((ticket != null) ? 2 + ticket.length : 0));
		byte[] noiseMessage = Arrays.copyOfRange(message, offerBytes.length, message.length);
		byte[] prologue = Prologue.of(offerBytes, this.pattern, this.initialConnectionId, this.clientConnectionId,
				this.settings.token());
		NoiseHandshake live = this.settings.noiseProvider()
			.start(new NoiseParameters(protocolName(this.pattern), false, prologue, this.local.privateKey(), null,
					preSharedKey, this.random));
		this.noise = live;
		byte[] said = live.readMessage(noiseMessage);
		boolean whole = !Patterns.endsWithClient(this.pattern);
		if (whole) {
			hear(live, offer, said);
		}
		else if (said.length > 0) {
			// It would be in the clear.
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"the client's first message says something that belongs into its last one; it breaks the protocol");
		}
		CipherSuite suite = choose(offer);
		if (isEarlyPossible(suite)) {
			earlySecret(live.earlySecret(suite));
			this.claiming = suite;
			this.claimingVersions = versions(offer);
			return new byte[0];
		}
		byte[] answer = answer(live, versions(offer), suite, false);
		if (whole) {
			finish(live, suite);
			logSecrets(this.settings.extras().keyLog(), this.initialConnectionId, this.clientConnectionId);
		}
		else {
			this.awaiting = offer;
		}
		return answer;
	}

	private byte[] answer(NoiseHandshake live, int[] versions, CipherSuite suite, boolean early) throws NoiseException {
		return live.writeMessage(HandshakePayloads.fromServer(suite, versions, this.transportParameters,
				(this.resumed != null) ? null : this.local,
				new long[] { this.initialConnectionId, this.clientConnectionId, this.ownConnectionId },
				this.settings.extras().attestation().payload(null), early, this.random));
	}

	/** Tickets are given and taken. */
	void take(ServerTickets taken) {
		this.tickets = taken;
	}

	// SPEC handshake.md#a-refused-ticket
	private byte[] preSharedKey(byte[] ticket) throws HandshakeFailure {
		ServerTickets reader = this.tickets;
		TicketContent content = (reader != null) ? reader.read(ticket).content() : null;
		if (content == null) {
			throw new HandshakeFailure(ErrorCode.TICKET_REFUSED,
					"the client's ticket is too old, or none of this server's");
		}
		this.resumed = content;
		return KeySchedule.ticketKey(content.secret(), ticket);
	}

	// SPEC handshake.md#early-data
	private boolean isEarlyPossible(CipherSuite suite) {
		TicketContent content = this.resumed;
		Peer said = peer();
		return content != null && this.tickets != null && said != null && said.payload().early()
				&& content.suite() == suite && Math.min(content.earlyLimitBytes(), this.tickets.earlyLimitBytes()) > 0;
	}

	/** What has to be claimed before there is an answer, else null. */
	@Nullable EarlyClaim pollClaim() {
		TicketContent content = this.resumed;
		return (content != null && this.claiming != null)
				? new EarlyClaim(content.id(), content.expiryMillis(), content.addressHash()) : null;
	}

	/** The answer, once it is known whether early data is taken. */
	byte[] onClaimed(boolean accepted) throws HandshakeFailure {
		NoiseHandshake live = this.noise;
		CipherSuite suite = this.claiming;
		this.claiming = null;
		if (live == null || suite == null) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED, "there is no answer to be made");
		}
		if (!accepted) {
			earlySecret(null);
		}
		try {
			byte[] answer = answer(live, this.claimingVersions, suite, accepted);
			finish(live, suite);
			logSecrets(this.settings.extras().keyLog(), this.initialConnectionId, this.clientConnectionId);
			return answer;
		}
		catch (NoiseException ex) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED, "the handshake cannot be ended");
		}
		finally {
			destroy();
		}
	}

	@Override
	@Nullable PeerIdentity resumed() {
		return (this.resumed != null) ? this.resumed.client() : null;
	}

	@Override
	@Nullable CipherSuite earlySuite() {
		return (this.resumed != null) ? this.resumed.suite() : null;
	}

	// SPEC handshake.md#third-message
	private byte[] onLastMessage(ClientOffer offered, byte[] message) throws HandshakeFailure, NoiseException {
		NoiseHandshake live = this.noise;
		if (live == null) {
			throw NoiseException.failed();
		}
		hear(live, offered, live.readMessage(message));
		finish(live, choose(offered));
		logSecrets(this.settings.extras().keyLog(), this.initialConnectionId, this.clientConnectionId);
		return new byte[0];
	}

	// SPEC handshake.md#negotiation
	private void hear(NoiseHandshake live, ClientOffer offer, byte[] said) throws HandshakeFailure {
		HandshakePayload payload = HandshakePayloadCodec.decode(said);
		if (!offer.sameAs(payload)) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"the client's open and encrypted offers differ; it breaks the protocol");
		}
		heard(payload, live.remoteStaticKey());
	}

	/** The one in use, then all that we speak. */
	private int[] versions(ClientOffer offer) {
		int[] spoken = this.settings.versions();
		int[] versions = new int[1 + spoken.length];
		versions[0] = offer.versions()[0];
		System.arraycopy(spoken, 0, versions, 1, spoken.length);
		return versions;
	}

	// the client's order counts: its hardware is the weaker one more often
	// SPEC handshake.md#negotiation
	private CipherSuite choose(ClientOffer offer) throws HandshakeFailure {
		if (!this.settings.speaks(offer.versions()[0])) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"the client uses a protocol version that is not spoken here: " + offer.versions()[0]);
		}
		List<CipherSuite> allowed = suites(this.settings, this.pattern);
		return Arrays.stream(offer.suites())
			.mapToObj(CipherSuite::ofWireId)
			.filter(Objects::nonNull)
			.filter(allowed::contains)
			.findFirst()
			.orElseThrow(
					() -> new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED, "no common cipher suite: the client offers "
							+ Arrays.toString(offer.suites()) + " and handshake.suites allows " + allowed));
	}

	@Override
	void destroy() {
		this.awaiting = null;
		this.claiming = null;
		if (this.noise != null) {
			this.noise.destroy();
			this.noise = null;
		}
	}

}
