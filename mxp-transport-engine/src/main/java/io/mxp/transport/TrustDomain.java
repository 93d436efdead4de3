/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/**
 * The trust domain that an authority's certificate names.
 */
final class TrustDomain {

	private static final Integer URI_NAME = 6;

	private TrustDomain() {
	}

	static String of(X509Certificate certificate) {
		try {
			Collection<List<?>> names = certificate.getSubjectAlternativeNames();
			if (names != null) {
				for (List<?> name : names) {
					if (name.get(0).equals(URI_NAME) && name.get(1) instanceof String uri
							&& uri.startsWith("spiffe://")) {
						String rest = uri.substring("spiffe://".length());
						int slash = rest.indexOf('/');
						return (slash < 0) ? rest : rest.substring(0, slash);
					}
				}
			}
		}
		catch (CertificateParsingException ex) {
			throw new IllegalArgumentException(
					"The subject alternative names of the authority's certificate cannot be read.", ex);
		}
		throw new IllegalArgumentException("The authority's certificate (" + certificate.getSubjectX500Principal()
				+ ") names no trust domain. Say which one it may speak for, or give it the URI name spiffe://<trust domain>.");
	}

}
