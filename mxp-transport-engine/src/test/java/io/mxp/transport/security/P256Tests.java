/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.math.BigInteger;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.HexFormat;

import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Points of P-256: who is one and who is not. */
@Requirement("SEC-05")
class P256Tests {

	private static final HexFormat HEX = HexFormat.of();

	/** Key agreement of RFC 5903 §8.1. */
	private static final String SCALAR_I = "c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433";

	private static final String POINT_I = "04dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c3772581180"
			+ "5271a0461cdb8252d61f1c456fa3e59ab1f45b33accf5f58389e0577b8990bb3";

	private static final String POINT_R = "04d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63"
			+ "56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab";

	private static final String SHARED = "d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de";

	private static byte[] key() {
		return HEX.parseHex(SCALAR_I + POINT_I);
	}

	@Test
	void theExampleOfRfc5903Holds() throws Exception {
		assertThat(P256.agree(key(), HEX.parseHex(POINT_R))).isEqualTo(HEX.parseHex(SHARED));
		assertThat(P256.publicKey(key())).isEqualTo(HEX.parseHex(POINT_I));
		ECPoint point = P256.decode(HEX.parseHex(POINT_I));
		assertThat(point).isNotNull();
		assertThat(P256.encode(point)).isEqualTo(HEX.parseHex(POINT_I));
	}

	@Test
	void bothSidesOfFreshKeysHaveTheSameSecret() throws Exception {
		byte[] one = P256.generate(new SeededRandom(1));
		byte[] other = P256.generate(new SeededRandom(2));
		assertThat(one).hasSize(97).isNotEqualTo(other);
		assertThat(P256.agree(one, P256.publicKey(other))).hasSize(32)
			.isEqualTo(P256.agree(other, P256.publicKey(one)));
	}

	@Test
	@Attack("A30")
	void whatIsNoPointOfTheCurveIsRefused() {
		byte[] good = HEX.parseHex(POINT_R);
		byte[] offCurve = good.clone();
		offCurve[64] ^= 1;
		byte[] infinity = new byte[65];
		byte[] zero = new byte[65];
		zero[0] = 4;
		byte[] compressed = Arrays.copyOf(good, 33);
		compressed[0] = 2;
		byte[] hybrid = good.clone();
		hybrid[0] = 6;
		// The same point, x larger by p: it would not fit into 32 bytes for most, so p
		// itself.
		byte[] fieldX = good.clone();
		byte[] field = new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16)
			.toByteArray();
		System.arraycopy(field, field.length - 32, fieldX, 1, 32);
		byte[] allOnes = new byte[65];
		Arrays.fill(allOnes, (byte) 0xFF);
		allOnes[0] = 4;
		// A point of the curve with another b, of small order: the invalid curve attack.
		byte[] otherCurve = new byte[65];
		otherCurve[0] = 4;
		otherCurve[32] = 1;
		otherCurve[64] = 1;
		for (byte[] bad : new byte[][] { offCurve, infinity, new byte[] { 0 }, zero, compressed, hybrid, fieldX,
				allOnes, otherCurve, new byte[0], Arrays.copyOf(good, 64), Arrays.copyOf(good, 66) }) {
			assertThat(P256.decode(bad)).isNull();
			assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> P256.agree(key(), bad));
		}
	}

	@Test
	@Attack("A30")
	void aHandshakeWithABadEphemeralFailsAsAnyOther() throws Exception {
		byte[] server = P256.generate(new SeededRandom(3));
		for (int changed : new int[] { 0, 1, 64 }) {
			NoiseHandshake client = noise(true, null, P256.publicKey(server));
			NoiseHandshake responder = noise(false, server, null);
			byte[] message = client.writeMessage(new byte[0]);
			message[changed] ^= 1;
			assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> responder.readMessage(message))
				.withMessage(NoiseException.failed().getMessage());
		}
	}

	@Test
	@Attack("A30")
	void aHandshakeWithABadStaticKeyFailsToo() throws Exception {
		byte[] bad = P256.publicKey(P256.generate(new SeededRandom(4)));
		bad[64] ^= 1;
		NoiseHandshake client = noise(true, null, bad);
		assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> client.writeMessage(new byte[0]));
	}

	private static NoiseHandshake noise(boolean initiator, byte[] local, byte[] remote) {
		return new CoreNoiseProvider().start(new NoiseParameters("Noise_NK_P256_AESGCM_SHA256", initiator, new byte[0],
				local, remote, null, new SeededRandom(initiator ? 5 : 6)));
	}

}
