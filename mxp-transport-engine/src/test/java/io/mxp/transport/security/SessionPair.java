/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.LittleEndian;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.ProtocolViolation;
import org.jspecify.annotations.Nullable;

/**
 * A client and a server session and the packets between them. The payload of an Initial
 * is an offset (u32) and handshake bytes, in place of a CRYPTO frame.
 */
final class SessionPair {

	static final byte[] SERVER_KEY = new SeededRandom(201).bytes(32);

	static final byte[] CLIENT_KEY = new SeededRandom(202).bytes(32);

	static final long INITIAL_ID = 0x0807060504030201L;

	static final long CLIENT_ID = 0x1817161514131211L;

	static final long SERVER_ID = 0x2827262524232221L;

	final SecureSession client;

	final SecureSession server;

	private final boolean anonymous;

	private long clientNumber;

	private long serverNumber;

	private long applicationNumber;

	SessionPair(SecureSession client, SecureSession server, boolean anonymous) {
		this.client = client;
		this.server = server;
		this.anonymous = anonymous;
	}

	static SessionPair ik(HandshakeConfig config) {
		return of(HandshakeSettings.of(config), HandshakeSettings.of(config), LocalIdentity.ofKey(CLIENT_KEY), 1);
	}

	static SessionPair nk(HandshakeConfig config) {
		return of(HandshakeSettings.of(config), HandshakeSettings.of(config), null, 1);
	}

	static SessionPair of(HandshakeSettings clientSettings, HandshakeSettings serverSettings,
			@Nullable LocalIdentity clientIdentity, long seed) {
		LocalIdentity serverIdentity = LocalIdentity.ofKey(SERVER_KEY);
		return new SessionPair(client(clientSettings, clientIdentity, seed),
				server(serverSettings, serverIdentity, (clientIdentity != null) ? 1 : 2, SERVER_ID, seed + 1),
				clientIdentity == null);
	}

	static SecureSession client(HandshakeSettings settings, @Nullable LocalIdentity identity, long seed) {
		return SecureSession.client(settings, identity, Curve25519.publicKey(SERVER_KEY), INITIAL_ID, CLIENT_ID,
				new byte[] { 1, 2, 3 }, new SeededRandom(seed));
	}

	static SecureSession server(HandshakeSettings settings, LocalIdentity identity, int pattern, long ownId,
			long seed) {
		return SecureSession.server(settings, identity, INITIAL_ID, ownId, CLIENT_ID, pattern,
				new byte[] { 4, 5, 6, 7 }, new SeededRandom(seed));
	}

	/**
	 * Both messages, verification by acceptance, a 1-RTT packet each way, confirmation.
	 */
	SessionPair complete() throws ProtocolViolation {
		exchange();
		accept(this.client, "server");
		toServer(new byte[16]);
		if (!this.anonymous) {
			accept(this.server, "client");
		}
		toClient(new byte[16]);
		this.server.confirm();
		this.client.confirm();
		return this;
	}

	void exchange() throws ProtocolViolation {
		this.client.start();
		deliver(clientInitials(), this.server);
		deliver(serverInitials(), this.client);
	}

	static void accept(SecureSession session, String agent) {
		VerificationRequest request = session.pollVerification();
		if (request == null) {
			throw new IllegalStateException("there is nothing to verify");
		}
		session.onVerified(VerificationResult
			.accepted(new PeerIdentity(agent, null, "", Long.MAX_VALUE, PeerIdentity.Form.PINNED)));
	}

	List<byte[]> clientInitials() {
		List<byte[]> packets = new ArrayList<>();
		HeaderTlvs tlvs = new HeaderTlvs().version(1)
			.sourceConnectionId(CLIENT_ID)
			.keyId(LocalIdentity.keyId(Curve25519.publicKey(SERVER_KEY)))
			.pattern(this.anonymous ? 2 : 1);
		while (this.client.cryptoToSend(PacketType.INITIAL).next(200)) {
			packets.add(initial(this.client, tlvs, INITIAL_ID, this.clientNumber++));
		}
		return packets;
	}

	List<byte[]> serverInitials() {
		List<byte[]> packets = new ArrayList<>();
		HeaderTlvs tlvs = new HeaderTlvs().version(1).sourceConnectionId(SERVER_ID);
		while (this.server.cryptoToSend(PacketType.INITIAL).next(200)) {
			packets.add(initial(this.server, tlvs, CLIENT_ID, this.serverNumber++));
		}
		return packets;
	}

	private static byte[] initial(SecureSession session, HeaderTlvs tlvs, long destination, long number) {
		CryptoSendBuffer crypto = session.cryptoToSend(PacketType.INITIAL);
		byte[] buffer = new byte[1500];
		int headerLength = tlvs.write(buffer, 0);
		PacketHeader.write(buffer, 0, destination, PacketType.INITIAL, number, headerLength);
		LittleEndian.putInt(buffer, headerLength, crypto.offset());
		crypto.copyTo(buffer, headerLength + 4);
		int length = session.seal(buffer, 0, headerLength, 4 + crypto.length());
		return Arrays.copyOf(buffer, length);
	}

	static void deliver(List<byte[]> packets, SecureSession receiver) throws ProtocolViolation {
		for (byte[] packet : packets) {
			byte[] copy = packet.clone();
			int payload = receiver.open(copy, 0, copy.length);
			if (payload >= 0) {
				int at = receiver.headerLength();
				receiver.onCryptoData(PacketType.INITIAL, LittleEndian.getInt(copy, at), copy, at + 4, payload - 4);
			}
		}
	}

	int toServer(byte[] payload) {
		byte[] packet = oneRtt(this.client, payload);
		return this.server.open(packet, 0, packet.length);
	}

	int toClient(byte[] payload) {
		byte[] packet = oneRtt(this.server, payload);
		return this.client.open(packet, 0, packet.length);
	}

	byte[] oneRtt(SecureSession sender, byte[] payload) {
		byte[] buffer = new byte[PacketHeader.LENGTH + payload.length + 16];
		PacketHeader.write(buffer, 0, (sender == this.client) ? SERVER_ID : CLIENT_ID, PacketType.ONE_RTT,
				this.applicationNumber++, PacketHeader.LENGTH);
		System.arraycopy(payload, 0, buffer, PacketHeader.LENGTH, payload.length);
		sender.seal(buffer, 0, PacketHeader.LENGTH, payload.length);
		return buffer;
	}

}
