/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.time.Duration;
import java.util.List;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.HandshakeConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HandshakeSettingsTests {

	@Test
	void defaultsAreThoseOfTheDocumentation() {
		HandshakeConfig config = HandshakeConfig.defaults();
		assertThat(config.suites()).containsExactly(CipherSuite.CHACHA20_POLY1305_SHA256,
				CipherSuite.AES_256_GCM_SHA256);
		assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(10));
		assertThat(HandshakeSettings.of(config).suites()).isEqualTo(config.suites());
	}

	@Test
	void autoIsDecidedOnce() {
		HandshakeSettings settings = HandshakeSettings.of(HandshakeConfig.defaults().withSuites(HandshakeConfig.AUTO));
		assertThat(settings.suites()).isEqualTo(PlatformCrypto.preferredSuites());
	}

	@Test
	void anInstalledProviderIsTakenByName() throws Exception {
		HandshakeConfig config = HandshakeConfig.defaults().withAeadProvider("SunJCE");
		SessionPair pair = SessionPair.ik(config).complete();
		assertThat(pair.client.state()).isEqualTo(HandshakeState.CONFIRMED);
		assertThat(HandshakeSettings.of(config)).hasToString(
				"HandshakeSettings[suites=[CHACHA20_POLY1305_SHA256, AES_256_GCM_SHA256], noise=core, aead=SunJCE, expectedAgentId=null]");
	}

	@Test
	void aProviderWithoutTheCipherFallsBackToThePlatforms() {
		AeadSource source = AeadSource.ofName("SUN");
		for (CipherSuite suite : CipherSuite.values()) {
			assertThat(source.cipher(suite).getProvider().getName()).isEqualTo("SunJCE");
		}
	}

	@Test
	void whatIsNotThereIsSaid() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> HandshakeSettings.of(HandshakeConfig.defaults().withAeadProvider("Nobody")))
			.withMessageContaining("handshake.aead-provider")
			.withMessageContaining("auto");
		assertThatIllegalArgumentException().isThrownBy(() -> HandshakeConfig.defaults().withNoiseProvider("other"))
			.withMessageContaining("handshake.noise-provider");
		assertThatIllegalArgumentException().isThrownBy(() -> HandshakeConfig.defaults().withTimeout(Duration.ZERO))
			.withMessageContaining("handshake.timeout");
		assertThatIllegalArgumentException().isThrownBy(() -> HandshakeConfig.defaults()
			.withSuites(List.of(CipherSuite.AES_256_GCM_SHA256, CipherSuite.AES_256_GCM_SHA256)));
	}

	@Test
	void anAgentsIdentityGivesTheSameKey() {
		AgentIdentity agent = AgentIdentity.builder(SessionPair.SERVER_KEY).build();
		LocalIdentity local = LocalIdentity.of(agent);
		assertThat(local.publicKey()).isEqualTo(agent.staticKey().bytes());
		assertThat(agent.fingerprint()).startsWith("sha256:" + reversedHex(local.keyId()));
		assertThat(CipherSuite.ofWireId(4)).isNull();
	}

	private static String reversedHex(int keyId) {
		return String.format("%08x", Integer.reverseBytes(keyId));
	}

}
