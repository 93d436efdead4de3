/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.Map;

import javax.crypto.Cipher;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.HandshakeConfig;
import org.jspecify.annotations.Nullable;

/**
 * Where ciphers for packets come from: the JDK's own providers, or one chosen by name
 * with the JDK's for what it lacks. Chosen once at start-up.
 */
final class AeadSource {

	static final AeadSource PLATFORM = new AeadSource(null);

	private static final Map<String, String> KNOWN_CLASSES = Map.of("Conscrypt", "org.conscrypt.OpenSSLProvider",
			"AmazonCorrettoCryptoProvider", "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");

	private final @Nullable Provider preferred;

	private AeadSource(@Nullable Provider preferred) {
		this.preferred = preferred;
	}

	/**
	 * The source of a configured name.
	 * @throws IllegalArgumentException where no provider of that name is installed or on
	 * the class path
	 */
	static AeadSource ofName(String name) {
		if (name.equals(HandshakeConfig.AEAD_AUTO)) {
			return PLATFORM;
		}
		Provider installed = Security.getProvider(name);
		return new AeadSource((installed != null) ? installed : load(name));
	}

	private static Provider load(String name) {
		String className = KNOWN_CLASSES.get(name);
		if (className != null) {
			try {
				return (Provider) Class.forName(className).getDeclaredConstructor().newInstance();
			}
			catch (ReflectiveOperationException | LinkageError ex) {
				throw new IllegalArgumentException("handshake.aead-provider '" + name + "' needs class " + className
						+ "; put its library on the class path or set 'auto'", ex);
			}
		}
		throw new IllegalArgumentException("handshake.aead-provider '" + name
				+ "' is not installed; set 'auto' or the name of an installed JCA provider");
	}

	/** A cipher of its own for one key and one direction. */
	Cipher cipher(CipherSuite suite) {
		String transformation = suite.isAes() ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305";
		try {
			if (this.preferred != null) {
				return Cipher.getInstance(transformation, this.preferred);
			}
		}
		catch (GeneralSecurityException ex) {
			// the provider lacks this one: the platform's is as good
		}
		try {
			return Cipher.getInstance(transformation);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("every Java platform since 11 has " + transformation, ex);
		}
	}

	@Override
	public String toString() {
		return (this.preferred != null) ? this.preferred.getName() : HandshakeConfig.AEAD_AUTO;
	}

}
