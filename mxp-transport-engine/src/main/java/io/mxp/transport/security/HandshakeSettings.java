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

	private static final byte[] NO_TOKEN = new byte[0];

	private final List<CipherSuite> suites;

	private final NoiseProvider noiseProvider;

	private final AeadSource aeadSource;

	private final SealObserver sealObserver;

	private final @Nullable String expectedAgentId;

	/** Of the connection's Initials, empty where they have none. */
	private final byte[] token;

	private final @Nullable Long retryId;

	private final HandshakeExtras extras;

	private HandshakeSettings(List<CipherSuite> suites, NoiseProvider noiseProvider, AeadSource aeadSource,
			SealObserver sealObserver, @Nullable String expectedAgentId, byte[] token, @Nullable Long retryId,
			HandshakeExtras extras) {
		this.suites = suites;
		this.noiseProvider = noiseProvider;
		this.aeadSource = aeadSource;
		this.sealObserver = sealObserver;
		this.expectedAgentId = expectedAgentId;
		this.token = token;
		this.retryId = retryId;
		this.extras = extras;
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
		return new HandshakeSettings(suites, noise, AeadSource.ofName(config.aeadProvider()), SealObserver.NONE, null,
				NO_TOKEN, null, HandshakeExtras.NONE);
	}

	/**
	 * The same settings for a connection to one agent.
	 * @param agentId the agent that must answer, {@code null} where any trusted one will
	 * do
	 * @return a copy
	 */
	public HandshakeSettings expecting(@Nullable String agentId) {
		return new HandshakeSettings(this.suites, this.noiseProvider, this.aeadSource, this.sealObserver, agentId,
				this.token, this.retryId, this.extras);
	}

	/**
	 * The same settings with an observer of every sealed packet; for simulations.
	 * @param observer sees keys' names and nonces
	 * @return a copy
	 */
	public HandshakeSettings withSealObserver(SealObserver observer) {
		return new HandshakeSettings(this.suites, this.noiseProvider, this.aeadSource, observer, this.expectedAgentId,
				this.token, this.retryId, this.extras);
	}

	/**
	 * The same settings with statements of this side or a key log.
	 * @param extras what goes into handshakes and who watches them
	 * @return a copy
	 */
	public HandshakeSettings withExtras(HandshakeExtras extras) {
		return new HandshakeSettings(this.suites, this.noiseProvider, this.aeadSource, this.sealObserver,
				this.expectedAgentId, this.token, this.retryId, extras);
	}

	/**
	 * The same settings for a connection whose Initials carry an address token.
	 * @param addressToken from the client's TOKEN field; the handshake is bound to it
	 * @return a copy
	 */
	public HandshakeSettings withToken(byte[] addressToken) {
		return new HandshakeSettings(this.suites, this.noiseProvider, this.aeadSource, this.sealObserver,
				this.expectedAgentId, addressToken, null, this.extras);
	}

	/**
	 * The same settings for a client that comes back after a Retry.
	 * @param addressToken from the client's TOKEN field
	 * @param retryConnectionId the id that the Retry made up: Initial keys come from it
	 * @return a copy
	 */
	public HandshakeSettings afterRetry(byte[] addressToken, long retryConnectionId) {
		return new HandshakeSettings(this.suites, this.noiseProvider, this.aeadSource, this.sealObserver,
				this.expectedAgentId, addressToken, retryConnectionId, this.extras);
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

	HandshakeExtras extras() {
		return this.extras;
	}

	byte[] token() {
		return this.token;
	}

	/** What a server's Initial keys come from. */
	long initialKeysId(long firstConnectionId) {
		Long afterRetry = this.retryId;
		return (afterRetry != null) ? afterRetry : firstConnectionId;
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
