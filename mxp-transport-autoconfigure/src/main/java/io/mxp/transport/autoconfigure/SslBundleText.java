/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

import org.jspecify.annotations.Nullable;

/** Keys and certificates of Spring's SSL bundles, as PEM. */
final class SslBundleText {

	private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

	private final @Nullable SslBundles bundles;

	SslBundleText(@Nullable SslBundles bundles) {
		this.bundles = bundles;
	}

	/** The private key and its chain. */
	String identity(String name) {
		SslBundle bundle = bundle(name);
		KeyStore store = bundle.getStores().getKeyStore();
		if (store == null) {
			throw new IllegalArgumentException(
					"The SSL bundle '" + name + "' has no key store. Give it a key and its certificate.");
		}
		try {
			String alias = alias(store, bundle.getKey().getAlias(), name);
			String password = bundle.getKey().getPassword();
			String storePassword = (password != null) ? password : bundle.getStores().getKeyStorePassword();
			Key key = store.getKey(alias, (storePassword != null) ? storePassword.toCharArray() : null);
			if (key == null || key.getEncoded() == null) {
				throw new IllegalArgumentException(
						"The key of the SSL bundle '" + name + "' cannot be read: it stays in its device.");
			}
			StringBuilder text = new StringBuilder(pem("PRIVATE KEY", key.getEncoded()));
			Certificate[] chain = store.getCertificateChain(alias);
			for (Certificate certificate : (chain != null) ? chain : new Certificate[0]) {
				text.append(pem("CERTIFICATE", certificate.getEncoded()));
			}
			return text.toString();
		}
		catch (GeneralSecurityException ex) {
			// Without the cause: its text may quote a part of the key.
			throw new IllegalArgumentException("The key store of the SSL bundle '" + name + "' cannot be read.");
		}
	}

	/** All certificates that are trusted. */
	String trust(String name) {
		KeyStore store = bundle(name).getStores().getTrustStore();
		if (store == null) {
			throw new IllegalArgumentException(
					"The SSL bundle '" + name + "' has no trust store. Give it the certificates of authorities.");
		}
		try {
			StringBuilder text = new StringBuilder();
			for (String alias : Collections.list(store.aliases())) {
				Certificate certificate = store.getCertificate(alias);
				if (certificate != null) {
					text.append(pem("CERTIFICATE", certificate.getEncoded()));
				}
			}
			return text.toString();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException("The trust store of the SSL bundle '" + name + "' cannot be read.", ex);
		}
	}

	/** Calls back whenever one of the bundles has changed. */
	void onUpdate(List<String> names, Runnable callback) {
		SslBundles present = this.bundles;
		if (present != null) {
			names.forEach((name) -> present.addBundleUpdateHandler(name, (bundle) -> callback.run()));
		}
	}

	private SslBundle bundle(String name) {
		if (this.bundles == null) {
			throw new IllegalArgumentException("There are no SSL bundles: SslAutoConfiguration is switched off.");
		}
		try {
			return this.bundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw new IllegalArgumentException(
					"There is no SSL bundle '" + name + "'. Define it: spring.ssl.bundle.pem." + name + ".…", ex);
		}
	}

	private static String alias(KeyStore store, @Nullable String configured, String bundle)
			throws GeneralSecurityException {
		if (configured != null) {
			return configured;
		}
		for (String alias : Collections.list(store.aliases())) {
			if (store.isKeyEntry(alias)) {
				return alias;
			}
		}
		throw new IllegalArgumentException("The key store of the SSL bundle '" + bundle + "' has no private key.");
	}

	private static String pem(String type, byte[] content) {
		return "-----BEGIN " + type + "-----\n" + BASE64.encodeToString(content) + "\n-----END " + type + "-----\n";
	}

}
