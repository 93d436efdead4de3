/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import io.mxp.transport.Attack;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Two ends of a connection after the handshake. */
class PacketProtectionTests {

	/** 1,000 genuine packets, so many forged ones before each. */
	private static final int FORGED_FOR_EACH = Integer.getInteger("mxp.attack.forged", 100);

	private static final int EARLY_REJECT = -DropReason.EARLY_REJECT.ordinal();

	private static final int AEAD_FAILURE = -DropReason.AEAD_FAILURE.ordinal();

	private final Set<String> sealed = new HashSet<>();

	private int reused;

	private record Ends(ApplicationProtection sender, ApplicationProtection receiver) {
	}

	private Ends ends(CipherSuite suite) {
		HandshakeSettings settings = HandshakeSettings.of(HandshakeConfig.defaults()).withSealObserver((key, nonce) -> {
			if (!this.sealed.add(key + Arrays.toString(nonce))) {
				this.reused++;
			}
		});
		byte[] client = new SeededRandom(21).bytes(32);
		byte[] server = new SeededRandom(22).bytes(32);
		return new Ends(new ApplicationProtection(settings, suite, client.clone(), server.clone()),
				new ApplicationProtection(settings, suite, server.clone(), client.clone()));
	}

	private static byte[] packet(ApplicationProtection sender, long number, byte[] payload) {
		byte[] buffer = new byte[7 + PacketHeader.LENGTH + payload.length + 16];
		PacketHeader.write(buffer, 7, 0x1122334455667788L, PacketType.ONE_RTT, number, PacketHeader.LENGTH);
		System.arraycopy(payload, 0, buffer, 7 + PacketHeader.LENGTH, payload.length);
		int length = sender.sealer().seal(buffer, 7, PacketHeader.LENGTH, payload.length);
		return Arrays.copyOfRange(buffer, 7, 7 + length);
	}

	@ParameterizedTest
	@EnumSource
	void whatIsSealedOpens(CipherSuite suite) {
		Ends ends = ends(suite);
		for (int size : new int[] { 0, 1, 15, 16, 17, 1152, 1404, 16_000 }) {
			byte[] payload = new SeededRandom(size).bytes(size);
			byte[] packet = packet(ends.sender(), 100 + size, payload);
			byte[] buffer = new byte[packet.length + 11];
			System.arraycopy(packet, 0, buffer, 11, packet.length);
			assertThat(ends.receiver().open(buffer, 11, packet.length)).isEqualTo(size);
			assertThat(PacketHeader.packetNumber(buffer, 11)).isEqualTo(100 + size);
			assertThat(Arrays.copyOfRange(buffer, 11 + 32, 11 + 32 + size)).isEqualTo(payload);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Requirement("SEC-16")
	void aNumberSealsOnlyOnce(CipherSuite suite) {
		Ends ends = ends(suite);
		packet(ends.sender(), 5, new byte[10]);
		assertThatIllegalStateException().isThrownBy(() -> packet(ends.sender(), 5, new byte[10]));
		assertThatIllegalStateException().isThrownBy(() -> packet(ends.sender(), 4, new byte[10]));
		packet(ends.sender(), 6, new byte[10]);
		assertThat(this.sealed).hasSize(2);
		assertThat(this.reused).isZero();
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "SEC-17", "SEC-25" })
	void theWireNonceIsOnlyCompared(CipherSuite suite) {
		Ends ends = ends(suite);
		byte[] genuine = packet(ends.sender(), 1, new byte[100]);
		for (int i = 0; i < 12 * 8; i++) {
			byte[] forged = genuine.clone();
			forged[PacketHeader.NONCE_OFFSET + i / 8] ^= (byte) (1 << (i % 8));
			byte[] before = forged.clone();
			assertThat(ends.receiver().open(forged, 0, forged.length)).isEqualTo(EARLY_REJECT);
			assertThat(forged).as("nothing was decrypted, nothing was changed").isEqualTo(before);
		}
		assertThat(ends.receiver().opener().earlyRejects()).isEqualTo(96);
		assertThat(ends.receiver().opener().aeadFailures()).isZero();
		assertThat(ends.receiver().open(genuine, 0, genuine.length)).isEqualTo(100);
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "SEC-18", "SEC-21", "SEC-25" })
	@Attack({ "A24", "A35" })
	void everyBitIsAuthenticated(CipherSuite suite) {
		Ends ends = ends(suite);
		byte[] genuine = packet(ends.sender(), 1, new byte[40]);
		for (int i = 0; i < 8 * genuine.length; i++) {
			byte[] forged = genuine.clone();
			forged[i / 8] ^= (byte) (1 << (i % 8));
			boolean malformed = PacketHeader.check(forged, 0, forged.length) != DropReason.NONE;
			// the connection looks at these before; here they must fail as well as they
			// can
			if (!malformed) {
				int result = ends.receiver().open(forged, 0, forged.length);
				assertThat(result).as("bit %d", i).isIn(EARLY_REJECT, AEAD_FAILURE);
			}
		}
		PacketOpener opener = ends.receiver().opener();
		assertThat(opener.earlyRejects()).isPositive();
		// the connection id, the type, and what follows the sample
		assertThat(opener.aeadFailures()).isGreaterThanOrEqualTo(8 * (8 + genuine.length - 32 - 16));
		assertThat(ends.receiver().open(genuine, 0, genuine.length)).isEqualTo(40);
	}

