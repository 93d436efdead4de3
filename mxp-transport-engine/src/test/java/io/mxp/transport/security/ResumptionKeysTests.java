/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import io.mxp.transport.Attack;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Keys of handshakes with one and the same ticket. */
class ResumptionKeysTests {

	private static final byte[] SERVER_KEY = Curve25519.publicKey(new SeededRandom(201).bytes(32));

	private final List<String> seals = new ArrayList<>();

	private final HandshakeSettings settings = HandshakeSettings.of(HandshakeConfig.defaults())
		.withSealObserver((key, nonce) -> this.seals.add(key + HexFormat.of().formatHex(nonce)));

	private final ClientTicket ticket = new ClientTicket(new byte[200],
			new SessionSecrets(PeerIdentity.anonymous(), CipherSuite.CHACHA20_POLY1305_SHA256,
					new SeededRandom(5).bytes(32)),
			new TicketScope(new byte[16], new byte[32]), new byte[0], Long.MAX_VALUE);

	private SecureSession resume(long seed) {
		SecureSession session = SecureSession.client(this.settings, null, SERVER_KEY, 1, 2, new byte[0],
				new SeededRandom(seed));
		session.resumption().use(this.ticket, true);
		session.start();
		return session;
	}

	private static void early(SecureSession session, long number) {
		byte[] packet = new byte[PacketHeader.LENGTH + 64 + SecureSession.SEALED_OVERHEAD_BYTES];
		PacketHeader.write(packet, 0, 1, PacketType.ZERO_RTT, number, PacketHeader.LENGTH);
		session.seal(packet, 0, PacketHeader.LENGTH, 64);
	}

	/**
	 * A machine that was copied with its tickets: both copies come back with the same.
	 */
	@Test
	@Attack("A23")
	@Requirement("SEC-16")
	void twoCopiesOfAClientNeverUseOneKeyAndNonceTwice() {
		for (long copy = 0; copy < 2; copy++) {
			SecureSession session = resume(100 + copy);
			for (int number = 0; number < 50; number++) {
				early(session, number);
			}
			// After a Retry there are others again.
			session.restart().onRetry(77, new byte[72]);
			for (int number = 50; number < 100; number++) {
				early(session, number);
			}
		}
		Set<String> keys = new HashSet<>();
		this.seals.forEach((seal) -> keys.add(seal.substring(0, seal.length() - 24)));
		assertThat(this.seals).hasSize(200).doesNotHaveDuplicates();
		assertThat(keys).hasSize(4);
	}

	@Test
	void aRefusedTicketLeavesNoEarlyKeys() {
		SecureSession session = resume(1);
		assertThat(session.canSeal(PacketType.ZERO_RTT)).isTrue();
		session.restart().onTicketRefused(99);
		assertThat(session.canSeal(PacketType.ZERO_RTT)).isFalse();
		assertThat(session.outcome().pattern()).isEqualTo(2);
	}

	/**
	 * The static key of a server and a ticket key open early data, and nothing after it.
	 */
	@Test
	@Attack("A26")
	void earlyAndLaterKeysHaveNothingInCommon() {
		byte[] chainingKey = new SeededRandom(1).bytes(32);
		byte[] hash = new SeededRandom(2).bytes(32);
		byte[] early = KeySchedule.earlySecret(hash, chainingKey, CipherSuite.AES_256_GCM_SHA256);
		assertThat(early).hasSize(32).isNotEqualTo(chainingKey);
		assertThat(KeySchedule.earlySecret(hash, chainingKey, CipherSuite.CHACHA20_POLY1305_SHA256))
			.isNotEqualTo(early);
		assertThat(KeySchedule.earlySecret(chainingKey, chainingKey, CipherSuite.AES_256_GCM_SHA256))
			.isNotEqualTo(early);
	}

}
