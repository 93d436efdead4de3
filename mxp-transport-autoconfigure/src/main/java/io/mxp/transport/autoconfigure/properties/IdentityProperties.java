/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.nio.file.Path;

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

}
