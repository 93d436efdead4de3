/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.PeerRole;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.ProtocolViolation;
import org.jspecify.annotations.Nullable;

/**
 * Security of one connection: the handshake, the keys that come out of it, sealing and
 * opening of packets. Not thread-safe; {@link #seal} and {@link #open} are HOT.
 *
 * <p>
 * The connection moves the handshake's bytes in CRYPTO frames, has the peer verified when
 * {@link #pollVerification} gives a request, and calls {@link #confirm} when the
 * handshake is confirmed.
 */
public final class SecureSession {

	/** How much longer a packet gets by sealing. */
	public static final int SEALED_OVERHEAD_BYTES = PacketAead.TAG_BYTES;

	private final HandshakeSettings settings;

	private final boolean client;

	private final HandshakeStream handshake;

	private final SessionProgress progress = new SessionProgress();

	private final SessionPackets packets;

	private final SessionResumption resumption;

	private final SessionRestart restart;

	private long packetNumber = -1;

	private int packetType = -1;

	private int headerLength;

	private boolean peerProven;

	private SecureSession(HandshakeSettings settings, boolean client, HandshakeExchange exchange,
			InitialProtection initial) {
		this.settings = settings;
		this.client = client;
		this.handshake = new HandshakeStream(exchange, settings);
		this.packets = new SessionPackets(initial);
		this.resumption = new SessionResumption(exchange, this.progress);
		this.restart = new SessionRestart(this, settings, this.handshake);
	}

	/**
	 * The client's end of a connection.
	 * @param settings what all handshakes share, and the agent that is expected
	 * @param local this side's identity, {@code null} to stay anonymous
	 * @param serverStaticKey the server's static key, 32 bytes; {@code null} where it is
	 * not known and an authority is trusted
	 * @param initialConnectionId the random id that the first packets are addressed to
	 * @param ownConnectionId the id by which this side wants to be addressed
	 * @param transportParameters goes to the server encrypted; at most 1,024 bytes
	 * @param random where the ephemeral key comes from
	 * @return a session whose {@link #start} is to be called
	 */
	public static SecureSession client(HandshakeSettings settings, @Nullable LocalIdentity local,
			byte @Nullable [] serverStaticKey, long initialConnectionId, long ownConnectionId,
			byte[] transportParameters, RandomSource random) {
		return new SecureSession(
				settings, true, new ClientExchange(settings, local, serverStaticKey, initialConnectionId,
						ownConnectionId, transportParameters, random),
				InitialProtection.client(settings, initialConnectionId));
	}

	/**
	 * The server's end of a connection.
	 * @param settings what all handshakes share
	 * @param local the identity whose key the client's KEY_ID names
	 * @param initialConnectionId the id that the client's first packet is addressed to
	 * @param ownConnectionId the id by which this side wants to be addressed; fresh for
	 * every first packet, a repeated one included
	 * @param peerConnectionId the client's id, from SOURCE_CID
	 * @param pattern the pattern from the client's PATTERN field
	 * @param transportParameters goes to the client encrypted; at most 1,024 bytes
	 * @param random where the ephemeral key comes from
	 * @return a session that can open the client's first packet
	 */
	public static SecureSession server(HandshakeSettings settings, LocalIdentity local, long initialConnectionId,
			long ownConnectionId, long peerConnectionId, int pattern, byte[] transportParameters, RandomSource random) {
		return new SecureSession(settings, false,
				new ServerExchange(settings, local, pattern, initialConnectionId, ownConnectionId, peerConnectionId,
						transportParameters, random),
				InitialProtection.server(settings, settings.initialKeysId(initialConnectionId), ownConnectionId));
	}

	/** Makes the first handshake message; only a client has one. */
	public void start() {
		this.restart.start();
	}

	/** What makes a client's handshake begin anew. */
	public SessionRestart restart() {
		return this.restart;
	}

