/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.mxp.transport.Attack;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.PeerRole;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Whole handshakes over sealed Initial packets. */
class SecureSessionTests {

	private static final HandshakeConfig CONFIG = HandshakeConfig.defaults();

	@ParameterizedTest
	@CsvSource({ "core,core", "core,noise-java", "noise-java,core", "noise-java,noise-java" })
	@Requirement("SEC-01")
	void bothProvidersOpenConnectionsToEachOther(String clientProvider, String serverProvider) throws Exception {
		HandshakeSettings client = HandshakeSettings.of(CONFIG.withNoiseProvider(clientProvider));
		HandshakeSettings server = HandshakeSettings.of(CONFIG.withNoiseProvider(serverProvider));
		for (LocalIdentity identity : new LocalIdentity[] { LocalIdentity.ofKey(SessionPair.CLIENT_KEY), null }) {
			SessionPair pair = SessionPair.of(client, server, identity, 1).complete();
			assertThat(pair.client.state()).isEqualTo(HandshakeState.CONFIRMED);
			assertThat(pair.server.state()).isEqualTo(HandshakeState.CONFIRMED);
			assertThat(pair.client.outcome().suite()).isEqualTo(CipherSuite.CHACHA20_POLY1305_SHA256);
			assertThat(pair.server.outcome().peerTransportParameters()).containsExactly(1, 2, 3);
			assertThat(pair.client.outcome().peerTransportParameters()).containsExactly(4, 5, 6, 7);
			assertThat(pair.toServer(new byte[1000])).isEqualTo(1000);
			assertThat(pair.toClient(new byte[1000])).isEqualTo(1000);
		}
	}

	@Test
	@Requirement("SEC-13")
	@Attack("A28")
	void bothSidesHaveTheSameHandshakeHash() throws Exception {
		SessionPair pair = SessionPair.ik(CONFIG);
		assertThat(pair.client.handshakeHash()).isEmpty();
		pair.complete();
		assertThat(pair.client.handshakeHash()).hasSize(32).isEqualTo(pair.server.handshakeHash());
		SessionPair other = SessionPair
			.of(HandshakeSettings.of(CONFIG), HandshakeSettings.of(CONFIG), LocalIdentity.ofKey(SessionPair.CLIENT_KEY),
					5)
			.complete();
		assertThat(other.client.handshakeHash()).isNotEqualTo(pair.client.handshakeHash());
	}

	@Test
	void aClientSendsNothingBeforeTheServerIsVerified() throws Exception {
		SessionPair pair = SessionPair.ik(CONFIG);
		assertThat(pair.client.state()).isEqualTo(HandshakeState.WAITING_PEER);
		pair.exchange();
		assertThat(pair.client.state()).isEqualTo(HandshakeState.WAITING_VERIFICATION);
		assertThat(pair.client.canSeal(PacketType.ONE_RTT)).isFalse();
		assertThat(pair.client.canOpen(PacketType.ONE_RTT)).isFalse();
		assertThat(pair.toClient(new byte[16])).isEqualTo(-DropReason.NO_KEYS.ordinal());
		VerificationRequest request = pair.client.pollVerification();
		assertThat(request).isNotNull();
		assertThat(request.peerRole()).isEqualTo(PeerRole.SERVER);
		assertThat(request.peerStaticKey()).isEqualTo(Curve25519.publicKey(SessionPair.SERVER_KEY));
		assertThat(pair.client.pollVerification()).as("given once").isNull();
		pair.client.onVerified(VerificationResult.rejected(ErrorCode.CERTIFICATE_UNTRUSTED, "nobody signed it"));
		assertThat(pair.client.state()).isEqualTo(HandshakeState.FAILED);
		assertThat(pair.client.failureCode()).isEqualTo(ErrorCode.CERTIFICATE_UNTRUSTED);
		assertThat(pair.client.failureReason()).isEqualTo("nobody signed it");
		assertThat(pair.client.peerIdentity()).isNull();
		assertThat(pair.client.canSeal(PacketType.ONE_RTT)).isFalse();
		assertThat(pair.client.canSeal(PacketType.INITIAL)).as("to say so").isTrue();
	}