	@ParameterizedTest
	@EnumSource
	@Requirement("SEC-19")
	void numberNonceAndPhaseAreMasked(CipherSuite suite) {
		Ends ends = ends(suite);
		byte[] ones = new byte[PacketHeader.LENGTH];
		byte[] zeros = new byte[PacketHeader.LENGTH];
		Arrays.fill(zeros, (byte) 0xFF);
		for (int number = 0; number < 200; number++) {
			byte[] packet = packet(ends.sender(), number, new byte[32]);
			for (int i = 0; i < PacketHeader.LENGTH; i++) {
				ones[i] |= packet[i];
				zeros[i] &= packet[i];
			}
		}
		for (int i = 0; i < PacketHeader.LENGTH; i++) {
			int varying = (ones[i] ^ zeros[i]) & 0xFF;
			int expected = (i == PacketHeader.FLAGS_OFFSET) ? 0xF8 : 0xFF;
			boolean masked = i >= 9 && i < 18 || i >= 20;
			assertThat(varying).as("byte %d", i).isEqualTo(masked ? expected : 0);
		}
	}

	// on JDK 17, ChaCha20 refuses to decrypt with the nonce of its last init
	@ParameterizedTest
	@EnumSource
	@Requirement("SEC-21")
	@Attack("A24")
	void forgedCopiesDoNotKillGenuinePackets(CipherSuite suite) {
		Ends ends = ends(suite);
		int genuinePackets = 1000;
		for (int number = 0; number < genuinePackets; number++) {
			byte[] genuine = packet(ends.sender(), number, new byte[64]);
			byte[] forged = new byte[genuine.length];
			for (int copy = 0; copy < FORGED_FOR_EACH; copy++) {
				System.arraycopy(genuine, 0, forged, 0, genuine.length);
				// behind the sample: the header is right, the tag is not
				forged[50 + (copy % 60)] ^= (byte) (1 + copy % 255);
				assertThat(ends.receiver().open(forged, 0, forged.length)).isEqualTo(AEAD_FAILURE);
			}
			assertThat(ends.receiver().open(genuine, 0, genuine.length)).isEqualTo(64);
		}
		assertThat(ends.receiver().opener().aeadFailures()).isEqualTo((long) genuinePackets * FORGED_FOR_EACH);
		assertThat(ends.receiver().opener().keys().uses()).isEqualTo(genuinePackets);
	}

	@ParameterizedTest
	@EnumSource
	@Requirement("SEC-20")
	@Attack("A22")
	void duplicatesAreFoundAfterOpening(CipherSuite suite) {
		Ends ends = ends(suite);
		byte[] old = packet(ends.sender(), 0, new byte[8]);
		byte[] packet = packet(ends.sender(), 9000, new byte[8]);
		byte[] again = packet.clone();
		byte[] forgedDuplicate = packet.clone();
		forgedDuplicate[forgedDuplicate.length - 1] ^= 1;
		assertThat(ends.receiver().open(packet, 0, packet.length)).isEqualTo(8);
		assertThat(ends.receiver().open(forgedDuplicate, 0, packet.length)).isEqualTo(AEAD_FAILURE);
		assertThat(ends.receiver().open(again, 0, packet.length)).isEqualTo(-DropReason.DUPLICATE.ordinal());
		assertThat(ends.receiver().open(old, 0, old.length)).isEqualTo(-DropReason.TOO_OLD.ordinal());
	}

