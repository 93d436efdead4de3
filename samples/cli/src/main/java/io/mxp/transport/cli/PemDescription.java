/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.StaticKey;
import io.mxp.transport.security.Certificates;
import io.mxp.transport.security.IdentityPem;
import io.mxp.transport.security.PemBlock;
import io.mxp.transport.security.SpiffeId;
import io.mxp.transport.security.StaticKeyStatement;

/** Says what a PEM block is: names and values, the kind first. */
final class PemDescription {

	private static final int URI_NAME = 6;

	private static final int DNS_NAME = 2;

	private final String source;

	private final Instant now;

	PemDescription(String source, Instant now) {
		this.source = source;
		this.now = now;
	}

	Map<String, String> of(PemBlock block) {
		return switch (block.type()) {
			case PemBlock.PRIVATE_KEY -> privateKey(block);
			case PemBlock.CERTIFICATE -> certificate(IdentityPem.readCertificates(block.encode(), this.source).get(0));
			case PemBlock.PUBLIC_KEY -> ofKey("public key", IdentityPem.readPublicKey(block.encode(), this.source));
			case PemBlock.PINNED_KEY -> pinned(block);
			case PemBlock.STATEMENT -> statement(block);
			default -> {
				Map<String, String> item = new LinkedHashMap<>();
				item.put("kind", "unknown block '" + block.type() + "'");
				item.put("bytes", String.valueOf(block.content().length));
				yield item;
			}
		};
	}

	static Map<String, String> ofKey(String kind, StaticKey key) {
		Map<String, String> item = new LinkedHashMap<>();
		item.put("kind", kind);
		item.put("fingerprint", key.fingerprint());
		item.put("derived id", key.derivedAgentId().toString());
		item.put("hex", HexFormat.of().formatHex(key.bytes()));
		item.put("base64", Base64.getEncoder().encodeToString(key.bytes()));
		return item;
	}

	private Map<String, String> privateKey(PemBlock block) {
		Map<String, String> item = new LinkedHashMap<>();
		String kind = IdentityPem.privateKeyKind(block);
		item.put("kind", "private key");
		item.put("algorithm", kind);
		if (kind.equals("X25519") || IdentityPem.holdsBothHalves(block)) {
			AgentIdentity identity = IdentityPem.readIdentity(block.encode(), null, this.source, this.now);
			item.put("fingerprint", identity.fingerprint());
			item.put("public key", HexFormat.of().formatHex(identity.staticKey().bytes()));
			item.put("derived id", identity.agentId().toString());
		}
		return item;
	}

	private static Map<String, String> pinned(PemBlock block) {
		Map<String, String> item = ofKey("pinned key", StaticKey.of(block.content()));
		item.remove("derived id");
		item.put("agent id", block.headers().getOrDefault(PemBlock.AGENT_HEADER, "any"));
		if (block.headers().containsKey(PemBlock.NAME_HEADER)) {
			item.put("name", block.headers().getOrDefault(PemBlock.NAME_HEADER, ""));
		}
		return item;
	}

	private Map<String, String> statement(PemBlock block) {
		Map<String, String> item = ofKey("statement about a static key",
				IdentityPem.readPublicKey(block.encode(), this.source));
		item.remove("derived id");
		item.put("not after", StaticKeyStatement.notAfter(block).toString());
		return item;
	}

	private Map<String, String> certificate(X509Certificate certificate) {
		Map<String, String> item = new LinkedHashMap<>();
		SpiffeId spiffeId = SpiffeId.of(certificate);
		boolean authority = Certificates.isAuthority(certificate);
		item.put("kind", authority ? "authority's certificate" : "agent's certificate");
		if (spiffeId != null) {
			item.put("agent id", spiffeId.agentId().toString());
			item.put("trust domain", spiffeId.trustDomain());
		}
		item.put("names", names(certificate));
		item.put("subject", certificate.getSubjectX500Principal().toString());
		item.put("issuer", certificate.getIssuerX500Principal().toString());
		item.put("serial", certificate.getSerialNumber().toString(16));
		item.put("not before", certificate.getNotBefore().toInstant().toString());
		item.put("not after", certificate.getNotAfter().toInstant().toString());
		item.put("validity", validity(certificate));
		item.put("key", keyKind(certificate.getPublicKey()));
		if (!authority) {
			item.put("roles", roles(certificate));
		}
		if (!authority && spiffeId != null) {
			IdentityPem.staticKey(certificate).ifPresent((key) -> item.put("fingerprint", key.fingerprint()));
		}
		item.put("certificate", Certificates.fingerprint(Certificates.encode(certificate)));
		return item;
	}

	private static String roles(X509Certificate certificate) {
		return Certificates.roles(certificate)
			.stream()
			.map((role) -> role.name().toLowerCase(Locale.ROOT))
			.sorted()
			.collect(Collectors.joining(", "));
	}

	private static String keyKind(PublicKey key) {
		if (key instanceof EdECPublicKey edwards) {
			return edwards.getParams().getName();
		}
		return (key instanceof XECPublicKey montgomery && montgomery.getParams() instanceof NamedParameterSpec named)
				? named.getName() : key.getAlgorithm();
	}

	private String validity(X509Certificate certificate) {
		Instant start = certificate.getNotBefore().toInstant();
		Instant end = certificate.getNotAfter().toInstant();
		if (this.now.isAfter(end)) {
			return "EXPIRED " + Durations.inWords(Duration.between(end, this.now)) + " ago";
		}
		if (this.now.isBefore(start)) {
			return "NOT YET VALID, in " + Durations.inWords(Duration.between(this.now, start));
		}
		return "valid for " + Durations.inWords(Duration.between(this.now, end)) + " more";
	}

	private static String names(X509Certificate certificate) {
		StringJoiner names = new StringJoiner(", ");
		try {
			Collection<List<?>> found = certificate.getSubjectAlternativeNames();
			if (found != null) {
				for (List<?> name : found) {
					String kind = name.get(0).equals(URI_NAME) ? "URI:" : name.get(0).equals(DNS_NAME) ? "DNS:" : "";
					names.add(kind + name.get(1));
				}
			}
		}
		catch (CertificateParsingException ex) {
			return "unreadable";
		}
		return (names.length() > 0) ? names.toString() : "none";
	}

}