	/**
	 * Takes the bytes of a CRYPTO frame. After the handshake they are counted and
	 * ignored.
	 * @param packetType the type of the packet that the frame came in
	 * @param offset where in the handshake stream the bytes belong, unsigned
	 * @param bytes the array of the frame
	 * @param from index of the first byte
	 * @param length how many bytes
	 * @throws ProtocolViolation where the handshake fails by these bytes (the state is
	 * FAILED then), or there are too many of them
	 */
	public void onCryptoData(int packetType, int offset, byte[] bytes, int from, int length) throws ProtocolViolation {
		if (packetType != PacketType.INITIAL || this.packets.initial() == null) {
			CryptoReceiveBuffer.checkEstablished(offset, length);
			return;
		}
		boolean handshaking = this.progress.state() == HandshakeState.WAITING_PEER;
		try {
			this.handshake.receive(offset, bytes, from, length);
			if (handshaking && this.handshake.advance(this.packets.serverConnectionId())) {
				onMessage();
			}
		}
		catch (ProtocolViolation violation) {
			if (handshaking) {
				fail(violation.code(), violation.reason());
			}
			throw violation;
		}
	}

	/** The server knows whether it takes the early data that it was asked about. */
	// SPEC handshake.md#early-data
	public void onClaimed(boolean accepted) {
		if (!this.resumption.isClaimPending() || this.progress.state() != HandshakeState.WAITING_PEER) {
			return;
		}
		this.resumption.onClaimAnswered();
		try {
			this.handshake.onClaimed(accepted);
			onMessage();
			if (accepted) {
				this.resumption.onEarlyAccepted(this.settings, this.packets);
			}
		}
		catch (HandshakeFailure failure) {
			fail(failure.code(), failure.reason());
		}
	}

	private void onMessage() {
		installKeys();
		HandshakeExchange.Peer peer = this.handshake.peer();
		if (this.client && peer != null && this.resumption.resumed() != null) {
			this.resumption.earlyAccepted(peer.payload().early());
			this.packets.discardEarly();
			this.progress.become(HandshakeState.KEYS_READY);
			this.resumption.identify();
			this.packets.useApplication();
		}
		else if (this.client && peer != null) {
			this.progress.awaitVerification(peer.verification(PeerRole.SERVER, this.settings.expectedAgentId()));
		}
		else if (this.handshake.result() != null) {
			this.progress.become(HandshakeState.KEYS_READY);
		}
		this.resumption.onClientMessage();
	}

	private void installKeys() {
		HandshakeExchange.Result result = this.handshake.result();
		if (result != null && this.packets.application() == null) {
			byte[] own = this.client ? result.clientSecret() : result.serverSecret();
			byte[] peers = this.client ? result.serverSecret() : result.clientSecret();
			this.packets.install(new ApplicationProtection(this.settings, result.suite(), own, peers), !this.client);
		}
	}

	/**
	 * Whether a packet of a type can be sealed now: the key is there and not used up.
	 */
	public boolean canSeal(int packetType) {
		return this.packets.canSeal(packetType);
	}

	/**
	 * Whether a packet of a type can be opened now. A client opens 1-RTT packets once the
	 * server's identity is accepted: what comes before may be kept by the connection and
	 * given again.
	 */
	public boolean canOpen(int packetType) {
		return this.packets.canOpen(packetType);
	}

	/**
	 * Seals a packet in place: epoch bits, nonce, AEAD, header protection.
	 * @param buffer holds a header with connection id, type, number and length, the
	 * payload behind it and room for {@value #SEALED_OVERHEAD_BYTES} more bytes
	 * @param offset where the packet begins
	 * @param headerLength length of the header with its TLVs
	 * @param payloadLength length of the payload
	 * @return length of the packet
	 * @throws IllegalStateException where {@link #canSeal} says no, or the number is not
	 * larger than all sealed before in its space
	 */
	public int seal(byte[] buffer, int offset, int headerLength, int payloadLength) {
		return this.packets.seal(buffer, offset, headerLength, payloadLength);
	}

	/**
	 * Opens a packet in place. A packet that does not open changes nothing but counters.
	 * @param buffer the array of the packet
	 * @param offset where the packet begins
	 * @param length length of the packet
	 * @return length of the payload, which begins behind the header, or minus the ordinal
	 * of a {@link DropReason}
	 */
	public int open(byte[] buffer, int offset, int length) {
		int result = this.packets.open(buffer, offset, length);
		if (result >= 0) {
			this.packetNumber = PacketHeader.packetNumber(buffer, offset);
			this.packetType = PacketHeader.type(buffer, offset);
			this.headerLength = PacketHeader.headerLength(buffer, offset);
			if (!this.peerProven && PacketType.provesPeer(this.packetType)) {
				onPeerProven();
			}
		}
		return result;
	}

