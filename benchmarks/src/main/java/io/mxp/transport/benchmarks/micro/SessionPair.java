/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.micro;

import java.security.SecureRandom;
import java.util.List;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.ProtocolViolation;
import io.mxp.transport.security.CryptoSendBuffer;
import io.mxp.transport.security.HandshakeSettings;
import io.mxp.transport.security.LocalIdentity;
import io.mxp.transport.security.RandomSource;
import io.mxp.transport.security.SecureSession;
import io.mxp.transport.security.VerificationResult;

/**
 * Two secured ends that have shaken hands in memory.
 */
record SessionPair(SecureSession client, SecureSession server) {

	private static final long FIRST_ID = 0x0102_0304_0506_0708L;

	private static final long CLIENT_ID = 11;

	private static final long SERVER_ID = 22;

	private static final int MAX_CRYPTO_BYTES = 1_000;

	private static final int PACKET_BYTES = 1_400;

	static SessionPair connected(CipherSuite suite) throws ProtocolViolation {
		HandshakeSettings settings = HandshakeSettings.of(HandshakeConfig.defaults().withSuites(List.of(suite)));
		RandomSource random = new SystemRandom(new SecureRandom());
		LocalIdentity clientKey = newKey(random);
		LocalIdentity serverKey = newKey(random);
		SecureSession client = SecureSession.client(settings, clientKey, serverKey.publicKey(), FIRST_ID, CLIENT_ID,
				new byte[0], random);
		SecureSession server = SecureSession.server(settings, serverKey, FIRST_ID, SERVER_ID, CLIENT_ID,
				HeaderTlvs.PATTERN_IK, new byte[0], random);
		client.start();
		move(client, server, CLIENT_ID, FIRST_ID);
		move(server, client, SERVER_ID, CLIENT_ID);
		accept(client);
		byte[] first = new byte[256];
		PacketHeader.write(first, 0, SERVER_ID, PacketType.ONE_RTT, 0, PacketHeader.LENGTH);
		int length = client.seal(first, 0, PacketHeader.LENGTH, 64);
		server.open(first, 0, length);
		accept(server);
		client.confirm();
		server.confirm();
		return new SessionPair(client, server);
	}

	private static LocalIdentity newKey(RandomSource random) {
		byte[] key = new byte[LocalIdentity.KEY_BYTES];
		random.nextBytes(key);
		return LocalIdentity.ofKey(key);
	}

	private static void accept(SecureSession session) {
		session.pollVerification();
		session.onVerified(VerificationResult.accepted(PeerIdentity.anonymous()));
	}

	/** Moves handshake bytes in sealed Initial packets, which name the sender's id. */
	private static void move(SecureSession from, SecureSession to, long sourceId, long destinationId)
			throws ProtocolViolation {
		CryptoSendBuffer pending = from.cryptoToSend(PacketType.INITIAL);
		HeaderTlvs fields = new HeaderTlvs().version(HeaderTlvs.VERSION_1).sourceConnectionId(sourceId);
		for (int packetNumber = 0; pending.next(MAX_CRYPTO_BYTES); packetNumber++) {
			byte[] packet = new byte[PACKET_BYTES];
			int headerLength = fields.write(packet, 0);
			PacketHeader.write(packet, 0, destinationId, PacketType.INITIAL, packetNumber, headerLength);
			pending.copyTo(packet, headerLength);
			int length = from.seal(packet, 0, headerLength, pending.length());
			int payloadLength = to.open(packet, 0, length);
			to.onCryptoData(PacketType.INITIAL, pending.offset(), packet, headerLength, payloadLength);
		}
	}

	/** Randomness for keys. */
	private record SystemRandom(SecureRandom random) implements RandomSource {

		@Override
		public void nextBytes(byte[] bytes) {
			this.random.nextBytes(bytes);
		}

		@Override
		public long nextLong() {
			return this.random.nextLong();
		}

	}

}
