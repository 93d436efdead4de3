/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.List;

import io.mxp.transport.Attack;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** XX and NX, message by message. */
@Requirement("SEC-03")
class ThirdMessageTests {

	private static final LocalIdentity SERVER = LocalIdentity.ofKey(SessionPair.SERVER_KEY);

	private static final LocalIdentity CLIENT = LocalIdentity.ofKey(SessionPair.CLIENT_KEY);

	private static final int NOTHING = -1;

	private String clientNoise = HandshakeConfig.NOISE_CORE;

	private String serverNoise = HandshakeConfig.NOISE_CORE;

	private SecureSession client;

	private SecureSession server;

	private static HandshakeSettings settings(String noise) {
		return HandshakeSettings.of(HandshakeConfig.defaults().withNoiseProvider(noise));
	}

	private void start(boolean anonymous, int serverPattern) {
		this.client = SecureSession.client(settings(this.clientNoise), anonymous ? null : CLIENT, null,
				SessionPair.INITIAL_ID, SessionPair.CLIENT_ID, new byte[] { 1, 2, 3 }, new SeededRandom(1));
		this.server = SecureSession.server(settings(this.serverNoise), SERVER, SessionPair.INITIAL_ID,
				SessionPair.SERVER_ID, SessionPair.CLIENT_ID, serverPattern, new byte[] { 4, 5, 6, 7 },
				new SeededRandom(2));
		this.client.start();
	}

	/** One message after the other, one byte of one of them changed. */
	private void exchange(int changedMessage, int changedByte) {
		deliver(this.client, this.server, changedMessage == 1, changedByte);
		// A client looks at its server's id in the packets' headers.
		byte[] second = drain(this.server);
		if (second.length == 0) {
			return;
		}
		if (changedMessage == 2) {
			second[changedByte] ^= 0x10;
		}
		try {
			SessionPair.deliver(
					List.of(HandshakeTamperingTests.initial(SessionPair.SERVER_ID, 0, 0, second, second.length)),
					this.client);
		}
		catch (ProtocolViolation violation) {
			assertThat(violation.code()).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
			return;
		}
		SessionPair.accept(this.client, "server");
		deliver(this.client, this.server, changedMessage == 3, changedByte);
	}

	private static void deliver(SecureSession from, SecureSession to, boolean change, int changedByte) {
		byte[] stream = drain(from);
		if (change) {
			stream[changedByte] ^= 0x10;
		}
		try {
			to.onCryptoData(PacketType.INITIAL, offset(from, stream), stream, 0, stream.length);
		}
		catch (ProtocolViolation violation) {
			assertThat(violation.code()).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
		}
	}

	private static int offset(SecureSession from, byte[] stream) {
		return (stream.length > 0) ? from.cryptoToSend(PacketType.INITIAL).offset() : 0;
	}

	private static byte[] drain(SecureSession session) {
		CryptoSendBuffer crypto = session.cryptoToSend(PacketType.INITIAL);
		byte[] stream = crypto.next(100_000) ? new byte[crypto.length()] : new byte[0];
		if (stream.length > 0) {
			crypto.copyTo(stream, 0);
		}
		return stream;
	}

	@ParameterizedTest
	@CsvSource({ "core, core, false", "core, noise-java, false", "noise-java, core, false", "core, core, true",
			"core, noise-java, true", "noise-java, core, true" })
	@Requirement("SEC-01")
	void bothSidesHaveTheSameKeys(String clientNoise, String serverNoise, boolean anonymous) {
		this.clientNoise = clientNoise;
		this.serverNoise = serverNoise;
		this.start(anonymous, anonymous ? HeaderTlvs.PATTERN_NX : HeaderTlvs.PATTERN_XX);
		this.exchange(NOTHING, 0);
		assertThat(this.client.state()).isEqualTo(HandshakeState.KEYS_READY);
		assertThat(this.server.state()).isEqualTo(HandshakeState.KEYS_READY);
		assertThat(this.client.handshakeHash()).hasSize(32).isEqualTo(this.server.handshakeHash());
		assertThat(this.client.outcome().peerStaticKey()).isEqualTo(SERVER.publicKey());
		assertThat(this.server.outcome().peerStaticKey()).isEqualTo(anonymous ? null : CLIENT.publicKey());
		assertThat(this.server.outcome().peerTransportParameters()).containsExactly(1, 2, 3);
		assertThat(this.client.outcome().peerTransportParameters()).containsExactly(4, 5, 6, 7);
	}

	@Test
	void aClientWaitsForTheVerificationBeforeItSaysWhoItIs() throws Exception {
		start(false, HeaderTlvs.PATTERN_XX);
		deliver(this.client, this.server, false, 0);
		byte[] second = drain(this.server);
		SessionPair.deliver(
				List.of(HandshakeTamperingTests.initial(SessionPair.SERVER_ID, 0, 0, second, second.length)),
				this.client);
		assertThat(this.client.state()).isEqualTo(HandshakeState.WAITING_VERIFICATION);
		assertThat(this.client.cryptoToSend(PacketType.INITIAL).hasPending()).isFalse();
		assertThat(this.client.canSeal(PacketType.ONE_RTT)).isFalse();
		this.client.onVerified(VerificationResult.rejected(ErrorCode.CERTIFICATE_UNTRUSTED, "not you"));
		assertThat(this.client.cryptoToSend(PacketType.INITIAL).hasPending()).isFalse();
		assertThat(this.server.canOpen(PacketType.ONE_RTT)).isFalse();
		assertThat(this.server.outcome().peerStaticKey()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "false, 1", "false, 2", "false, 3", "true, 1", "true, 2" })
	@Attack("A31")
	void everyChangedByteOfEveryMessageFails(boolean anonymous, int message) {
		int pattern = anonymous ? HeaderTlvs.PATTERN_NX : HeaderTlvs.PATTERN_XX;
		int length = length(anonymous, pattern, message);
		for (int i = 4; i < length; i++) {
			start(anonymous, pattern);
			exchange(message, i);
			assertThat(bothReady()).as("byte %d of message %d", i, message).isFalse();
		}
	}

	private int length(boolean anonymous, int pattern, int message) {
		start(anonymous, pattern);
		if (message == 1) {
			return drain(this.client).length;
		}
		deliver(this.client, this.server, false, 0);
		byte[] second = drain(this.server);
		if (message == 2) {
			return second.length;
		}
		start(anonymous, pattern);
		exchange(NOTHING, 0);
		// static key, payload and a tag for each
		return 4 + 32 + 16 + 16;
	}

	private boolean bothReady() {
		return this.client.state() == HandshakeState.KEYS_READY && this.server.state() == HandshakeState.KEYS_READY;
	}

	@ParameterizedTest
	@CsvSource({ "false, 1", "false, 2", "false, 4", "true, 1", "true, 2", "true, 3" })
	@Attack("A31")
	void anotherPatternInTheHeaderFails(boolean anonymous, int pattern) {
		start(anonymous, pattern);
		exchange(NOTHING, 0);
		assertThat(bothReady()).isFalse();
		assertThat(this.server.canOpen(PacketType.ONE_RTT) && this.client.canSeal(PacketType.ONE_RTT)).isFalse();
	}

	@Test
	void aFirstMessageOfXxWithAPayloadIsRefused() throws Exception {
		start(true, HeaderTlvs.PATTERN_XX);
		byte[] first = drain(this.client);
		assertThatExceptionOfType(ProtocolViolation.class)
			.isThrownBy(() -> this.server.onCryptoData(PacketType.INITIAL, 0, first, 0, first.length));
		assertThat(this.server.state()).isEqualTo(HandshakeState.FAILED);
	}

}