	@Test
	@Requirement("SEC-06")
	@Attack("A25")
	void aServerUsesTheClientsIdentityAfterItsFirst1RttPacketOnly() throws Exception {
		SessionPair pair = SessionPair.ik(CONFIG);
		pair.exchange();
		assertThat(pair.server.state()).isEqualTo(HandshakeState.KEYS_READY);
		assertThat(pair.server.pollVerification()).as("message 1 may be a replay").isNull();
		assertThat(pair.server.peerIdentity()).isNull();
		SessionPair.accept(pair.client, "server");
		byte[] forged = pair.oneRtt(pair.client, new byte[16]);
		forged[60] ^= 1;
		pair.server.open(forged, 0, forged.length);
		assertThat(pair.server.pollVerification()).isNull();
		assertThat(pair.toServer(new byte[16])).isEqualTo(16);
		assertThat(pair.server.state()).isEqualTo(HandshakeState.WAITING_VERIFICATION);
		pair.server.confirm();
		assertThat(pair.server.state()).isEqualTo(HandshakeState.WAITING_VERIFICATION);
		assertThat(pair.server.peerIdentity()).isNull();
		assertThat(pair.server.canSeal(PacketType.ONE_RTT)).isTrue();
		SessionPair.accept(pair.server, "client");
		assertThat(pair.server.peerIdentity()).extracting(PeerIdentity::agentId).isEqualTo("client");
		assertThat(pair.server.state()).isEqualTo(HandshakeState.CONFIRMED);
	}

	@Test
	@Requirement("SEC-06")
	void anAnonymousClientIsAnonymousFromItsFirst1RttPacketOn() throws Exception {
		SessionPair pair = SessionPair.nk(CONFIG);
		pair.exchange();
		assertThat(pair.server.peerIdentity()).isNull();
		SessionPair.accept(pair.client, "server");
		pair.toServer(new byte[16]);
		assertThat(pair.server.peerIdentity()).isEqualTo(PeerIdentity.anonymous());
		assertThat(pair.server.state()).isEqualTo(HandshakeState.KEYS_READY);
		assertThat(pair.server.pollVerification()).isNull();
	}

	@Test
	void aRejectedClientCanBeToldSo() throws Exception {
		SessionPair pair = SessionPair.ik(CONFIG);
		pair.exchange();
		SessionPair.accept(pair.client, "server");
		pair.toServer(new byte[16]);
		pair.server.onVerified(VerificationResult.rejected(ErrorCode.CERTIFICATE_EXPIRED, "renew it"));
		assertThat(pair.server.state()).isEqualTo(HandshakeState.FAILED);
		assertThat(pair.server.canOpen(PacketType.ONE_RTT)).isFalse();
		assertThat(pair.toClient(new byte[16])).isEqualTo(16);
	}

	@Test
	@Requirement("SEC-12")
	@Attack("A41")
	void handshakePacketsDoNothingAfterConfirmation() throws Exception {
		SessionPair pair = SessionPair.ik(CONFIG);
		pair.client.start();
		List<byte[]> first = pair.clientInitials();
		SessionPair.deliver(first, pair.server);
		List<byte[]> second = pair.serverInitials();
		SessionPair.deliver(second, pair.client);
		SessionPair.accept(pair.client, "server");
		pair.toServer(new byte[16]);
		SessionPair.accept(pair.server, "client");
		pair.server.confirm();
		pair.client.confirm();
		for (SecureSession session : List.of(pair.client, pair.server)) {
			assertThat(session.canOpen(PacketType.INITIAL)).isFalse();
			assertThat(session.canSeal(PacketType.INITIAL)).isFalse();
			byte[] packet = ((session == pair.client) ? second : first).get(0).clone();
			assertThat(session.open(packet, 0, packet.length)).isEqualTo(-DropReason.NO_KEYS.ordinal());
			assertThat(session.cryptoToSend(PacketType.INITIAL).hasPending()).isFalse();
			session.cryptoToSend(PacketType.INITIAL).onLost(0, 100);
			assertThat(session.cryptoToSend(PacketType.INITIAL).hasPending()).isFalse();
			assertThat(session.state()).isEqualTo(HandshakeState.CONFIRMED);
		}
		assertThat(pair.toServer(new byte[16])).isEqualTo(16);
	}

	@Test
	@Requirement({ "SEC-16", "SEC-02" })
	@Attack({ "A23", "A27" })
	void aReplayedFirstMessageNeverMakesAServerReuseANonce() throws Exception {
		Set<String> seen = new HashSet<>();
		int[] sealed = new int[1];
		HandshakeSettings settings = HandshakeSettings.of(CONFIG).withSealObserver((key, nonce) -> {
			sealed[0]++;
			seen.add(key + java.util.Arrays.toString(nonce));
		});
		SessionPair original = SessionPair.nk(CONFIG);
		original.client.start();
		List<byte[]> first = original.clientInitials();
		for (int replay = 0; replay < 300; replay++) {
			SecureSession server = SessionPair.server(settings, LocalIdentity.ofKey(SessionPair.SERVER_KEY), 2,
					1000 + replay, replay);
			SessionPair.deliver(first, server);
			assertThat(server.state()).isEqualTo(HandshakeState.KEYS_READY);
			new SessionPair(original.client, server, true).serverInitials();
		}
		assertThat(sealed[0]).isGreaterThanOrEqualTo(300);
		assertThat(seen).hasSize(sealed[0]);
	}

