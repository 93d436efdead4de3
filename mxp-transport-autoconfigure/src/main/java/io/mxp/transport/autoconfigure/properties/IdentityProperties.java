/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.nio.file.Path;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

import org.jspecify.annotations.Nullable;

/**
 * The key that this application proves, and its certificate.
 */
public class IdentityProperties {

	/**
	 * X25519 private key (PKCS#8 PEM, perhaps with its certificates): a location such as
	 * file:/etc/mxp/agent.pem, or the PEM text itself.
	 */
	private @Nullable String privateKey;

	/**
	 * Certificate chain (PEM, own certificate first): a location, or the PEM text itself.
	 * Not needed where peers pin the key, or where the private key's PEM holds it.
	 */
	private @Nullable String certificate;

	/**
	 * Whether a private certificate authority in the user's home directory gives this
	 * application its identity, for local development. Applications of the same user then
	 * trust each other.
	 */
	private boolean devCa = false;

	/**
	 * Directory of the development authority. By default .mxp/dev-ca in the user's home.
	 */
	private @Nullable Path devCaDirectory;

	/**
	 * SSL bundle whose key store holds key and certificate. An X25519 key is the
	 * identity's own; an Ed25519 or P-256 key signs the one in private-key, or a new one.
	 */
	@NestedConfigurationProperty
	private final SslProperties ssl = new SslProperties();

	public @Nullable String getPrivateKey() {
		return this.privateKey;
	}

	public void setPrivateKey(@Nullable String privateKey) {
		this.privateKey = privateKey;
	}

	public @Nullable String getCertificate() {
		return this.certificate;
	}

	public void setCertificate(@Nullable String certificate) {
		this.certificate = certificate;
	}

	public boolean isDevCa() {
		return this.devCa;
	}

	public void setDevCa(boolean devCa) {
		this.devCa = devCa;
	}

	public @Nullable Path getDevCaDirectory() {
		return this.devCaDirectory;
	}

	public void setDevCaDirectory(@Nullable Path devCaDirectory) {
		this.devCaDirectory = devCaDirectory;
	}

	public SslProperties getSsl() {
		return this.ssl;
	}

}
