/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.actuate;

import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.PeerIdentity;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TrustPolicy;

/** Configuration as it may be shown: keys and certificates as fingerprints. */
final class ConfigurationView {

	private ConfigurationView() {
	}

	static Map<String, Object> trust(TrustPolicy trust) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("pinnedKeys", trust.pinnedKeys().stream().map(StaticKey::fingerprint).sorted().toList());
		Map<String, String> agents = new LinkedHashMap<>();
		trust.pinnedAgents().forEach((agent, key) -> agents.put(agent.toString(), key.fingerprint()));
		view.put("pinnedAgents", agents);
		view.put("authorities", trust.authorities().stream().map(ConfigurationView::authority).toList());
		view.put("denied", trust.denyList().entries());
		view.put("clientIdentityRequired", trust.clientAuthenticationRequired());
		return view;
	}

	static Map<String, Object> peer(PeerIdentity peer) {
		Map<String, Object> view = new LinkedHashMap<>();
		put(view, "agentId", peer.agentId());
		put(view, "spiffeUri", peer.spiffeUri());
		view.put("fingerprint", peer.fingerprint());
		view.put("form", peer.form());
		put(view, "attestedBy", (peer.attestation() != null) ? peer.attestation().issuer() : null);
		return view;
	}

	/** The components of a configuration record, nested records as maps. */
	static Map<String, Object> record(Object config) {
		Map<String, Object> view = new LinkedHashMap<>();
		for (RecordComponent component : config.getClass().getRecordComponents()) {
			try {
				Object value = component.getAccessor().invoke(config);
				if (value != null) {
					view.put(component.getName(), shown(value));
				}
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException("A public record can be read", ex);
			}
		}
		return view;
	}

	private static Object shown(Object value) {
		// Records of others, say a directory of keys, are theirs to show.
		if (value instanceof Record && Modifier.isPublic(value.getClass().getModifiers())) {
			return record(value);
		}
		if (value instanceof byte[]) {
			return "set"; // a key
		}
		if (value instanceof Number || value instanceof Boolean) {
			return value;
		}
		return (value instanceof Collection<?> collection) ? collection.stream().map(String::valueOf).toList()
				: value.toString();
	}

	private static Map<String, Object> authority(TrustPolicy.Authority authority) {
		X509Certificate certificate = authority.certificate();
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("subject", certificate.getSubjectX500Principal().getName());
		view.put("trustDomain", authority.trustDomain());
		view.put("notAfter", certificate.getNotAfter().toInstant().toString());
		view.put("fingerprint", fingerprint(certificate));
		return view;
	}

	private static String fingerprint(X509Certificate certificate) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
			return "sha256:" + HexFormat.of().formatHex(digest);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("A certificate that was read can be written", ex);
		}
	}

	private static void put(Map<String, Object> view, String name, @Nullable Object value) {
		if (value != null) {
			view.put(name, value);
		}
	}

}