	@Test
	@Requirement("SEC-22")
	@Attack("A32")
	void packetNumbersEndBefore2To62() {
		Ends ends = ends(CipherSuite.CHACHA20_POLY1305_SHA256);
		long last = (1L << 62) - 1;
		byte[] packet = packet(ends.sender(), last - 17, new byte[8]);
		assertThat(ends.sender().sealer().limitReached()).isFalse();
		assertThat(ends.receiver().open(packet, 0, packet.length)).isEqualTo(8);
		packet(ends.sender(), last - 16, new byte[8]);
		assertThat(ends.sender().sealer().limitReached()).as("16 are left to say goodbye").isTrue();
		packet(ends.sender(), last, new byte[8]);
		assertThatIllegalStateException().isThrownBy(() -> packet(ends.sender(), last + 1, new byte[8]));
		assertThatIllegalStateException().isThrownBy(() -> packet(ends.sender(), -1, new byte[8]));
	}

	@Test
	@Requirement("SEC-23")
	@Attack("A32")
	void aesGcmSealsNoMoreThan2To23() {
		Ends ends = ends(CipherSuite.AES_256_GCM_SHA256);
		PacketSealer sealer = ends.sender().sealer();
		sealer.keys().presetUses((1 << 23) - 17);
		assertThat(sealer.limitReached()).isFalse();
		packet(ends.sender(), 0, new byte[8]);
		assertThat(sealer.limitReached()).isTrue();
		for (int number = 1; number <= 16; number++) {
			packet(ends.sender(), number, new byte[8]);
		}
		assertThat(sealer.keys().uses()).isEqualTo(1 << 23);
		assertThat(sealer.sealsLeft()).isZero();
		assertThatIllegalStateException().isThrownBy(() -> packet(ends.sender(), 17, new byte[8]));
	}

