/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class AgentIdentityTests {

	private static final UUID AGENT = UUID.fromString("6f1d2c9a-8a51-4c0b-9a3b-0d3f6a3f7c11");

	private final AgentIdentity identity = AgentIdentity.generate("weather", new SecureRandom());

	@Test
	void publicKeyBelongsToThePrivateKey() {
		// RFC 7748 §6.1, Bob.
		byte[] bob = HexFormat.of().parseHex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
		StaticKey key = AgentIdentity.builder(bob).build().staticKey();
		assertThat(HexFormat.of().formatHex(key.bytes()))
			.isEqualTo("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
	}

	@Test
	void twoIdentitiesOfOneKeyAreEqual() {
		AgentIdentity other = AgentIdentity.builder(this.identity.privateKey()).agentId(AGENT).name("other").build();
		assertThat(other).isEqualTo(this.identity).hasSameHashCodeAs(this.identity);
		assertThat(AgentIdentity.generate("weather", new SecureRandom())).isNotEqualTo(this.identity);
		assertThat(this.identity).isNotEqualTo(AgentIdentity.anonymous());
	}

	@Test
	@Requirement("SEC-14")
	void toStringShowsTheFingerprintOnly() {
		assertThat(this.identity).hasToString("AgentIdentity[" + this.identity.fingerprint() + "]");
		byte[] secret = this.identity.privateKey();
		assertThat(this.identity.toString()).doesNotContain(HexFormat.of().formatHex(secret))
			.doesNotContain(Base64.getEncoder().encodeToString(secret));
		assertThat(AgentIdentity.anonymous()).hasToString("AgentIdentity[anonymous]");
	}

	@Test
	void whatGoesOutIsACopy() {
		byte[] privateKey = this.identity.privateKey();
		AgentIdentity made = AgentIdentity.builder(privateKey).build();
		privateKey[0] ^= 1;
		made.privateKey()[1] ^= 1;
		made.staticKey().bytes()[0] ^= 1;
		assertThat(made).isEqualTo(this.identity);
		assertThat(made.privateKey()).isEqualTo(this.identity.privateKey());
	}

	@Test
	void anonymousHasNoKeys() {
		AgentIdentity anonymous = AgentIdentity.anonymous();
		assertThat(anonymous.isAnonymous()).isTrue();
		assertThat(anonymous.agentId()).isEqualTo(new UUID(0, 0));
		assertThatIllegalStateException().isThrownBy(anonymous::privateKey).withMessageContaining("isAnonymous()");
		assertThatIllegalStateException().isThrownBy(anonymous::staticKey).withMessageContaining("isAnonymous()");
	}

	@Test
	void faultsHaveTheirSentences() {
		assertThatIllegalArgumentException().isThrownBy(() -> AgentIdentity.builder(new byte[31]))
			.withMessageContaining("has 32 bytes, but this one has 31");
		AgentIdentity.Builder builder = AgentIdentity.builder(this.identity.privateKey())
			.certificateChain(List.of(new byte[] { 1 }));
		assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("cannot be read");
	}

	@Test
	void keysAreParsedFromText() {
		StaticKey key = this.identity.staticKey();
		assertThat(StaticKey.parse(HexFormat.of().withUpperCase().formatHex(key.bytes()))).isEqualTo(key);
		assertThat(StaticKey.parse(Base64.getEncoder().encodeToString(key.bytes()))).isEqualTo(key);
		assertThat(key.matches(key.bytes())).isTrue();
		assertThat(key.matches(new byte[32])).isFalse();
		for (String bad : List.of("", "zz", "00".repeat(31), "zz".repeat(32), "====")) {
			assertThatIllegalArgumentException().isThrownBy(() -> StaticKey.parse(bad))
				.withMessageContaining("64 hex digits");
		}
	}

	@Test
	void derivedAgentIdIsAVersion8Uuid() {
		// SHA-256 of 32 zero bytes: 66687aadf862bd776c8fc18b8e9f8e20…
		StaticKey zero = StaticKey.of(new byte[32]);
		assertThat(zero.fingerprint())
			.isEqualTo("sha256:66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
		assertThat(zero.derivedAgentId()).isEqualTo(UUID.fromString("66687aad-f862-8d77-ac8f-c18b8e9f8e20"));
	}

	@Test
	void policyFindsTheKeyToUse() {
		StaticKey key = this.identity.staticKey();
		StaticKey other = AgentIdentity.generate("other", new SecureRandom()).staticKey();
		assertThat(TrustPolicy.builder().pinKey(key).build().staticKeyOf(null)).contains(key);
		assertThat(TrustPolicy.builder().pinKey(key).pinKey(other).build().staticKeyOf(null)).isEmpty();
		assertThat(TrustPolicy.builder().pinAgent(AGENT, key).build().staticKeyOf(AGENT)).contains(key);
		assertThat(TrustPolicy.builder().pinAgent(AGENT, key).build().staticKeyOf(key.derivedAgentId())).isEmpty();
		TrustPolicy known = TrustPolicy.builder().knownAgent(AGENT, "weather", key).build();
		assertThat(known.staticKeyOf(AGENT)).contains(key);
		assertThat(known.trustsNobody()).isTrue();
		assertThat(known.clientAuthenticationRequired()).isTrue();
	}

	@Test
	void policyIsCopiedWhole() {
		StaticKey key = this.identity.staticKey();
		TrustPolicy policy = TrustPolicy.builder()
			.pinAgent(AGENT, key)
			.knownAgent(AGENT, "weather", key)
			.deny(DenyList.builder().serial(BigInteger.TWO).build())
			.denyFingerprint("AA:".repeat(31) + "AA")
			.clientAuthenticationRequired(false)
			.build();
		assertThat(policy.denyList().fingerprints()).containsExactly("sha256:" + "aa".repeat(32));
		TrustPolicy copy = policy.toBuilder().build();
		assertThat(copy).usingRecursiveComparison().isEqualTo(policy);
		assertThatIllegalArgumentException().isThrownBy(() -> TrustPolicy.builder().denyFingerprint("aa"))
			.withMessageContaining("64 hex digits");
	}

	@Test
	void oneKeyIsPinnedForOneAgent() {
		TrustPolicy.Builder builder = TrustPolicy.builder().pinAgent(AGENT, this.identity.staticKey());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> builder.pinAgent(new UUID(1, 1), this.identity.staticKey()))
			.withMessageContaining("is pinned for agent " + AGENT + " already");
	}

}
