/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.util.concurrent.CompletableFuture;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.mxp.transport.AttestationProvider;
import io.mxp.transport.AttestationVerifier;
import io.mxp.transport.DenyListSource;
import io.mxp.transport.ReplayStore;
import io.mxp.transport.TicketKeys;
import io.mxp.transport.attestation.JwtAttestationProvider;
import io.mxp.transport.attestation.JwtAttestationVerifier;
import io.mxp.transport.redis.RedisDenyList;
import io.mxp.transport.redis.RedisReplayStore;
import io.mxp.transport.redis.RedisTicketKeys;

import static org.assertj.core.api.Assertions.assertThat;

/** Redis and attestation: on, off, without their libraries, and beside own beans. */
class SecurityAutoConfigurationTests {

	private static final String SECRET = "mxp.transport.redis.secret=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

	private static final String NOWHERE = "spring.data.redis.url=redis://127.0.0.1:1";

	private final ApplicationContextRunner redis = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class,
				DataRedisReactiveAutoConfiguration.class, MxpRedisAutoConfiguration.class))
		.withPropertyValues(NOWHERE);

	private final ApplicationContextRunner attestation = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MxpAttestationAutoConfiguration.class));

	@Test
	void redisIsUsedWhereItIsAskedFor() {
		this.redis.run((context) -> assertThat(context).doesNotHaveBean(ReplayStore.class)
			.doesNotHaveBean(DenyListSource.class));
		this.redis.withPropertyValues("mxp.transport.redis.enabled=true").run((context) -> {
			assertThat(context).hasSingleBean(RedisReplayStore.class).hasSingleBean(RedisDenyList.class);
			assertThat(context).as("no secret").doesNotHaveBean(TicketKeys.class);
		});
		this.redis.withPropertyValues("mxp.transport.redis.enabled=true", SECRET)
			.run((context) -> assertThat(context).hasSingleBean(RedisTicketKeys.class));
		this.redis
			.withPropertyValues("mxp.transport.redis.enabled=true", "mxp.transport.redis.replay-store=false",
					"mxp.transport.redis.deny-list=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ReplayStore.class)
				.doesNotHaveBean(DenyListSource.class));
	}

	@Test
	void redisIsOptionalAndOwnBeansComeFirst() {
		this.redis.withPropertyValues("mxp.transport.redis.enabled=true", SECRET)
			.withBean(ReplayStore.class,
					() -> (id, expiry) -> CompletableFuture.completedFuture(ReplayStore.Outcome.UNKNOWN))
			.run((context) -> assertThat(context).hasSingleBean(ReplayStore.class)
				.doesNotHaveBean(RedisReplayStore.class));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MxpRedisAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(StringRedisTemplate.class))
			.withPropertyValues("mxp.transport.redis.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ReplayStore.class));
	}

	@Test
	void aSecretThatIsNoneIsNotQuoted() {
		this.redis.withPropertyValues("mxp.transport.redis.enabled=true", "mxp.transport.redis.secret=p@ssw0rd!")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("openssl rand -base64 32")
				.hasMessageNotContaining("p@ssw0rd"));
	}

	@Test
	void tokensAreShownAndVerifiedWhereThereAreKeys() throws JOSEException {
		ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
		this.attestation.run((context) -> assertThat(context).doesNotHaveBean(AttestationProvider.class)
			.doesNotHaveBean(AttestationVerifier.class));
		this.attestation
			.withPropertyValues("mxp.transport.attestation.jwt.signing-key=" + key.toJSONString(),
					"mxp.transport.attestation.jwt.trusted-keys[0]=" + key.toPublicJWK().toJSONString())
			.run((context) -> {
				assertThat(context).hasSingleBean(JwtAttestationProvider.class)
					.hasSingleBean(JwtAttestationVerifier.class);
				assertThat(context.getBean(JwtAttestationProvider.class))
					.hasToString("JwtAttestationProvider[mxp, key k]");
			});
		this.attestation.withClassLoader(new FilteredClassLoader(SignedJWT.class))
			.withPropertyValues("mxp.transport.attestation.jwt.trusted-keys[0]=x")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AttestationVerifier.class));
		this.attestation
			.withBean(AttestationVerifier.class, () -> (statement, peer) -> AttestationVerifier.Result.rejected("no"))
			.withPropertyValues("mxp.transport.attestation.jwt.trusted-keys[0]=x")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(JwtAttestationVerifier.class));
	}

}
