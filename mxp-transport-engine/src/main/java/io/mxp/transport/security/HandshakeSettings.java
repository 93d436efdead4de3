/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;
import java.util.List;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.packet.HeaderTlvs;
import org.jspecify.annotations.Nullable;

/**
 * What all handshakes of an endpoint share, resolved once from the configuration:
 * providers found, {@code auto} decided; and what is known of one connection before it
 * begins. Does not change: every {@code with} gives a copy.
 */
public final class HandshakeSettings {

	private static final byte[] NO_TOKEN = new byte[0];

	private static final int[] VERSIONS = { HeaderTlvs.VERSION_1 };

	private final List<CipherSuite> suites;

	private final NoiseProvider noiseProvider;

	private final AeadSource aeadSource;

	private SealObserver sealObserver = SealObserver.NONE;

	private int[] versions = VERSIONS;

	private @Nullable String expectedAgentId;

	private boolean serverKeyReplaceable;

	/** Of the connection's Initials, empty where they have none. */
	private byte[] token = NO_TOKEN;

	private @Nullable Long retryId;

	private HandshakeExtras extras = HandshakeExtras.NONE;

	private HandshakeSettings(List<CipherSuite> suites, NoiseProvider noiseProvider, AeadSource aeadSource) {
		this.suites = suites;
		this.noiseProvider = noiseProvider;
		this.aeadSource = aeadSource;
	}

	private HandshakeSettings(HandshakeSettings other) {
		this(other.suites, other.noiseProvider, other.aeadSource);
		this.sealObserver = other.sealObserver;
		this.versions = other.versions;
		this.expectedAgentId = other.expectedAgentId;
		this.serverKeyReplaceable = other.serverKeyReplaceable;
		this.token = other.token;
		this.retryId = other.retryId;
		this.extras = other.extras;
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
		return new HandshakeSettings(suites, noise, AeadSource.ofName(config.aeadProvider()));
	}

	/**
	 * The same settings for a connection to one agent.
	 * @param agentId the agent that must answer, {@code null} where any trusted one will
	 * do
	 * @return a copy
	 */
	public HandshakeSettings expecting(@Nullable String agentId) {
		HandshakeSettings copy = new HandshakeSettings(this);
		copy.expectedAgentId = agentId;
		return copy;
	}

	/**
	 * The same settings for a client that may find another static key than it knew.
	 * @param replaceable false where that one is pinned
	 * @return a copy
	 */
	public HandshakeSettings withServerKeyReplaceable(boolean replaceable) {
		HandshakeSettings copy = new HandshakeSettings(this);
		copy.serverKeyReplaceable = replaceable;
		return copy;
	}

	/**
	 * The same settings with an observer of every sealed packet; for simulations.
	 * @param observer sees keys' names and nonces
	 * @return a copy
	 */
	public HandshakeSettings withSealObserver(SealObserver observer) {
		HandshakeSettings copy = new HandshakeSettings(this);
		copy.sealObserver = observer;
		return copy;
	}

	/**
	 * The same settings with statements of this side or a key log.
	 * @param extras what goes into handshakes and who watches them
	 * @return a copy
	 */
	public HandshakeSettings withExtras(HandshakeExtras extras) {
		HandshakeSettings copy = new HandshakeSettings(this);
		copy.extras = extras;
		return copy;
	}

	/**
	 * The same settings with other versions of the protocol; for tests of negotiation, as
	 * there is one only.
	 * @param spoken in order of preference
	 * @return a copy
	 */
	public HandshakeSettings withVersions(List<Integer> spoken) {
		HandshakeSettings copy = new HandshakeSettings(this);
		copy.versions = spoken.stream().mapToInt(Integer::intValue).toArray();
		return copy;
	}

	/**
	 * The same settings for a connection whose Initials carry an address token.
	 * @param addressToken from the client's TOKEN field; the handshake is bound to it
	 * @return a copy
	 */
	public HandshakeSettings withToken(byte[] addressToken) {
		HandshakeSettings copy = new HandshakeSettings(this);
		copy.token = addressToken;
		copy.retryId = null;
		return copy;
	}

	/**
	 * The same settings for a client that comes back after a Retry.
	 * @param addressToken from the client's TOKEN field
	 * @param retryConnectionId the id that the Retry made up: Initial keys come from it
	 * @return a copy
	 */
	public HandshakeSettings afterRetry(byte[] addressToken, long retryConnectionId) {
		HandshakeSettings copy = withToken(addressToken);
		copy.retryId = retryConnectionId;
		return copy;
	}

	/**
	 * Suites that are offered and accepted, in order of preference.
	 * @return at least one suite
	 */
	public List<CipherSuite> suites() {
		return this.suites;
	}

	/**
	 * Versions of the protocol that are spoken, in order of preference.
	 * @return at least one version, a copy
	 */
	public int[] versions() {
		return this.versions.clone();
	}

	/** Whether a version is spoken. */
	public boolean speaks(int version) {
		return Arrays.stream(this.versions).anyMatch((spoken) -> spoken == version);
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

	boolean serverKeyReplaceable() {
		return this.serverKeyReplaceable;
	}

	/** The agent that must answer, {@code null} where any trusted one will do. */
	public @Nullable String expectedAgentId() {
		return this.expectedAgentId;
	}

	@Override
	public String toString() {
		return "HandshakeSettings[suites=" + this.suites + ", noise=" + this.noiseProvider.name() + ", aead="
				+ this.aeadSource + ", expectedAgentId=" + this.expectedAgentId + "]";
	}

}
