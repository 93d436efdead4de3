/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.mxp.transport.TrustPolicy;

/**
 * The authority that is trusted while certificates are fuzzed, and the leaf of its agent:
 * files beside the corpora, so that inputs mean the same on every run.
 */
final class AuthorityOfTheCorpus {

	static final String AUTHORITY = "authority.pem";

	static final String CHAIN = "chain.pem";

	private static final TrustPolicy POLICY = readPolicy();

	private static final byte[] LEAF = Certificates.encode(IdentityPem.readCertificates(text(CHAIN), CHAIN).get(0));

	private AuthorityOfTheCorpus() {
	}

	static TrustPolicy policy() {
		return POLICY;
	}

	static byte[] leaf() {
		return LEAF;
	}

	static List<byte[]> chain() {
		return IdentityPem.readCertificates(text(CHAIN), CHAIN).stream().map(Certificates::encode).toList();
	}

	private static TrustPolicy readPolicy() {
		TrustPolicy.Builder builder = TrustPolicy.builder();
		IdentityPem.readTrust(builder, text(AUTHORITY), AUTHORITY);
		return builder.build();
	}

	static String text(String name) {
		try (InputStream in = AuthorityOfTheCorpus.class.getResourceAsStream(name)) {
			if (in == null) {
				throw new IllegalStateException(name + " is not there");
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
