/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.List;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.HandshakeConfig;
import org.jspecify.annotations.Nullable;

/**
 * What all handshakes of an endpoint share, resolved once from the configuration:
 * providers found, {@code auto} decided.
 */
public final class HandshakeSettings {

	private final List<CipherSuite> suites;

	private final NoiseProvider noiseProvider;

	private final AeadSource aeadSource;

	private final SealObserver sealObserver;

	private final @Nullable String expectedAgentId;

	private HandshakeSettings(List<CipherSuite> suites, NoiseProvider noiseProvider, AeadSource aeadSource,
			SealObserver sealObserver, @Nullable String expectedAgentId) {
		this.suites = suites;
		this.noiseProvider = noiseProvider;
		this.aeadSource = aeadSource;
		this.sealObserver = sealObserver;
		this.expectedAgentId = expectedAgentId;
	}

	/**
	 * Settings for a configuration.
	 * @param config the configuration
	 * @return settings that expect no particular agent
	 * @throws IllegalArgumentException where a provider is not to be found
	 */
	public static HandshakeSettings of(HandshakeConfig config) {
		List<CipherSuite> suites = config.suites().isEmpty() ? PlatformCrypto.preferredSuites() : config.suites();
		NoiseProvider noise = config.noiseProvider().equals(HandshakeConfig.NOISE_JAVA) ? new NoiseJavaProvider()
				: new CoreNoiseProvider();
		return new HandshakeSettings(suites, noise, AeadSource.ofName(config.aeadProvider()), SealObserver.NONE, null);
	}

	/**
	 * The same settings for a connection to one agent.
	 * @param agentId the agent that must answer, {@code null} where any trusted one will
	 * do
	 * @return a copy
	 */
	public HandshakeSettings expecting(@Nullable String agentId) {
		return new HandshakeSettings(this.suites, this.noiseProvider, this.aeadSource, this.sealObserver, agentId);
	}

	/**
	 * The same settings with an observer of every sealed packet; for simulations.
	 * @param observer sees keys' names and nonces
	 * @return a copy
	 */
	public HandshakeSettings withSealObserver(SealObserver observer) {
		return new HandshakeSettings(this.suites, this.noiseProvider, this.aeadSource, observer, this.expectedAgentId);
	}

	/**
	 * Suites that are offered and accepted, in order of preference.
	 * @return at least one suite
	 */
	public List<CipherSuite> suites() {
		return this.suites;
	}

	NoiseProvider noiseProvider() {
		return this.noiseProvider;
	}

	AeadSource aeadSource() {
		return this.aeadSource;
	}

	SealObserver sealObserver() {
		return this.sealObserver;
	}

	@Nullable String expectedAgentId() {
		return this.expectedAgentId;
	}

	@Override
	public String toString() {
		return "HandshakeSettings[suites=" + this.suites + ", noise=" + this.noiseProvider.name() + ", aead="
				+ this.aeadSource + ", expectedAgentId=" + this.expectedAgentId + "]";
	}

}