	// message 1 can be a replay: only a packet under 1-RTT keys shows that the client
	// lives
	// SPEC handshake.md#client-identity
	private void onPeerProven() {
		this.peerProven = true;
		HandshakeExchange.Peer peer = this.handshake.peer();
		if (this.client || peer == null || this.resumption.identify()) {
			return;
		}
		if (peer.staticKey() != null) {
			this.progress.awaitVerification(peer.verification(PeerRole.CLIENT, null));
		}
		else {
			this.progress.identify(PeerIdentity.anonymous());
		}
	}

	/** The packet number of the last packet that opened, -1 before the first. */
	public long packetNumber() {
		return this.packetNumber;
	}

	/** The type of the last packet that opened, -1 before the first. */
	public int packetType() {
		return this.packetType;
	}

	/** The header length of the last packet that opened, in bytes. */
	public int headerLength() {
		return this.headerLength;
	}

	/**
	 * Handshake bytes to send in packets of a type; nothing for types that carry none.
	 */
	public CryptoSendBuffer cryptoToSend(int packetType) {
		return this.handshake.toSend(packetType);
	}

	/** Where the handshake stands. */
	public HandshakeState state() {
		return this.progress.state();
	}

	/**
	 * What the peer showed, to be verified off the event loop; given once, else null. A
	 * client has it after the server's message, a server after the first 1-RTT packet.
	 */
	public @Nullable VerificationRequest pollVerification() {
		return this.progress.pollVerification();
	}

	/**
	 * Takes the answer to what {@link #pollVerification} gave.
	 * @param result accepted: the peer has its identity; rejected: the state is FAILED,
	 * and packets can still be sealed to say so
	 */
	public void onVerified(VerificationResult result) {
		boolean awaited = this.progress.state() == HandshakeState.WAITING_VERIFICATION;
		this.progress.onVerified(result);
		if (this.progress.state() == HandshakeState.FAILED) {
			this.packets.stopOpening();
		}
		else if (this.client && awaited) {
			onServerAccepted();
		}
	}

	private void onServerAccepted() {
		try {
			this.handshake.onPeerAccepted();
			installKeys();
			this.packets.useApplication();
		}
		catch (HandshakeFailure failure) {
			fail(failure.code(), failure.reason());
		}
	}

	/** The peer's verified identity; a server has none before its first 1-RTT packet. */
	public @Nullable PeerIdentity peerIdentity() {
		return this.progress.peerIdentity();
	}

	/** Why the handshake failed, for the peer; null unless it is FAILED. */
	public @Nullable ErrorCode failureCode() {
		return this.progress.failureCode();
	}

	/** The same for this side's exceptions and logs, and what to do. */
	public @Nullable String failureReason() {
		return this.progress.failureReason();
	}

	/**
	 * The hash of the whole handshake, for channel binding: 32 bytes, the same on both
	 * sides, not secret; empty before the handshake's messages are through.
	 */
	// SPEC handshake.md#channel-binding
	public byte[] handshakeHash() {
		return this.handshake.outcome().handshakeHash();
	}

	/** What the handshake has shown so far. */
	public HandshakeOutcome outcome() {
		return this.handshake.outcome();
	}

	/** Tickets and early data of this session. */
	public SessionResumption resumption() {
		return this.resumption;
	}

	/** The packet side of this session: limits, counters, key update. */
	public SessionPackets packets() {
		return this.packets;
	}

	/**
	 * The handshake is confirmed: ephemerals and keys of Initial packets are erased, and
	 * such packets do nothing any more.
	 */
	// SPEC handshake.md#confirmation
	public void confirm() {
		this.progress.confirm();
		this.handshake.confirm();
		this.packets.discardEarly();
		this.packets.discardInitial();
	}

	/** Erases everything; nothing can be sealed or opened any more. */
	public void destroy() {
		this.handshake.destroy();
		this.packets.destroy();
	}

	void fail(ErrorCode code, String reason) {
		this.progress.fail(code, reason);
		this.handshake.destroyExchange();
		this.packets.stopOpening();
	}

	@Override
	public String toString() {
		return "SecureSession[" + (this.client ? "client, " : "server, ") + this.progress.state() + "]";
	}

}