	@ParameterizedTest
	@EnumSource
	@Requirement("SEC-24")
	@Attack("A32")
	void tooManyFailedOpensReachTheLimit(CipherSuite suite) {
		Ends ends = ends(suite);
		PacketOpener opener = ends.receiver().opener();
		opener.presetAeadFailures(suite.isAes() ? (1L << 52) - 1 : (1L << 36) - 1);
		byte[] genuine = packet(ends.sender(), 0, new byte[8]);
		byte[] wrongNonce = genuine.clone();
		wrongNonce[20] ^= 1;
		ends.receiver().open(wrongNonce, 0, wrongNonce.length);
		assertThat(opener.limitReached()).as("early rejects do not count").isFalse();
		byte[] forged = genuine.clone();
		forged[forged.length - 1] ^= 1;
		ends.receiver().open(forged, 0, forged.length);
		assertThat(opener.limitReached()).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	@Requirement("SEC-31")
	void whoGoesBackToOlderKeysIsNoticedAndLatePacketsAreNot(CipherSuite suite) {
		Ends ends = ends(suite);
		// The same keys once more, which never change: what no sender of ours would do.
		ApplicationProtection stale = ends(suite).sender();
		byte[] late = packet(stale, 1, new byte[8]);
		byte[] backward = packet(stale, 5, new byte[8]);
		byte[] first = packet(ends.sender(), 0, new byte[8]);
		assertThat(ends.receiver().open(first, 0, first.length)).isEqualTo(8);
		ends.sender().prepareNextKeys();
		ends.receiver().prepareNextKeys();
		assertThat(ends.sender().initiateKeyUpdate()).isTrue();
		byte[] next = packet(ends.sender(), 3, new byte[8]);
		assertThat(ends.receiver().open(next, 0, next.length)).isEqualTo(8);
		assertThat(ends.receiver().open(late, 0, late.length)).as("1 is before 3").isEqualTo(8);
		assertThat(ends.receiver().opener().wentBackward()).isFalse();
		assertThat(ends.receiver().open(backward, 0, backward.length)).isEqualTo(8);
		assertThat(ends.receiver().opener().wentBackward()).as("5 is behind 3 and has older keys").isTrue();
	}

	// a peer that has the keys and sets what must be zero
	@ParameterizedTest
	@EnumSource
	void reservedBitsOfAnAuthenticPacketAreRefused(CipherSuite suite) {
		Ends ends = ends(suite);
		byte[] secret = new SeededRandom(21).bytes(32);
		for (int flags : new int[] { 0x23, 0x43, 0x83, 0x03 }) {
			byte[] buffer = new byte[PacketHeader.LENGTH + 8 + 16];
			PacketHeader.write(buffer, 0, 1, PacketType.ONE_RTT, 0, PacketHeader.LENGTH);
			buffer[PacketHeader.FLAGS_OFFSET] = (byte) flags;
			byte[] nonce = KeySchedule.packetIv(secret);
			System.arraycopy(nonce, 0, buffer, PacketHeader.NONCE_OFFSET, 12);
			new PacketAead(AeadSource.PLATFORM, suite, KeySchedule.packetKey(secret), true, new byte[12]).seal(nonce,
					buffer, 0, PacketHeader.LENGTH, 8);
			byte[] mask = new byte[32];
			HeaderMask.of(suite, KeySchedule.headerKey(secret)).compute(buffer, PacketHeader.LENGTH, mask);
			PacketSealer.applyMask(buffer, 0, mask);
			assertThat(ends.receiver().open(buffer, 0, buffer.length))
				.isEqualTo((flags == 0x03) ? 8 : -DropReason.BAD_HEADER.ordinal());
		}
	}

	@ParameterizedTest
	@EnumSource
	@Requirement("SEC-16")
	void keysChangeWithoutALostPacket(CipherSuite suite) {
		Ends ends = ends(suite);
		ApplicationProtection a = ends.sender();
		ApplicationProtection b = ends.receiver();
		long numberA = 0;
		long numberB = 0;
		for (int epoch = 1; epoch <= 9; epoch++) {
			byte[] late = packet(a, numberA++, new byte[16]);
			assertThat(a.initiateKeyUpdate()).as("next keys are not prepared").isFalse();
			a.prepareNextKeys();
			b.prepareNextKeys();
			assertThat(a.initiateKeyUpdate()).isTrue();
			assertThat(a.sealer().keys().epoch()).isEqualTo(epoch);
			byte[] first = packet(a, numberA++, new byte[16]);
			assertThat(b.open(first, 0, first.length)).isEqualTo(16);
			assertThat(b.sealer().keys().epoch()).as("the peer follows").isEqualTo(epoch);
			assertThat(b.open(late, 0, late.length)).as("old keys live on").isEqualTo(16);
			byte[] answer = packet(b, numberB++, new byte[16]);
			assertThat(a.open(answer, 0, answer.length)).isEqualTo(16);
			assertThat(a.opener().keys().epoch()).isEqualTo(epoch);
			a.opener().discardPrevious();
			b.opener().discardPrevious();
		}
		assertThat(this.reused).isZero();
		assertThat(a.opener().aeadFailures() + a.opener().earlyRejects()).isZero();
		assertThat(b.opener().aeadFailures() + b.opener().earlyRejects()).isZero();
	}

	@Test
	void aPacketOfAnEpochWithoutKeysIsRejectedEarly() {
		Ends ends = ends(CipherSuite.AES_256_GCM_SHA256);
		ends.sender().prepareNextKeys();
		ends.sender().initiateKeyUpdate();
		byte[] packet = packet(ends.sender(), 0, new byte[16]);
		assertThat(ends.receiver().open(packet.clone(), 0, packet.length)).isEqualTo(EARLY_REJECT);
		ends.receiver().prepareNextKeys();
		assertThat(ends.receiver().open(packet, 0, packet.length)).isEqualTo(16);
	}

	@Test
	@Requirement("SEC-21")
	@Attack("A15")
	void forgedPhaseBitsDeriveNothing() {
		Ends ends = ends(CipherSuite.CHACHA20_POLY1305_SHA256);
		ends.receiver().prepareNextKeys();
		PacketKeys before = ends.receiver().opener().keys();
		byte[] genuine = packet(ends.sender(), 0, new byte[16]);
		byte[] forged = new byte[genuine.length];
		int rejected = 0;
		for (int i = 0; i < 1_000_000; i++) {
			System.arraycopy(genuine, 0, forged, 0, genuine.length);
			forged[PacketHeader.FLAGS_OFFSET] ^= (byte) ((1 + i % 3) << 3);
			rejected += (ends.receiver().open(forged, 0, forged.length) == EARLY_REJECT) ? 1 : 0;
		}
		assertThat(rejected).isEqualTo(1_000_000);
		assertThat(ends.receiver().opener().keys()).isSameAs(before);
		assertThat(ends.receiver().opener().nextPrepared()).isTrue();
		assertThat(ends.receiver().open(genuine, 0, genuine.length)).isEqualTo(16);
	}

}
