/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TrustPolicy;

/**
 * The mode in which nothing is used that is not approved (FIPS 140-3): it is checked once
 * at start, and whatever does not fit is refused with a sentence that says what to
 * change. COLD.
 */
public final class FipsMode {

	private FipsMode() {
	}

	/**
	 * Checks a transport's settings; does nothing where the mode is off.
	 * @throws IllegalArgumentException at the first thing that is not approved
	 */
	public static void check(HandshakeConfig config, AgentIdentity identity, TrustPolicy trust) {
		if (config.fipsProviders().isEmpty()) {
			return;
		}
		if (!config.suites().equals(List.of(CipherSuite.P256_AES_256_GCM_SHA256))) {
			throw refused("the cipher suites " + config.suites() + " are not approved",
					"set handshake.cipher-suites to P256_AES_256_GCM_SHA256 alone");
		}
		if (!config.noiseProvider().equals(HandshakeConfig.NOISE_CORE)) {
			throw refused("noise-java has no P-256", "set handshake.noise-provider to 'core'");
		}
		if (!config.aeadProvider().equals(HandshakeConfig.AEAD_AUTO)
				&& !config.fipsProviders().contains(config.aeadProvider())) {
			throw refused(
					"handshake.aead-provider '" + config.aeadProvider() + "' is none of " + config.fipsProviders(),
					"set it to 'auto' or to one of them");
		}
		if (!identity.isAnonymous() && !identity.staticKey().isP256()) {
			throw refused("the own static key " + identity.fingerprint() + " is one of X25519",
					"give an identity with a P-256 key (AgentIdentity.generateP256, or a certificate for such a key)");
		}
		for (StaticKey pinned : trust.pinnedKeys()) {
			if (!pinned.isP256()) {
				throw refused("the pinned key " + pinned + " is one of X25519", "pin P-256 keys only");
			}
		}
		checkProviders(config.fipsProviders());
	}

	private static void checkProviders(List<String> approved) {
		for (Map.Entry<String, Provider> used : providersInUse().entrySet()) {
			if (!approved.contains(used.getValue().getName())) {
				throw refused(
						used.getKey() + " comes from the provider " + used.getValue().getName() + ", which is none of "
								+ approved,
						"put the validated provider first in the JVM's list (security.provider.1 in java.security), or name the provider in handshake.fips-providers if it is one");
			}
		}
	}

	/** The first provider of each algorithm, which is the one that is used. */
	private static Map<String, Provider> providersInUse() {
		Map<String, Provider> providers = new LinkedHashMap<>();
		try {
			providers.put("SHA-256", MessageDigest.getInstance("SHA-256").getProvider());
			providers.put("AES-256-GCM", Cipher.getInstance("AES/GCM/NoPadding").getProvider());
			providers.put("AES-256", Cipher.getInstance("AES/ECB/NoPadding").getProvider());
			providers.put("ECDH", KeyAgreement.getInstance("ECDH").getProvider());
			providers.put("making of EC keys", KeyPairGenerator.getInstance("EC").getProvider());
			providers.put("reading of EC keys", KeyFactory.getInstance("EC").getProvider());
			providers.put("ECDSA", Signature.getInstance("SHA256withECDSA").getProvider());
			providers.put("randomness", providerOfRandomness());
		}
		catch (GeneralSecurityException ex) {
			throw refused("an algorithm is missing on this platform: " + ex.getMessage(),
					"install the validated provider");
		}
		return providers;
	}

	/** Who serves {@code new SecureRandom()}: the first that has any. */
	private static Provider providerOfRandomness() throws GeneralSecurityException {
		for (Provider provider : Security.getProviders()) {
			for (Provider.Service service : provider.getServices()) {
				if (service.getType().equals("SecureRandom")) {
					return provider;
				}
			}
		}
		throw new GeneralSecurityException("SecureRandom");
	}

	private static IllegalArgumentException refused(String what, String change) {
		return new IllegalArgumentException("FIPS mode (handshake.fips-providers): " + what + ". To change: " + change);
	}

}
