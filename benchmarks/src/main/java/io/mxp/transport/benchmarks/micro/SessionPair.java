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

	private static final int IK = 1;

	private static final int MAX_HANDSHAKE_BYTES = 16_384;

	static SessionPair connected(CipherSuite suite) throws ProtocolViolation {
		HandshakeSettings settings = HandshakeSettings.of(HandshakeConfig.defaults().withSuites(List.of(suite)));
		RandomSource random = new SystemRandom(new SecureRandom());
		LocalIdentity clientKey = newKey(random);
		LocalIdentity serverKey = newKey(random);
		SecureSession client = SecureSession.client(settings, clientKey, serverKey.publicKey(), FIRST_ID, CLIENT_ID,
				new byte[0], random);
		SecureSession server = SecureSession.server(settings, serverKey, FIRST_ID, SERVER_ID, CLIENT_ID, IK,
				new byte[0], random);
		client.start();
		move(client, server);
		move(server, client);
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

	private static void move(SecureSession from, SecureSession to) throws ProtocolViolation {
		CryptoSendBuffer pending = from.cryptoToSend(PacketType.INITIAL);
		while (pending.next(MAX_HANDSHAKE_BYTES)) {
			byte[] bytes = new byte[pending.length()];
			pending.copyTo(bytes, 0);
			to.onCryptoData(PacketType.INITIAL, pending.offset(), bytes, 0, bytes.length);
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