	@Test
	void noCommonSuiteFailsAndSaysWhatToDo() {
		HandshakeSettings client = HandshakeSettings
			.of(CONFIG.withSuites(List.of(CipherSuite.CHACHA20_POLY1305_SHA256)));
		HandshakeSettings server = HandshakeSettings.of(CONFIG.withSuites(List.of(CipherSuite.AES_256_GCM_SHA256)));
		SessionPair pair = SessionPair.of(client, server, null, 1);
		assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(pair::exchange)
			.satisfies((violation) -> assertThat(violation.code()).isEqualTo(ErrorCode.HANDSHAKE_FAILED))
			.withMessageContaining("no common cipher suite")
			.withMessageContaining("handshake.suites");
		assertThat(pair.server.state()).isEqualTo(HandshakeState.FAILED);
		assertThat(pair.server.failureReason()).contains("no common cipher suite");
		assertThat(pair.server.canOpen(PacketType.INITIAL)).isFalse();
		assertThat(pair.server.canSeal(PacketType.INITIAL)).as("to say so").isTrue();
		assertThat(pair.server.canSeal(PacketType.ONE_RTT)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "CHACHA20_POLY1305_SHA256,AES_256_GCM_SHA256", "AES_256_GCM_SHA256,CHACHA20_POLY1305_SHA256" })
	void theClientsOrderOfSuitesCounts(CipherSuite first, CipherSuite second) throws Exception {
		HandshakeSettings client = HandshakeSettings.of(CONFIG.withSuites(List.of(first, second)));
		HandshakeSettings server = HandshakeSettings.of(CONFIG.withSuites(List.of(second, first)));
		SessionPair pair = SessionPair.of(client, server, null, 1).complete();
		assertThat(pair.client.outcome().suite()).isEqualTo(first);
		assertThat(pair.server.outcome().suite()).isEqualTo(first);
	}

	@Test
	void serversWithSeveralKeysChooseByKeyId() {
		LocalIdentity one = LocalIdentity.ofKey(SessionPair.SERVER_KEY);
		LocalIdentity two = LocalIdentity.ofKey(SessionPair.CLIENT_KEY);
		assertThat(LocalIdentity.select(List.of(one, two), two.keyId())).isSameAs(two);
		assertThat(LocalIdentity.select(List.of(one, two), one.keyId())).isSameAs(one);
		assertThat(LocalIdentity.select(List.of(one), two.keyId())).isNull();
		assertThat(one.keyId()).isEqualTo(LocalIdentity.keyId(one.publicKey()));
	}

	@Test
	void junkIsADropReason() throws Exception {
		SessionPair pair = SessionPair.ik(CONFIG);
		pair.exchange();
		SeededRandom random = new SeededRandom(77);
		for (int i = 0; i < 20_000; i++) {
			byte[] junk = random.bytes(random.below(120));
			if (junk.length > 20 && random.below(4) > 0) {
				PacketHeader.write(java.util.Arrays.copyOf(junk, 64), 0, 1, 0, 0, 32);
				junk[PacketHeader.PACKET_NUMBER_LENGTH_OFFSET] = 8;
				junk[PacketHeader.HEADER_LENGTH_OFFSET] = (byte) (32 + 8 * random.below(6));
				junk[PacketHeader.HEADER_LENGTH_OFFSET + 1] = 0;
			}
			assertThat(pair.server.open(junk, 0, junk.length)).isNegative();
			assertThat(pair.client.open(junk, 0, junk.length)).isNegative();
		}
		assertThat(pair.server.state()).isEqualTo(HandshakeState.KEYS_READY);
		assertThat(pair.server.packets().aeadFailures()).isZero();
		assertThat(pair.server.packets().earlyRejects()).isPositive();
	}

	@Test
	void aDestroyedSessionDoesNothing() throws Exception {
		SessionPair pair = SessionPair.ik(CONFIG).complete();
		byte[] packet = pair.oneRtt(pair.client, new byte[16]);
		pair.server.destroy();
		assertThat(pair.server.canSeal(PacketType.ONE_RTT)).isFalse();
		assertThat(pair.server.canOpen(PacketType.ONE_RTT)).isFalse();
		assertThat(pair.server.open(packet, 0, packet.length)).isEqualTo(-DropReason.NO_KEYS.ordinal());
	}

}
