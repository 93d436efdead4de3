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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.mxp.transport.AgentDirectory;
import io.mxp.transport.AgentIdentity;
import io.mxp.transport.DenyList;
import io.mxp.transport.DenyListSource;
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

	/** 32 bytes in hex or base64, or the 65 of a key of P-256. */
	private static final Pattern BARE_KEY = Pattern
		.compile("[0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=?|04[0-9a-fA-F]{128}|[A-Za-z0-9+/_-]{87}=?");

	private final MxpTransportProperties properties;

	private final ResourceLoader resources;

	private final String agentName;

	private final SslBundleText bundles;

	private final List<DenyListSource> denyLists;

	private MxpIdentities.@Nullable Development development;

	private @Nullable AgentIdentity lastIdentity;

	private @Nullable TrustPolicy lastTrust;

	private @Nullable DenyList lastDenied;

	private String denyListProblem = "";

	IdentityLoader(MxpTransportProperties properties, ResourceLoader resources, String agentName, SslBundleText bundles,
			List<DenyListSource> denyLists) {
		this.properties = properties;
		this.resources = resources;
		this.agentName = agentName;
		this.bundles = bundles;
		this.denyLists = denyLists;
	}

	/** Whether an identity or policy is one that this loader made last. */
	boolean made(Object bean) {
		return bean == this.lastIdentity || bean == this.lastTrust;
	}

	/** Another text if anything that identity and trust are made of has changed. */
	String digest() {
		MessageDigest digest = sha256();
		IdentityProperties identity = this.properties.getIdentity();
		TrustProperties trust = this.properties.getTrust();
		Stream
			.of(Stream.of(identity.getPrivateKey(), identity.getCertificate()), trust.getKeys().stream(),
					trust.getCertificates().stream(), trust.getDenyLists().stream())
			.flatMap((values) -> values)
			.filter((value) -> value != null && !value.isBlank() && !isBareKey(value))
			.forEach((value) -> digest
				.update(usable("reload", () -> text(keyOf(value))).getBytes(StandardCharsets.UTF_8)));
		if (identity.getSsl().getBundle() != null) {
			digest.update(identityBundle(identity.getSsl().getBundle()).getBytes(StandardCharsets.UTF_8));
		}
		if (trust.getSsl().getBundle() != null) {
			digest.update(trustBundle(trust.getSsl().getBundle()).getBytes(StandardCharsets.UTF_8));
		}
		digest.update(deniedElsewhere().toString().getBytes(StandardCharsets.UTF_8));
		return HexFormat.of().formatHex(digest.digest());
	}

	/** Calls back when an SSL bundle that is used has changed. */
	void onBundleUpdate(Runnable callback) {
		this.bundles.onUpdate(Stream
			.of(this.properties.getIdentity().getSsl().getBundle(), this.properties.getTrust().getSsl().getBundle())
			.filter(Objects::nonNull)
			.distinct()
			.toList(), callback);
	}

	/** The identity, or the anonymous one where none is configured. */
	synchronized AgentIdentity identity() {
		AgentIdentity made = readIdentity();
		this.lastIdentity = made;
		return made;
	}

	private AgentIdentity readIdentity() {
		IdentityProperties identity = this.properties.getIdentity();
		if (identity.isDevCa()) {
			return development().identity();
		}
		String privateKey = identity.getPrivateKey();
		String bundle = identity.getSsl().getBundle();
		if (bundle != null) {
			return named(usable("identity.ssl.bundle", () -> fromBundle(bundle, privateKey)));
		}
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

	/** With a static key of its own where the bundle's key signs (form B). */
	private AgentIdentity fromBundle(String bundle, @Nullable String privateKey) {
		String text = identityBundle(bundle);
		String staticKey = (privateKey != null && !privateKey.isBlank()) ? text(privateKey) : "";
		AgentIdentity last = this.lastIdentity;
		return MxpIdentities.parse(staticKey + text, null, "the SSL bundle '" + bundle + "'", last);
	}

	private String identityBundle(String bundle) {
		return usable("identity.ssl.bundle", () -> this.bundles.identity(bundle));
	}

	private String trustBundle(String bundle) {
		return usable("trust.ssl.bundle", () -> this.bundles.trust(bundle));
	}

	/**
	 * What the beans deny; where one cannot tell, what all denied last. Where it never
	 * could, nothing starts unless that is wanted.
	 */
	private synchronized DenyList deniedElsewhere() {
		DenyList denied = DenyList.EMPTY;
		try {
			for (DenyListSource source : this.denyLists) {
				denied = denied.and(source.current());
			}
			this.lastDenied = denied;
			this.denyListProblem = "";
		}
		catch (RuntimeException ex) {
			DenyList last = this.lastDenied;
			if (last == null && !this.properties.getTrust().isStartWithoutDenyList()) {
				throw IdentityException.noDenyList(ex);
			}
			String problem = String.valueOf(ex.getMessage());
			if (!problem.equals(this.denyListProblem)) {
				this.denyListProblem = problem;
				logger.warn("A deny list cannot be read; {}: {}", (last != null) ? "the last one stays in force"
						: "nobody of it is denied until it can (trust.start-without-deny-list)", problem);
			}
			return (last != null) ? last : DenyList.EMPTY;
		}
		return denied;
	}

	/** Whom the properties trust, named peers with a public key included. */
	synchronized TrustPolicy trust() {
		TrustPolicy made = readTrust();
		this.lastTrust = made;
		return made;
	}

	private TrustPolicy readTrust() {
		TrustProperties trust = this.properties.getTrust();
		TrustPolicy.Builder builder = this.properties.getIdentity().isDevCa() ? development().trust().toBuilder()
				: TrustPolicy.builder();
		trust.getKeys().forEach((key) -> usable("trust.keys", () -> pin(builder, key)));
		trust.getCertificates()
			.forEach((location) -> usable("trust.certificates",
					() -> MxpIdentities.parseTrust(builder, text(location), source("trust.certificates", location))));
		if (trust.getSsl().getBundle() != null) {
			String bundle = trust.getSsl().getBundle();
			usable("trust.ssl.bundle",
					() -> MxpIdentities.parseTrust(builder, trustBundle(bundle), "the SSL bundle '" + bundle + "'"));
		}
		trust.getDenyLists().forEach((location) -> usable("trust.deny-lists", () -> builder.deny(denyList(location))));
		builder.deny(deniedElsewhere());
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

	/**
	 * The keys that messages are sealed for and taken from, besides those that trust
	 * pins; with the development authority those of all its agents.
	 */
	AgentDirectory sealKeys() {
		Map<UUID, StaticKey> keys = new HashMap<>();
		this.properties.getE2e().getKeys().forEach((entry) -> usable("e2e.keys", () -> {
			if (entry.length() <= UUID_LENGTH || entry.charAt(UUID_LENGTH) != '=') {
				throw new IllegalArgumentException("write agent-id=key");
			}
			return keys.put(UUID.fromString(entry.substring(0, UUID_LENGTH)),
					publicKey(entry.substring(UUID_LENGTH + 1), "e2e.keys"));
		}));
		AgentDirectory others = this.properties.getIdentity().isDevCa() ? development().trust().directory()
				: AgentDirectory.EMPTY;
		return (keys.isEmpty() && others == AgentDirectory.EMPTY) ? others : new SealKeys(Map.copyOf(keys), others);
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
			known = usable("identity.dev-ca", () -> MxpIdentities.development(directory, this.agentName,
					TransportConfigMapper.suites(this.properties.getHandshake())));
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

	private DenyList denyList(String location) {
		return DenyList.parse(text(location), location);
	}

	private static boolean isBareKey(String value) {
		return BARE_KEY.matcher(keyOf(value)).matches();
	}

	/** Without the agent that it is pinned for. */
	private static String keyOf(String value) {
		String trimmed = value.strip();
		return (trimmed.length() > UUID_LENGTH && trimmed.charAt(UUID_LENGTH) == '=')
				? trimmed.substring(UUID_LENGTH + 1).strip() : trimmed;
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
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
