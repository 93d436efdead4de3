/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotatedTypeMetadata;

import io.mxp.transport.AttestationProvider;
import io.mxp.transport.AttestationVerifier;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.attestation.JwtAttestationProvider;
import io.mxp.transport.attestation.JwtAttestationVerifier;
import io.mxp.transport.attestation.JwtKeys;
import io.mxp.transport.autoconfigure.properties.AttestationProperties;
import io.mxp.transport.autoconfigure.properties.MxpTransportProperties;

/** Attestation by JSON Web Tokens; beans of the application's own come first. */
@AutoConfiguration
@ConditionalOnClass({ MxpTransport.class, SignedJWT.class })
@ConditionalOnMxpTransport
@EnableConfigurationProperties(MxpTransportProperties.class)
public final class MxpAttestationAutoConfiguration {

	private static final String PREFIX = "mxp.transport.attestation.jwt.";

	@Bean
	@ConditionalOnMissingBean(AttestationProvider.class)
	@ConditionalOnProperty(PREFIX + "signing-key")
	JwtAttestationProvider mxpAttestationProvider(MxpTransportProperties properties, ResourceLoader resources) {
		AttestationProperties.Jwt jwt = properties.getAttestation().getJwt();
		String location = String.valueOf(jwt.getSigningKey());
		ECKey key = JwtKeys.signingKey(text(resources, location), PREFIX + "signing-key");
		return new JwtAttestationProvider(key, jwt.getIssuer(), jwt.getLife(), jwt.getClaims(), Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean(AttestationVerifier.class)
	@Conditional(OnTrustedKeys.class)
	JwtAttestationVerifier mxpAttestationVerifier(MxpTransportProperties properties, ResourceLoader resources) {
		AttestationProperties.Jwt jwt = properties.getAttestation().getJwt();
		List<String> texts = new ArrayList<>();
		jwt.getTrustedKeys().forEach((location) -> texts.add(text(resources, location)));
		JWKSet keys = JwtKeys.trustedKeys(texts, PREFIX + "trusted-keys");
		return new JwtAttestationVerifier(keys, Set.copyOf(jwt.getTrustedIssuers()));
	}

	private static String text(ResourceLoader resources, String value) {
		if (value.contains("-----BEGIN") || value.strip().startsWith("{")) {
			return value;
		}
		Resource resource = resources.getResource(value.strip());
		try {
			return resource.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw IdentityException.unusable(PREFIX + "…",
					new UncheckedIOException(resource.getDescription() + " cannot be read.", ex));
		}
	}

	/** The list may be written with indices or with commas. */
	static class OnTrustedKeys implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return Binder.get(context.getEnvironment())
				.bind(PREFIX + "trusted-keys", Bindable.listOf(String.class))
				.map((keys) -> !keys.isEmpty())
				.orElse(false);
		}

	}

}
