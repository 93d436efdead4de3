/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.List;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.Patterns;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The four patterns over P-256, message by message. */
@Requirement({ "SEC-05", "S04" })
class P256SessionTests {

	private static final HandshakeSettings SETTINGS = HandshakeSettings
		.of(HandshakeConfig.defaults().withSuites(List.of(CipherSuite.P256_AES_256_GCM_SHA256)));

	private static final LocalIdentity SERVER = LocalIdentity.ofKey(P256.generate(new SeededRandom(11)));

	private static final LocalIdentity CLIENT = LocalIdentity.ofKey(P256.generate(new SeededRandom(12)));

	@ParameterizedTest
	@CsvSource({ "17, true, false", "18, true, true", "19, false, false", "20, false, true" })
	void bothSidesAgree(int pattern, boolean known, boolean anonymous) throws Exception {
		SecureSession client = SecureSession.client(SETTINGS, anonymous ? null : CLIENT,
				known ? SERVER.publicKey() : null, SessionPair.INITIAL_ID, SessionPair.CLIENT_ID, new byte[] { 1 },
				new SeededRandom(13));
		assertThat(client.outcome().pattern()).isEqualTo(pattern);
		SecureSession server = SecureSession.server(SETTINGS, SERVER, SessionPair.INITIAL_ID, SessionPair.SERVER_ID,
				SessionPair.CLIENT_ID, pattern, new byte[] { 2 }, new SeededRandom(14));
		client.start();
		pass(client, server);
		byte[] second = HandshakeTamperingTests.drain(server);
		SessionPair.deliver(
				List.of(HandshakeTamperingTests.initial(SessionPair.SERVER_ID, 0, 0, second, second.length)), client);
		SessionPair.accept(client, "server");
		if (Patterns.endsWithClient(pattern)) {
			pass(client, server);
		}
		assertThat(server.state()).isEqualTo(HandshakeState.KEYS_READY);
		assertThat(client.handshakeHash()).hasSize(32).isEqualTo(server.handshakeHash());
		assertThat(client.outcome().suite()).isEqualTo(CipherSuite.P256_AES_256_GCM_SHA256);
		assertThat(client.outcome().peerStaticKey()).isEqualTo(SERVER.publicKey());
		assertThat(server.outcome().peerStaticKey()).isEqualTo(anonymous ? null : CLIENT.publicKey());
		SessionPair pair = new SessionPair(client, server, anonymous);
		assertThat(pair.toServer(new byte[32])).isEqualTo(32);
		assertThat(pair.toClient(new byte[32])).isEqualTo(32);
	}

	private static void pass(SecureSession from, SecureSession to) throws Exception {
		byte[] stream = HandshakeTamperingTests.drain(from);
		to.onCryptoData(PacketType.INITIAL, from.cryptoToSend(PacketType.INITIAL).offset(), stream, 0, stream.length);
	}

}
