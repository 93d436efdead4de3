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
import io.mxp.transport.packet.LittleEndian;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Somebody on the path who knows the keys of Initial packets (they are not secret) and
 * changes what is inside.
 */
@Requirement("SEC-03")
class HandshakeTamperingTests {

	private static final HandshakeSettings SETTINGS = HandshakeSettings.of(HandshakeConfig.defaults());

	private static final LocalIdentity SERVER = LocalIdentity.ofKey(SessionPair.SERVER_KEY);

	// after the length: 3 versions and their count, 2 suites and their count
	private static final int OFFER_AT = 4;

	private static final int OFFER_BYTES = 1 + 3 * 4 + 1 + 2 * 2;

	@Test
	@Attack("A31")
	void everyChangedByteOfTheFirstMessageFails() throws Exception {
		byte[] stream = firstMessage();
		for (int i = 4; i < stream.length; i++) {
			byte[] changed = stream.clone();
			changed[i] ^= 0x01;
			assertRefused(changed, server(1, SessionPair.INITIAL_ID, SessionPair.CLIENT_ID));
		}
	}

	@Test
	@Attack("A31")
	void aShorterListOfSuitesFails() throws Exception {
		byte[] stream = firstMessage();
		int suitesAt = OFFER_AT + 1 + 12;
		assertThat(stream[suitesAt]).isEqualTo((byte) 2);
		// only the second suite is left
		byte[] changed = new byte[stream.length - 2];
		System.arraycopy(stream, 0, changed, 0, suitesAt);
		changed[suitesAt] = 1;
		System.arraycopy(stream, suitesAt + 3, changed, suitesAt + 1, stream.length - suitesAt - 3);
		LittleEndian.putInt(changed, 0, changed.length - 4);
		assertRefused(changed, server(1, SessionPair.INITIAL_ID, SessionPair.CLIENT_ID));
		// the other order
		byte[] swapped = stream.clone();
		swapped[suitesAt + 1] = stream[suitesAt + 3];
		swapped[suitesAt + 3] = stream[suitesAt + 1];
		assertThat(swapped).isNotEqualTo(stream);
		assertRefused(swapped, server(1, SessionPair.INITIAL_ID, SessionPair.CLIENT_ID));
	}

	@Test
	@Attack("A28")
	void anotherPatternOrConnectionIdInTheHeaderFails() throws Exception {
		byte[] stream = firstMessage();
		assertRefused(stream, server(2, SessionPair.INITIAL_ID, SessionPair.CLIENT_ID));
		assertRefused(stream, server(3, SessionPair.INITIAL_ID, SessionPair.CLIENT_ID));
		assertRefused(stream, server(1, SessionPair.INITIAL_ID + 1, SessionPair.CLIENT_ID));
		assertRefused(stream, server(1, SessionPair.INITIAL_ID, SessionPair.CLIENT_ID + 1));
		SecureSession untouched = server(1, SessionPair.INITIAL_ID, SessionPair.CLIENT_ID);
		untouched.onCryptoData(PacketType.INITIAL, 0, stream, 0, stream.length);
		assertThat(untouched.state()).isEqualTo(HandshakeState.KEYS_READY);
	}

	@Test
	void aServerWithAnotherKeyFails() throws Exception {
		byte[] stream = firstMessage();
		SecureSession other = SessionPair.server(SETTINGS, LocalIdentity.ofKey(SessionPair.CLIENT_KEY), 1,
				SessionPair.SERVER_ID, 4);
		assertRefused(stream, other);
	}

	@Test
	@Attack("A31")
	void everyChangedByteOfTheSecondMessageFails() throws Exception {
		int length = secondMessage(SessionPair.ik(HandshakeConfig.defaults())).length;
		for (int i = 4; i < length; i += 3) {
			SessionPair pair = SessionPair.ik(HandshakeConfig.defaults());
			byte[] stream = secondMessage(pair);
			stream[i] ^= 0x10;
			assertClientRefuses(pair, stream, SessionPair.SERVER_ID, "static key");
		}
	}

	// an attacker puts itself between: its own id, so that later packets come to it
	@Test
	@Attack("A28")
	void anotherServerIdInTheHeaderFails() throws Exception {
		SessionPair pair = SessionPair.ik(HandshakeConfig.defaults());
		assertClientRefuses(pair, secondMessage(pair), SessionPair.SERVER_ID + 1, "connection ids");
	}

	@Test
	void onceAServerInitialOpenedOtherServerIdsAreIgnored() throws Exception {
		SessionPair pair = SessionPair.ik(HandshakeConfig.defaults());
		byte[] stream = secondMessage(pair);
		byte[] first = initial(SessionPair.SERVER_ID, 0, 0, stream, 10);
		assertThat(pair.client.open(first, 0, first.length)).isPositive();
		assertThat(pair.client.packets().serverConnectionId()).isEqualTo(SessionPair.SERVER_ID);
		byte[] injected = initial(SessionPair.SERVER_ID + 1, 1, 0, stream, 10);
		assertThat(pair.client.open(injected, 0, injected.length)).isNegative();
		assertThat(pair.client.packets().serverConnectionId()).isEqualTo(SessionPair.SERVER_ID);
		SessionPair.deliver(List.of(initial(SessionPair.SERVER_ID, 1, 0, stream, stream.length)), pair.client);
		assertThat(pair.client.state()).isEqualTo(HandshakeState.WAITING_VERIFICATION);
	}

