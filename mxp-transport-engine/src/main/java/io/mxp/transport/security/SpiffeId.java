/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An agent's name in a certificate: {@code spiffe://trust-domain/agent/uuid} (SPIFFE-ID
 * §2).
 *
 * @param trustDomain the trust domain, lower case
 * @param agentId the agent
 */
public record SpiffeId(String trustDomain, UUID agentId) {

	/** Longest trust domain (SPIFFE-ID §2.1). */
	static final int TRUST_DOMAIN_LIMIT = 255;

	private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1," + TRUST_DOMAIN_LIMIT + "}");

	private static final Pattern AGENT = Pattern.compile("spiffe://([a-z0-9._-]{1," + TRUST_DOMAIN_LIMIT + "})/agent/"
			+ "([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");

	private static final int URI_NAME = 6;

	/**
	 * Reads an agent's URI.
	 * @param uri the URI
	 * @return the id, or null if it is not of exactly this form
	 */
	public static @Nullable SpiffeId parse(String uri) {
		Matcher matcher = AGENT.matcher(uri);
		return matcher.matches() ? new SpiffeId(matcher.group(1), UUID.fromString(matcher.group(2))) : null;
	}

	static boolean isTrustDomain(String text) {
		return TRUST_DOMAIN.matcher(text).matches();
	}

	/** The URI subject alternative names of a certificate. */
	static List<String> urisOf(X509Certificate certificate) throws CertificateParsingException {
		List<String> uris = new ArrayList<>();
		Collection<List<?>> names = certificate.getSubjectAlternativeNames();
		if (names != null) {
			for (List<?> name : names) {
				if (name.get(0).equals(URI_NAME)) {
					uris.add((String) name.get(1));
				}
			}
		}
		return uris;
	}

	/**
	 * Reads the only URI name of a certificate.
	 * @param certificate the certificate
	 * @return the id, or null if there is not exactly one URI name or it is not an
	 * agent's
	 */
	public static @Nullable SpiffeId of(X509Certificate certificate) {
		try {
			List<String> uris = urisOf(certificate);
			return (uris.size() == 1) ? parse(uris.get(0)) : null;
		}
		catch (CertificateParsingException ex) {
			return null;
		}
	}

	/** The URI. */
	@Override
	public String toString() {
		return "spiffe://" + this.trustDomain + "/agent/" + this.agentId;
	}

}
