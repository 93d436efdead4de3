/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;

import io.mxp.transport.Requirement;
import io.mxp.transport.StaticKey;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class SealedBoxTests {

	private static final byte[] ALICE = scalar(0x11);

	private static final byte[] BOB = scalar(0x22);

	private static final byte[] MALLORY = scalar(0x33);

	private static final byte[] COVERED = "covered".getBytes(UTF_8);

	private static final byte[] CONTENT = "for bob alone".getBytes(UTF_8);

	private static byte[] scalar(int value) {
		byte[] scalar = new byte[32];
		Arrays.fill(scalar, (byte) value);
		return scalar;
	}

	private static StaticKey key(byte[] scalar) {
		return StaticKey.of(StrangersSeal.publicKey(scalar));
	}

	@Test
	void whatAStrangerSealsOpensAndOurAnswerOpensAtTheStranger() {
		StrangersSeal stranger = StrangersSeal.sender(scalar(0x44), ALICE, key(BOB).bytes());
		byte[] sealed = stranger.seal(COVERED, CONTENT);
		SealedBox.Opened opened = SealedBox.open(BOB, key(ALICE), stranger.encapsulated(), COVERED, sealed, 0,
				sealed.length);
		assertThat(opened).isNotNull();
		assertThat(opened.content()).isEqualTo(CONTENT);
		byte[] nonce = scalar(0x55);
		byte[] answer = opened.answers().seal(nonce, COVERED, "yes".getBytes(UTF_8));
		assertThat(stranger.openAnswer(nonce, COVERED, answer)).asString(UTF_8).isEqualTo("yes");
	}

	@Test
	void whatWeSealOpensAtTheStrangerAndItsAnswerOpensHere() {
		SealedBox.Sealed sealed = SealedBox.seal(ALICE, key(BOB), COVERED, CONTENT);
		assertThat(sealed).isNotNull();
		StrangersSeal stranger = StrangersSeal.recipient(sealed.encapsulated(), BOB, key(ALICE).bytes());
		assertThat(stranger.open(COVERED, sealed.ciphertext())).isEqualTo(CONTENT);
		byte[] nonce = scalar(0x55);
		byte[] answer = stranger.sealAnswer(nonce, COVERED, CONTENT);
		assertThat(sealed.answers().open(nonce, COVERED, answer, 0, answer.length)).isEqualTo(CONTENT);
	}

	@Test
	void nobodyElseSealsInAlicesName() {
		SealedBox.Sealed forged = SealedBox.seal(MALLORY, key(BOB), COVERED, CONTENT);
		assertThat(forged).isNotNull();
		assertThat(open(BOB, ALICE, forged.encapsulated(), COVERED, forged.ciphertext())).isFalse();
		assertThat(open(BOB, MALLORY, forged.encapsulated(), COVERED, forged.ciphertext())).isTrue();
	}

	@Test
	@Requirement("SEC-59")
	void everyChangedBitIsFound() {
		SealedBox.Sealed sealed = SealedBox.seal(ALICE, key(BOB), COVERED, CONTENT);
		assertThat(sealed).isNotNull();
		for (byte[] part : new byte[][] { sealed.encapsulated(), COVERED, sealed.ciphertext() }) {
			for (int bit = 0; bit < part.length * 8; bit++) {
				part[bit / 8] ^= (byte) (1 << (bit % 8));
				assertThat(open(BOB, ALICE, sealed.encapsulated(), COVERED, sealed.ciphertext())).isFalse();
				part[bit / 8] ^= (byte) (1 << (bit % 8));
			}
		}
		assertThat(open(BOB, ALICE, sealed.encapsulated(), COVERED, sealed.ciphertext())).isTrue();
	}

	@Test
	void theAnswerToAnotherMessageDoesNotOpen() {
		SealedBox.Sealed first = SealedBox.seal(ALICE, key(BOB), COVERED, CONTENT);
		SealedBox.Sealed second = SealedBox.seal(ALICE, key(BOB), COVERED, CONTENT);
		assertThat(first).isNotNull();
		assertThat(second).isNotNull();
		byte[] nonce = scalar(0x55);
		byte[] answer = second.answers().seal(nonce, COVERED, CONTENT);
		assertThat(first.answers().open(nonce, COVERED, answer, 0, answer.length)).isNull();
		assertThat(second.answers().open(nonce, COVERED, answer, 0, answer.length)).isEqualTo(CONTENT);
	}

	@Test
	void pointsOfLowOrderFailAlike() {
		byte[] zero = new byte[32];
		byte[] one = new byte[32];
		one[0] = 1;
		for (byte[] point : new byte[][] { zero, one }) {
			assertThat(SealedBox.seal(ALICE, StaticKey.of(point), COVERED, CONTENT)).isNull();
			assertThat(SealedBox.open(BOB, key(ALICE), point, COVERED, new byte[32], 0, 32)).isNull();
			assertThat(SealedBox.open(BOB, StaticKey.of(point), key(ALICE).bytes(), COVERED, new byte[32], 0, 32))
				.isNull();
		}
	}

	private static boolean open(byte[] recipient, byte[] sender, byte[] encapsulated, byte[] covered,
			byte[] ciphertext) {
		return SealedBox.open(recipient, key(sender), encapsulated, covered, ciphertext, 0, ciphertext.length) != null;
	}

}
