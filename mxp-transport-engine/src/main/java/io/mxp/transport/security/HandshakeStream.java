/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.ProtocolViolation;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the handshake in both directions: CRYPTO frames in, messages to the
 * exchange, its answers out.
 */
// SPEC handshake.md#crypto-stream
final class HandshakeStream {

	private static final CryptoSendBuffer NOTHING_TO_SEND = new CryptoSendBuffer();

	private final HandshakeExchange exchange;

	private final HandshakeOutcome outcome;

	private final CryptoSendBuffer toSend = new CryptoSendBuffer();

	private final CryptoReceiveBuffer received = new CryptoReceiveBuffer();

	HandshakeStream(HandshakeExchange exchange, HandshakeSettings settings) {
		this.exchange = exchange;
		this.outcome = new HandshakeOutcome(exchange, settings);
	}

	/** Makes the first message anew; whatever was to be sent is forgotten. */
	void start(byte[] token) throws HandshakeFailure {
		this.toSend.clear();
		append(this.exchange.start(token));
	}

	/** Whether the exchange can go on without the server's key that it knew. */
	boolean forgetServerKey() {
		return this.exchange.forgetServerKey();
	}

	/** Whether the exchange can go on in one of these versions. */
	boolean useOneOf(int[] versions) {
		return this.exchange.useOneOf(versions);
	}

	/** The peer is who it should be: where the pattern has one more message, it goes. */
	void onPeerAccepted() throws HandshakeFailure {
		append(this.exchange.onPeerAccepted());
	}

	/** The server speaks once it is known whether early data is taken. */
	void onClaimed(boolean accepted) throws HandshakeFailure {
		if (this.exchange instanceof ServerExchange server) {
			append(server.onClaimed(accepted));
		}
	}

	/** The client's next first message shows no ticket. */
	void forgetTicket(long initialConnectionId) {
		if (this.exchange instanceof ClientExchange client) {
			client.fallBack(initialConnectionId);
		}
	}

	/** Takes the bytes of a frame, without looking at them. */
	void receive(int offset, byte[] bytes, int from, int length) throws ProtocolViolation {
		this.received.receive(offset, bytes, from, length);
	}

	/**
	 * Gives the exchange the peer's next message where that is whole.
	 * @param serverConnectionId the server's id as its Initials name it
	 * @return whether a message was worked off
	 */
	boolean advance(long serverConnectionId) throws ProtocolViolation {
		byte[] message = this.received.nextMessage();
		if (message == null) {
			return false;
		}
		try {
			byte[] next = this.exchange.onMessage(message, serverConnectionId);
			this.toSend.onAnswered();
			append(next);
			return true;
		}
		catch (HandshakeFailure failure) {
			throw new ProtocolViolation(failure.code(), FrameType.CRYPTO, failure.reason());
		}
	}

	private void append(byte[] message) {
		if (message.length > 0) {
			this.toSend.append(message);
		}
	}

	/** What is to be sent in packets of a type. */
	CryptoSendBuffer toSend(int packetType) {
		return (packetType == PacketType.INITIAL) ? this.toSend : NOTHING_TO_SEND;
	}

	/** The keys and their names, {@code null} before all messages are through. */
	HandshakeExchange.@Nullable Result result() {
		return this.exchange.result();
	}

	/** What the peer said, {@code null} before. */
	HandshakeExchange.@Nullable Peer peer() {
		return this.exchange.peer();
	}

	HandshakeOutcome outcome() {
		return this.outcome;
	}

	/** Erases what makes keys. */
	void destroyExchange() {
		this.exchange.destroy();
	}

	/** The handshake is confirmed: what is known stays, what was needed for it goes. */
	void confirm() {
		this.exchange.trim();
		destroy();
	}

	void destroy() {
		this.exchange.destroy();
		this.toSend.clear();
		this.received.clear();
	}

}
