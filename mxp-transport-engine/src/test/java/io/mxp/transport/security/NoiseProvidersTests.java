/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Our own core and noise-java, each in both roles. */
class NoiseProvidersTests {

	private static final NoiseProvider CORE = new CoreNoiseProvider();

	private static final NoiseProvider NOISE_JAVA = new NoiseJavaProvider();

	record Pairing(String protocol, NoiseProvider initiator, NoiseProvider responder) {

		@Override
		public String toString() {
			return this.protocol + " " + this.initiator.name() + " to " + this.responder.name();
		}

	}

	static List<Pairing> pairings() {
		List<Pairing> pairings = new ArrayList<>();
		for (String pattern : List.of("IK", "NK", "XX", "NX")) {
			for (String cipher : List.of("ChaChaPoly", "AESGCM")) {
				for (String hash : List.of("SHA256", "SHA512", "BLAKE2s", "BLAKE2b")) {
					String protocol = "Noise_" + pattern + "_25519_" + cipher + "_" + hash;
					pairings.add(new Pairing(protocol, CORE, NOISE_JAVA));
					pairings.add(new Pairing(protocol, NOISE_JAVA, CORE));
				}
			}
		}
		String default_ = "Noise_IK_25519_ChaChaPoly_SHA256";
		pairings.add(new Pairing(default_, CORE, CORE));
		pairings.add(new Pairing(default_, NOISE_JAVA, NOISE_JAVA));
		return pairings;
	}

	@ParameterizedTest
	@MethodSource("pairings")
	@Requirement("SEC-01")
	void bothRolesTalkToEachOther(Pairing pairing) throws Exception {
		NoisePair pair = NoisePair.start(pairing.initiator(), pairing.responder(), pairing.protocol(), 1);
		int messages = 0;
		while (!pair.initiator().finished()) {
			NoiseHandshake writer = (messages % 2 == 0) ? pair.initiator() : pair.responder();
			NoiseHandshake reader = (messages % 2 == 0) ? pair.responder() : pair.initiator();
			byte[] payload = new SeededRandom(messages).bytes(100 * messages);
			assertThat(reader.readMessage(writer.writeMessage(payload))).isEqualTo(payload);
			messages++;
		}
		assertThat(messages).isEqualTo(pairing.protocol().contains("XX") ? 3 : 2);
		assertThat(pair.responder().finished()).isTrue();
		assertThat(pair.initiator().handshakeHash()).isEqualTo(pair.responder().handshakeHash());
		byte[][] secrets = pair.initiator().exportSecrets();
		assertThat(secrets).isDeepEqualTo(pair.responder().exportSecrets());
		assertThat(secrets[0]).hasSize(32).isNotEqualTo(secrets[1]);
		assertThat(pair.initiator().remoteStaticKey()).isEqualTo(Curve25519.publicKey(NoisePair.RESPONDER_KEY));
		if (!pairing.protocol().contains("_N")) {
			assertThat(pair.responder().remoteStaticKey()).isEqualTo(Curve25519.publicKey(NoisePair.INITIATOR_KEY));
		}
		assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> pair.initiator().exportSecrets());
	}

	@Test
	@Requirement("SEC-02")
	@Attack("A23")
	void everyAttemptHasItsOwnEphemeral() throws Exception {
		Set<String> seen = new HashSet<>();
		for (NoiseProvider provider : List.of(CORE, NOISE_JAVA)) {
			SeededRandom random = new SeededRandom(7);
			for (int i = 0; i < 50; i++) {
				NoiseHandshake handshake = provider.start(new NoiseParameters("Noise_NK_25519_ChaChaPoly_SHA256", true,
						new byte[0], null, Curve25519.publicKey(NoisePair.RESPONDER_KEY), null, random));
				byte[] message = handshake.writeMessage(new byte[0]);
				seen.add(provider.name() + new java.math.BigInteger(1, java.util.Arrays.copyOf(message, 32)));
			}
		}
		assertThat(seen).hasSize(100);
	}

	@Test
	@Requirement("SEC-03")
	void anotherPrologueFails() throws Exception {
		for (NoiseProvider provider : List.of(CORE, NOISE_JAVA)) {
			NoiseHandshake initiator = provider
				.start(NoisePair.parameters("Noise_NK_25519_ChaChaPoly_SHA256", true, new byte[] { 1 }, 1));
			NoiseHandshake responder = provider
				.start(NoisePair.parameters("Noise_NK_25519_ChaChaPoly_SHA256", false, new byte[] { 2 }, 2));
			byte[] message = initiator.writeMessage(new byte[0]);
			assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> responder.readMessage(message));
		}
	}

	@Test
	void missingKeysAndUnknownProtocolsAreFaultsOfTheCaller() {
		for (NoiseProvider provider : List.of(CORE, NOISE_JAVA)) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> provider.start(new NoiseParameters("Noise_IK_25519_ChaChaPoly_SHA256", true,
						new byte[0], null, null, null, new SeededRandom(1))));
			assertThatIllegalArgumentException().isThrownBy(() -> provider
				.start(NoisePair.parameters("Noise_QQ_25519_ChaChaPoly_SHA256", true, new byte[0], 1)));
			assertThatIllegalArgumentException()
				.isThrownBy(() -> provider.start(NoisePair.parameters("IK", true, new byte[0], 1)));
		}
		assertThatIllegalArgumentException().isThrownBy(() -> NOISE_JAVA
			.start(NoisePair.parameters("Noise_NKpsk0_25519_ChaChaPoly_SHA256", true, new byte[0], 1)));
		assertThat(NoisePattern.parse("NKpsk3")).isNull();
		assertThat(NoisePattern.parse("NKpskx")).isNull();
		assertThat(NoisePattern.parse("IKpsk0+psk2")).isNotNull();
	}

}
