/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How handshakes are done.
 *
 * @param suites packet protection suites in order of preference; an empty list means
 * {@code auto}: AES-256-GCM first where the platform has hardware support for it and none
 * for ChaCha20, else ChaCha20-Poly1305 first
 * @param noiseProvider {@code core} (our own Noise core) or {@code noise-java}
 * @param aeadProvider {@code auto} (the JDK's own), or the name of a JCA provider on the
 * class path, such as {@code Conscrypt} or {@code AmazonCorrettoCryptoProvider}, with the
 * JDK's own for whatever that provider lacks
 * @param timeout a handshake that takes longer fails and frees its state; more than zero
 * and at most one minute
 * @param attestation statements besides identities: what is shown and what is asked for
 */
public record HandshakeConfig(List<CipherSuite> suites, String noiseProvider, String aeadProvider, Duration timeout,
		AttestationConfig attestation, List<String> fipsProviders) {

	/** The value of {@link #suites()} that means {@code auto}. */
	public static final List<CipherSuite> AUTO = List.of();

	/** The name of our own Noise core. */
	public static final String NOISE_CORE = "core";

	/** The name of the provider over the noise-java library. */
	public static final String NOISE_JAVA = "noise-java";

	/** The value of {@link #aeadProvider()} that means the JDK's own provider. */
	public static final String AEAD_AUTO = "auto";

	private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

	public HandshakeConfig {
		suites = List.copyOf(suites);
		fipsProviders = List.copyOf(fipsProviders);
		if (suites.stream().distinct().count() != suites.size()) {
			throw new IllegalArgumentException("handshake.suites names a suite twice: " + suites);
		}
		Objects.requireNonNull(noiseProvider, "noiseProvider");
		if (!noiseProvider.equals(NOISE_CORE) && !noiseProvider.equals(NOISE_JAVA)) {
			throw new IllegalArgumentException("handshake.noise-provider must be '" + NOISE_CORE + "' or '" + NOISE_JAVA
					+ "', not '" + noiseProvider + "'");
		}
		Objects.requireNonNull(aeadProvider, "aeadProvider");
		Objects.requireNonNull(attestation, "attestation");
		if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(MAX_TIMEOUT) > 0) {
			throw new IllegalArgumentException(
					"handshake.timeout must be more than zero and at most " + MAX_TIMEOUT + ", not " + timeout);
		}
	}

	/**
	 * ChaCha20-Poly1305 before AES-256-GCM, our own Noise core, the JDK's AEAD, 10 s.
	 * @return the default configuration
	 */
	public static HandshakeConfig defaults() {
		return new HandshakeConfig(List.of(CipherSuite.CHACHA20_POLY1305_SHA256, CipherSuite.AES_256_GCM_SHA256),
				NOISE_CORE, AEAD_AUTO, Duration.ofSeconds(10), AttestationConfig.defaults(), List.of());
	}

	/**
	 * The same configuration with other suites.
	 * @param suites suites in order of preference, or {@link #AUTO}
	 * @return a copy
	 */
	public HandshakeConfig withSuites(List<CipherSuite> suites) {
		return new HandshakeConfig(suites, this.noiseProvider, this.aeadProvider, this.timeout, this.attestation,
				this.fipsProviders);
	}

	/**
	 * The same configuration with another Noise provider.
	 * @param noiseProvider {@link #NOISE_CORE} or {@link #NOISE_JAVA}
	 * @return a copy
	 */
	public HandshakeConfig withNoiseProvider(String noiseProvider) {
		return new HandshakeConfig(this.suites, noiseProvider, this.aeadProvider, this.timeout, this.attestation,
				this.fipsProviders);
	}

	/**
	 * The same configuration with another AEAD provider.
	 * @param aeadProvider the name of a JCA provider, or {@link #AEAD_AUTO}
	 * @return a copy
	 */
	public HandshakeConfig withAeadProvider(String aeadProvider) {
		return new HandshakeConfig(this.suites, this.noiseProvider, aeadProvider, this.timeout, this.attestation,
				this.fipsProviders);
	}

	/**
	 * The same configuration with another timeout.
	 * @param timeout more than zero and at most one minute
	 * @return a copy
	 */
	public HandshakeConfig withTimeout(Duration timeout) {
		return new HandshakeConfig(this.suites, this.noiseProvider, this.aeadProvider, timeout, this.attestation,
				this.fipsProviders);
	}

	/**
	 * The same configuration with attestation.
	 * @param attestation what is shown and what is asked for
	 * @return a copy
	 */
	public HandshakeConfig withAttestation(AttestationConfig attestation) {
		return new HandshakeConfig(this.suites, this.noiseProvider, this.aeadProvider, this.timeout, attestation,
				this.fipsProviders);
	}

	/**
	 * The same configuration in FIPS mode: only P-256, AES-256-GCM and SHA-256 are used,
	 * and only by these providers; anything else is refused at start.
	 * @param providers names of JCA providers that are validated modules; empty for no
	 * such mode
	 * @return a copy, with the one suite that is approved
	 */
	public HandshakeConfig withFipsProviders(List<String> providers) {
		return new HandshakeConfig(providers.isEmpty() ? this.suites : List.of(CipherSuite.P256_AES_256_GCM_SHA256),
				this.noiseProvider, this.aeadProvider, this.timeout, this.attestation, providers);
	}

}