	// a server that breaks the protocol, or an attacker that owns its key
	@Test
	@Attack("A31")
	void anAnswerOutsideOfTheOfferFails() throws Exception {
		for (int kind = 0; kind < 4; kind++) {
			SessionPair pair = SessionPair.nk(HandshakeConfig.defaults());
			pair.client.start();
			byte[] request = drain(pair.client);
			byte[] offer = java.util.Arrays.copyOfRange(request, OFFER_AT, OFFER_AT + OFFER_BYTES);
			NoiseHandshake noise = new CoreNoiseProvider().start(new NoiseParameters(HandshakeExchange.protocolName(2),
					false, Prologue.of(offer, 2, SessionPair.INITIAL_ID, SessionPair.CLIENT_ID, new byte[0]),
					SessionPair.SERVER_KEY, null, null, new SeededRandom(8)));
			noise.readMessage(java.util.Arrays.copyOfRange(request, OFFER_AT + OFFER_BYTES, request.length));
			int[] suites = (kind == 0) ? new int[] { 3 } : (kind == 1) ? new int[] { 1, 2 } : new int[] { 1 };
			int[] versions = (kind == 2) ? new int[] { 2, 1 } : new int[] { 1, 1 };
			long[] ids = (kind == 3) ? new long[0]
					: new long[] { SessionPair.INITIAL_ID, SessionPair.CLIENT_ID, SessionPair.SERVER_ID };
			byte[] message = noise.writeMessage(HandshakePayloadCodec.encode(
					new HandshakePayload(new byte[0], List.of(), new byte[0], suites, versions, ids, new byte[0]),
					0x1A00));
			byte[] stream = new byte[4 + message.length];
			LittleEndian.putInt(stream, 0, message.length);
			System.arraycopy(message, 0, stream, 4, message.length);
			assertClientRefuses(pair, stream, SessionPair.SERVER_ID, "");
		}
	}

	private static byte[] firstMessage() {
		SecureSession client = SessionPair.client(SETTINGS, LocalIdentity.ofKey(SessionPair.CLIENT_KEY), 1);
		client.start();
		return drain(client);
	}

	private static byte[] secondMessage(SessionPair pair) throws ProtocolViolation {
		pair.client.start();
		SessionPair.deliver(pair.clientInitials(), pair.server);
		return drain(pair.server);
	}

	static byte[] drain(SecureSession session) {
		CryptoSendBuffer crypto = session.cryptoToSend(PacketType.INITIAL);
		assertThat(crypto.next(100_000)).isTrue();
		byte[] stream = new byte[crypto.length()];
		crypto.copyTo(stream, 0);
		return stream;
	}

	private static SecureSession server(int pattern, long initialId, long clientId) {
		return SecureSession.server(SETTINGS, SERVER, initialId, SessionPair.SERVER_ID, clientId, pattern, new byte[0],
				new SeededRandom(3));
	}

	private static void assertRefused(byte[] stream, SecureSession server) {
		Throwable thrown = catchThrowable(() -> server.onCryptoData(PacketType.INITIAL, 0, stream, 0, stream.length));
		assertThat(thrown).isInstanceOfSatisfying(ProtocolViolation.class,
				(violation) -> assertThat(violation.code()).isEqualTo(ErrorCode.HANDSHAKE_FAILED));
		assertThat(server.state()).isEqualTo(HandshakeState.FAILED);
		assertThat(server.canSeal(PacketType.ONE_RTT)).isFalse();
		assertThat(server.canOpen(PacketType.ONE_RTT)).isFalse();
		assertThat(server.handshakeHash()).isEmpty();
		assertThat(server.cryptoToSend(PacketType.INITIAL).hasPending()).isFalse();
	}

	private static void assertClientRefuses(SessionPair pair, byte[] stream, long serverId, String reason) {
		byte[] packet = initial(serverId, 50, 0, stream, stream.length);
		Throwable thrown = catchThrowable(() -> SessionPair.deliver(List.of(packet), pair.client));
		assertThat(thrown).isInstanceOf(ProtocolViolation.class);
		assertThat(pair.client.state()).isEqualTo(HandshakeState.FAILED);
		assertThat(pair.client.failureCode()).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
		assertThat(pair.client.failureReason()).contains(reason);
		assertThat(pair.client.pollVerification()).isNull();
		assertThat(pair.client.handshakeHash()).isEmpty();
	}

	static byte[] initial(long serverId, long number, int offset, byte[] stream, int length) {
		InitialProtection protection = InitialProtection.server(SETTINGS, SessionPair.INITIAL_ID, serverId);
		byte[] buffer = new byte[2000];
		int headerLength = new HeaderTlvs().version(1).sourceConnectionId(serverId).write(buffer, 0);
		PacketHeader.write(buffer, 0, SessionPair.CLIENT_ID, PacketType.INITIAL, number, headerLength);
		LittleEndian.putInt(buffer, headerLength, offset);
		System.arraycopy(stream, offset, buffer, headerLength + 4, length);
		int total = protection.sealer().seal(buffer, 0, headerLength, 4 + length);
		return java.util.Arrays.copyOf(buffer, total);
	}

}
