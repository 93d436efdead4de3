/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;
import java.util.HexFormat;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

import io.mxp.transport.CipherSuite;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyScheduleTests {

	private static final HexFormat HEX = HexFormat.of();

	// RFC 5869 A.1
	@Test
	void hkdfGivesTheVectorOfTheRfc() {
		byte[] prk = Hkdf.extract(HEX.parseHex("000102030405060708090a0b0c"),
				HEX.parseHex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"));
		assertThat(HEX.formatHex(prk)).isEqualTo("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
		assertThat(HEX.formatHex(Hkdf.expand(prk, HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"), 42)))
			.isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
	}

	// RFC 9001 A.5
	@Test
	void chaChaMaskBeginsLikeThatOfTheRfc() {
		HeaderMask mask = HeaderMask.of(CipherSuite.CHACHA20_POLY1305_SHA256,
				HEX.parseHex("25a282b9e82f06f21f488917a4fc8f1b73573685608597d0efcb076b0ab7a7a4"));
		byte[] packet = HEX.parseHex("0000005e5cd55c41f69080575d7999c25a5bfb");
		byte[] result = new byte[32];
		mask.compute(packet, 3, result);
		assertThat(HEX.formatHex(result, 0, 5)).isEqualTo("aefefe7d03");
	}

	// RFC 8439 §2.3.2
	@Test
	void chaChaMaskIsTheKeystreamOfTheRfc() {
		HeaderMask mask = HeaderMask.of(CipherSuite.CHACHA20_POLY1305_SHA256,
				HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
		byte[] result = new byte[32];
		mask.compute(HEX.parseHex("01000000000000090000004a00000000"), 0, result);
		assertThat(HEX.formatHex(result, 0, HeaderMask.MASK_BYTES))
			.isEqualTo("10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733");
	}

	@Test
	void aesMaskIsTwoBlocks() throws Exception {
		byte[] key = new SeededRandom(1).bytes(32);
		byte[] sample = new SeededRandom(2).bytes(16);
		Cipher ecb = Cipher.getInstance("AES/ECB/NoPadding");
		ecb.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
		byte[] second = sample.clone();
		second[15] ^= 1;
		byte[] result = new byte[32];
		HeaderMask mask = HeaderMask.of(CipherSuite.AES_256_GCM_SHA256, key);
		for (int i = 0; i < 3; i++) {
			mask.compute(sample, 0, result);
			assertThat(Arrays.copyOf(result, 16)).isEqualTo(ecb.doFinal(sample));
			assertThat(Arrays.copyOfRange(result, 16, 32)).isEqualTo(ecb.doFinal(second));
		}
	}

	@Test
	void serversInitialKeysDependOnBothIds() {
		byte[] secret = KeySchedule.serverInitialSecret(1, 2);
		assertThat(secret).isNotEqualTo(KeySchedule.serverInitialSecret(1, 3))
			.isNotEqualTo(KeySchedule.serverInitialSecret(2, 2))
			.isNotEqualTo(KeySchedule.clientInitialSecret(1))
			.isEqualTo(KeySchedule.serverInitialSecret(1, 2));
	}

	@Test
	void trafficSecretsDifferByDirectionSuiteAndEpoch() {
		byte[] master = KeySchedule.masterSecret(new byte[32], new byte[32], new byte[32]);
		byte[] client = KeySchedule.trafficSecret(master, true, CipherSuite.AES_256_GCM_SHA256);
		assertThat(client).isNotEqualTo(KeySchedule.trafficSecret(master, false, CipherSuite.AES_256_GCM_SHA256))
			.isNotEqualTo(KeySchedule.trafficSecret(master, true, CipherSuite.CHACHA20_POLY1305_SHA256))
			.isNotEqualTo(KeySchedule.nextTrafficSecret(client));
		assertThat(KeySchedule.packetKey(client)).isNotEqualTo(KeySchedule.headerKey(client));
	}

	@Test
	void autoPrefersAesOnlyWhereItAloneHasHardware() {
		assertThat(PlatformCrypto.preferredSuites(true, false)).startsWith(CipherSuite.AES_256_GCM_SHA256);
		assertThat(PlatformCrypto.preferredSuites(true, true)).startsWith(CipherSuite.CHACHA20_POLY1305_SHA256);
		assertThat(PlatformCrypto.preferredSuites(false, false)).startsWith(CipherSuite.CHACHA20_POLY1305_SHA256);
		assertThat(PlatformCrypto.preferredSuites(false, true)).startsWith(CipherSuite.CHACHA20_POLY1305_SHA256);
		assertThat(PlatformCrypto.preferredSuites()).containsExactlyInAnyOrder(CipherSuite.CHACHA20_POLY1305_SHA256,
				CipherSuite.AES_256_GCM_SHA256);
	}

}
