/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;

import io.mxp.transport.Attack;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** CRYPTO bytes on their way out and in. */
class CryptoBufferTests {

	@Test
	void anyOrderOfAnyRangesGivesTheMessage() throws Exception {
		SeededRandom random = new SeededRandom(6);
		for (int round = 0; round < 200; round++) {
			byte[] message = random.bytes(random.below(3000));
			CryptoSendBuffer sender = new CryptoSendBuffer();
			sender.append(message);
			CryptoReceiveBuffer receiver = new CryptoReceiveBuffer();
			while (!sender.allAcked()) {
				assertThat(sender.hasPending()).isTrue();
				assertThat(sender.next(1 + random.below(1200))).isTrue();
				byte[] range = new byte[sender.length()];
				sender.copyTo(range, 0);
				int offset = sender.offset();
				if (random.below(3) == 0) {
					sender.onLost(offset, range.length);
				}
				else {
					receiver.receive(offset, range, 0, range.length);
					// overlapping bytes that differ change nothing
					receiver.receive(offset, new byte[range.length], 0, range.length);
					sender.onAcked(offset, range.length);
					sender.onLost(offset, range.length);
				}
			}
			assertThat(sender.hasPending()).isFalse();
			assertThat(sender.next(100)).isFalse();
			assertThat(receiver.nextMessage()).isEqualTo(message);
		}
	}

	@Test
	void anAnswerAcknowledgesAllThatWentBeforeIt() {
		CryptoSendBuffer sender = new CryptoSendBuffer();
		sender.onAnswered();
		assertThat(sender.pollAnswered()).as("nothing was asked").isFalse();
		sender.append(new byte[100]);
		sender.next(60);
		sender.onAnswered();
		assertThat(sender.pollAnswered()).isTrue();
		assertThat(sender.pollAnswered()).as("told once").isFalse();
		sender.onLost(0, 60);
		assertThat(sender.hasPending()).as("what was answered is not sent again").isFalse();
		sender.append(new byte[20]);
		assertThat(sender.next(1_000)).isTrue();
		assertThat(sender.offset()).isEqualTo(104);
		assertThat(sender.length()).isEqualTo(24);
	}

	@Test
	void noRoomNoRange() {
		CryptoSendBuffer sender = new CryptoSendBuffer();
		assertThat(sender.hasPending()).isFalse();
		assertThat(sender.allAcked()).isTrue();
		sender.append(new byte[10]);
		assertThat(sender.next(0)).isFalse();
		assertThat(sender.next(-5)).isFalse();
		assertThat(sender.next(20)).isTrue();
		assertThat(sender.length()).isEqualTo(14);
	}

	@Test
	@Requirement({ "SEC-54", "SEC-53" })
	@Attack("A08")
	void sixteenKibibytesAreTakenAndNotOneByteMore() throws Exception {
		CryptoReceiveBuffer buffer = new CryptoReceiveBuffer();
		buffer.receive(16_383, new byte[1], 0, 1);
		assertThat(buffer.capacity()).isEqualTo(16_384);
		for (int[] range : new int[][] { { 16_384, 1 }, { 16_383, 2 }, { 0, 16_385 }, { Integer.MAX_VALUE, 1 },
				{ -1, 1 }, { Integer.MIN_VALUE, 1 }, { Integer.MAX_VALUE, Integer.MAX_VALUE } }) {
			assertThatExceptionOfType(ProtocolViolation.class)
				.isThrownBy(() -> buffer.receive(range[0], new byte[0], 0, range[1]))
				.satisfies((violation) -> assertThat(violation.code()).isEqualTo(ErrorCode.CRYPTO_BUFFER_EXCEEDED));
		}
		assertThat(buffer.nextMessage()).isNull();
	}

	@Test
	@Requirement("SEC-54")
	@Attack("A08")
	void aMessageThatAnnouncesMoreIsRefusedAtOnce() throws Exception {
		for (int length : new int[] { 16_381, -1, Integer.MIN_VALUE }) {
			CryptoReceiveBuffer buffer = new CryptoReceiveBuffer();
			byte[] prefix = { (byte) length, (byte) (length >>> 8), (byte) (length >>> 16), (byte) (length >>> 24) };
			buffer.receive(0, prefix, 0, 4);
			assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(buffer::nextMessage);
		}
		CryptoReceiveBuffer buffer = new CryptoReceiveBuffer();
		buffer.receive(0, new byte[] { (byte) 0xFC, 0x3F, 0, 0 }, 0, 4);
		assertThat(buffer.nextMessage()).as("16,380 bytes fit, they are awaited").isNull();
	}

	@Test
	@Requirement({ "SEC-54", "SEC-53" })
	@Attack("A08")
	void afterTheHandshakeFourKibibytes() throws Exception {
		SessionPair pair = SessionPair.ik(HandshakeConfig.defaults()).complete();
		pair.server.onCryptoData(PacketType.ONE_RTT, 0, new byte[4096], 0, 4096);
		assertThatExceptionOfType(ProtocolViolation.class)
			.isThrownBy(() -> pair.server.onCryptoData(PacketType.ONE_RTT, 1, new byte[4096], 0, 4096))
			.satisfies((violation) -> assertThat(violation.code()).isEqualTo(ErrorCode.CRYPTO_BUFFER_EXCEEDED));
		assertThat(pair.server.state()).isEqualTo(HandshakeState.CONFIRMED);
	}

	@Test
	@Requirement("SEC-54")
	@Attack("A08")
	void tooManyBytesFailTheHandshake() {
		SessionPair pair = SessionPair.ik(HandshakeConfig.defaults());
		assertThatExceptionOfType(ProtocolViolation.class)
			.isThrownBy(() -> pair.server.onCryptoData(PacketType.INITIAL, 16_384, new byte[1], 0, 1));
		assertThat(pair.server.state()).isEqualTo(HandshakeState.FAILED);
		assertThat(pair.server.failureCode()).isEqualTo(ErrorCode.CRYPTO_BUFFER_EXCEEDED);
	}

	@Test
	void repeatedBytesAfterTheMessageDoNothing() throws Exception {
		SessionPair pair = SessionPair.ik(HandshakeConfig.defaults());
		pair.client.start();
		byte[] stream = HandshakeTamperingTests.drain(pair.client);
		for (int i = 0; i < stream.length; i++) {
			pair.server.onCryptoData(PacketType.INITIAL, i, stream, i, 1);
		}
		assertThat(pair.server.state()).isEqualTo(HandshakeState.KEYS_READY);
		byte[] answer = HandshakeTamperingTests.drain(pair.server);
		pair.server.onCryptoData(PacketType.INITIAL, 0, stream, 0, stream.length);
		byte[] other = stream.clone();
		Arrays.fill(other, (byte) 7);
		pair.server.onCryptoData(PacketType.INITIAL, 0, other, 0, other.length);
		assertThat(pair.server.state()).isEqualTo(HandshakeState.KEYS_READY);
		assertThat(pair.server.cryptoToSend(PacketType.INITIAL).hasPending()).isFalse();
		assertThat(answer).isNotEmpty();
	}

}
