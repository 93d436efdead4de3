/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.DenyList;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TransportException;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.autoconfigure.properties.ClientProperties;
import io.mxp.transport.autoconfigure.properties.IdentityProperties;
import io.mxp.transport.autoconfigure.properties.MxpTransportProperties;
import io.mxp.transport.autoconfigure.properties.TrustProperties;
import io.mxp.transport.engine.MxpIdentities;

/** Makes identity and trust of the properties. */
final class IdentityLoader {

	private static final Logger logger = LoggerFactory.getLogger(IdentityLoader.class);

	private static final String PREFIX = "mxp.transport.";

	private static final int UUID_LENGTH = 36;

	/** 32 bytes in hex or base64. */
	private static final Pattern BARE_KEY = Pattern.compile("[0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=?");

	private final MxpTransportProperties properties;

	private final ResourceLoader resources;

	private final String agentName;

	private MxpIdentities.@Nullable Development development;

	IdentityLoader(MxpTransportProperties properties, ResourceLoader resources, String agentName) {
		this.properties = properties;
		this.resources = resources;
		this.agentName = agentName;
	}

	/** The identity, or the anonymous one where none is configured. */
	AgentIdentity identity() {
		IdentityProperties identity = this.properties.getIdentity();
		if (identity.isDevCa()) {
			return development().identity();
		}
		String privateKey = identity.getPrivateKey();
		if (privateKey == null || privateKey.isBlank()) {
			return AgentIdentity.anonymous();
		}
		AgentIdentity read = usable("identity.private-key", () -> {
			String certificate = identity.getCertificate();
			return MxpIdentities.parse(text(privateKey),
					(certificate != null && !certificate.isBlank()) ? text(certificate) : null,
					isLiteral(privateKey) ? PREFIX + "identity.private-key" : privateKey);
		});
		return named(read);
	}

	/** Whom the properties trust, named peers with a public key included. */
	TrustPolicy trust() {
		TrustProperties trust = this.properties.getTrust();
		TrustPolicy.Builder builder = this.properties.getIdentity().isDevCa() ? development().trust().toBuilder()
				: TrustPolicy.builder();
		trust.getKeys().forEach((key) -> usable("trust.keys", () -> pin(builder, key)));
		trust.getCertificates()
			.forEach((location) -> usable("trust.certificates",
					() -> MxpIdentities.parseTrust(builder, text(location), source("trust.certificates", location))));
		trust.getDeniedFingerprints()
			.forEach((fingerprint) -> usable("trust.denied-fingerprints", () -> builder.denyFingerprint(fingerprint)));
		trust.getDeniedSerials().forEach((serial) -> usable("trust.denied-serials", () -> denySerial(builder, serial)));
		this.properties.getClient().getPeer().forEach((name, peer) -> pinPeer(builder, name, peer));
		TrustPolicy policy = builder.clientAuthenticationRequired(trust.isRequireClientIdentity()).build();
		if (policy.trustsNobody()) {
			throw IdentityException.noTrust();
		}
		return policy;
	}

	/** The static key that the properties give for a peer. */
	@Nullable StaticKey peerKey(String name, ClientProperties.Peer peer) {
		String publicKey = peer.getPublicKey();
		if (publicKey != null) {
			String property = "client.peer." + name + ".public-key";
			return usable(property, () -> publicKey(publicKey, property));
		}
		String certificate = peer.getCertificate();
		if (certificate != null) {
			String property = "client.peer." + name + ".certificate";
			return usable(property, () -> publicKey(certificate, property));
		}
		return null;
	}

	static MxpAddress address(String name, ClientProperties.Peer peer) {
		String uri = peer.getUri();
		String property = "client.peer." + name + ".uri";
		if (uri == null) {
			throw new IdentityException("The MXP peer '" + name + "' has no address.",
					"Add the property " + PREFIX + property + "=mxp://host:port.", null);
		}
		return usable(property, () -> MxpAddress.parse(uri));
	}

	private void pinPeer(TrustPolicy.Builder builder, String name, ClientProperties.Peer peer) {
		if (peer.getPublicKey() == null) {
			return;
		}
		StaticKey key = peerKey(name, peer);
		UUID agentId = address(name, peer).agentId();
		if (key != null && agentId != null) {
			builder.pinAgent(agentId, key);
		}
		else if (key != null) {
			builder.pinKey(key);
		}
	}

	private TrustPolicy.Builder pin(TrustPolicy.Builder builder, String entry) {
		if (entry.length() > UUID_LENGTH && entry.charAt(UUID_LENGTH) == '=') {
			return builder.pinAgent(UUID.fromString(entry.substring(0, UUID_LENGTH)),
					publicKey(entry.substring(UUID_LENGTH + 1), "trust.keys"));
		}
		return builder.pinKey(publicKey(entry, "trust.keys"));
	}

	private static TrustPolicy.Builder denySerial(TrustPolicy.Builder builder, String serial) {
		return builder.deny(DenyList.builder().entry("serial " + serial).build());
	}

	private StaticKey publicKey(String value, String property) {
		String trimmed = value.strip();
		boolean bare = BARE_KEY.matcher(trimmed).matches();
		return MxpIdentities.parsePublicKey(bare ? trimmed : text(trimmed),
				bare ? PREFIX + property : source(property, trimmed));
	}

	private MxpIdentities.Development development() {
		MxpIdentities.Development known = this.development;
		if (known == null) {
			Path configured = this.properties.getIdentity().getDevCaDirectory();
			Path directory = (configured != null) ? configured : MxpIdentities.developmentDirectory();
			known = usable("identity.dev-ca", () -> MxpIdentities.development(directory, this.agentName));
			this.development = known;
			logger.warn(
					"mxp.transport.identity.dev-ca=true: the development authority in {} signs this application's"
							+ " identity, and every application of this user is trusted. Never use it in production.",
					directory);
		}
		return known;
	}

	/** A bare key has the name and agent id of the properties; a certificate its own. */
	private AgentIdentity named(AgentIdentity identity) {
		UUID configured = this.properties.getAgent().getId();
		boolean bare = identity.certificateChain().isEmpty();
		return identity.toBuilder()
			.agentId((configured != null && bare) ? configured : identity.agentId())
			.name(this.agentName)
			.build();
	}

	private String text(String value) {
		if (isLiteral(value)) {
			return value;
		}
		Resource resource = this.resources.getResource(value.strip());
		try {
			return resource.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(resource.getDescription() + " cannot be read.", ex);
		}
	}

	private static boolean isLiteral(String value) {
		return value.contains("-----BEGIN");
	}

	private static String source(String property, String value) {
		return isLiteral(value) ? PREFIX + property : value;
	}

	private static <T> T usable(String property, Supplier<T> reading) {
		try {
			return reading.get();
		}
		catch (TransportException.Configuration | IllegalArgumentException | UncheckedIOException ex) {
			throw IdentityException.unusable(PREFIX + property, ex);
		}
	}

}
