/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.CipherSuite;

/**
 * How connections are set up.
 */
public class HandshakeProperties {

	/**
	 * Packet protection in order of preference. By default ChaCha20-Poly1305 before
	 * AES-256-GCM.
	 */
	private final List<CipherSuite> cipherSuites = new ArrayList<>();

	/**
	 * A handshake that takes longer fails. At most one minute.
	 */
	private Duration timeout = Duration.ofSeconds(10);

	/**
	 * Implementation of the Noise handshake.
	 */
	private NoiseProvider noiseProvider = NoiseProvider.CORE;

	/**
	 * Security provider of the packet protection: auto for the JDK's own, or the name of
	 * a provider on the class path.
	 */
	private String aeadProvider = "auto";

	/**
	 * Security providers that are validated modules. Where any is named, only approved
	 * algorithms are used, only by these providers, and anything else is an error at
	 * start.
	 */
	private final List<String> fipsProviders = new ArrayList<>();

	public List<String> getFipsProviders() {
		return this.fipsProviders;
	}

	public List<CipherSuite> getCipherSuites() {
		return this.cipherSuites;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public NoiseProvider getNoiseProvider() {
		return this.noiseProvider;
	}

	public void setNoiseProvider(NoiseProvider noiseProvider) {
		this.noiseProvider = noiseProvider;
	}

	public String getAeadProvider() {
		return this.aeadProvider;
	}

	public void setAeadProvider(String aeadProvider) {
		this.aeadProvider = aeadProvider;
	}

	/**
	 * Implementations of the Noise handshake.
	 */
	public enum NoiseProvider {

		/**
		 * Our own.
		 */
		CORE("core"),

		/**
		 * Over the noise-java library, which has to be on the class path.
		 */
		NOISE_JAVA("noise-java");

		private final String engineName;

		NoiseProvider(String engineName) {
			this.engineName = engineName;
		}

		/**
		 * The name that the engine knows it by.
		 * @return the name
		 */
		public String engineName() {
			return this.engineName;
		}

	}

}
