/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import io.mxp.transport.PeerRole;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TrustPolicy;

/** Reads trust files into a policy. */
// SPEC identity.md#files
final class TrustReader {

	private final TrustPolicy.Builder builder;

	private final String source;

	/** Agents' certificates of form B: a statement says which key is theirs. */
	private final List<X509Certificate> signing = new ArrayList<>();

	TrustReader(TrustPolicy.Builder builder, String source) {
		this.builder = builder;
		this.source = source;
	}

	void read(List<PemBlock> blocks) {
		if (blocks.isEmpty()) {
			throw new IllegalArgumentException(this.source + " holds no PEM block. A trust file has the certificates of"
					+ " authorities and agents, and pinned keys; 'mxp identity trust' makes one.");
		}
		for (PemBlock block : blocks) {
			switch (block.type()) {
				case PemBlock.CERTIFICATE -> addCertificate(IdentityPem.certificate(block, this.source));
				case PemBlock.PUBLIC_KEY, PemBlock.PINNED_KEY -> addPin(block);
				default -> {
					if (block.type().endsWith("PRIVATE KEY")) {
						throw new IllegalArgumentException(this.source
								+ " holds a private key. A trust file is handed round: take the key out, and replace it if others could read the file.");
					}
				}
			}
		}
		blocks.stream().filter((block) -> block.type().equals(PemBlock.STATEMENT)).forEach(this::addStatement);
	}

	private void addCertificate(X509Certificate certificate) {
		if (Certificates.isAuthority(certificate)) {
			addAuthority(certificate);
			return;
		}
		StaticKey key = StaticKeys.fromCertificate(certificate);
		SpiffeId spiffeId = SpiffeId.of(certificate);
		if (spiffeId != null && AgentCertificate.signs(certificate)) {
			this.signing.add(certificate);
		}
		else if (spiffeId != null && key != null) {
			this.builder.knownAgent(spiffeId.agentId(), Certificates.commonName(certificate), key);
		}
		else {
			throw new IllegalArgumentException("The certificate " + certificate.getSubjectX500Principal() + " of "
					+ this.source + " is neither an authority's nor an agent's. Take it out of the trust file.");
		}
	}

	private void addAuthority(X509Certificate certificate) {
		try {
			this.builder.trustAuthority(certificate);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("In " + this.source + ": " + ex.getMessage(), ex);
		}
	}

	private void addStatement(PemBlock block) {
		byte[] content = block.content();
		if (!StaticKeyStatement.isWhole(content)) {
			throw new IllegalArgumentException("A statement of " + this.source + " has a wrong length. Copy it again.");
		}
		StaticKey key = StaticKeyStatement.keyOf(content);
		byte[] statement = StaticKeyStatement.statementOf(content);
		for (X509Certificate certificate : this.signing) {
			SpiffeId spiffeId = SpiffeId.of(certificate);
			if (spiffeId != null && StaticKeyStatement.verify(statement, certificate.getPublicKey(), key)) {
				this.builder.knownAgent(spiffeId.agentId(), Certificates.commonName(certificate), key);
			}
		}
	}

	private void addPin(PemBlock block) {
		try {
			StaticKey key = block.type().equals(PemBlock.PUBLIC_KEY) ? StaticKeys.fromPublicKeyInfo(block.content())
					: StaticKey.of(block.content());
			String agent = block.headers().get(PemBlock.AGENT_HEADER);
			String roles = block.headers().get(PemBlock.ROLES_HEADER);
			if (agent == null) {
				if (roles != null) {
					throw new IllegalArgumentException("Roles are an agent's: add the header Agent.");
				}
				this.builder.pinKey(key);
				return;
			}
			UUID agentId = UUID.fromString(agent);
			this.builder.pinAgent(agentId, key);
			this.builder.knownAgent(agentId, block.headers().getOrDefault(PemBlock.NAME_HEADER, agent), key);
			if (roles != null) {
				this.builder.allowRoles(agentId, roles(roles));
			}
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("A pinned key of " + this.source + " cannot be used. " + ex.getMessage(),
					ex);
		}
	}

	private static Set<PeerRole> roles(String text) {
		Set<PeerRole> roles = EnumSet.noneOf(PeerRole.class);
		for (String role : text.split("[,\\s]+")) {
			try {
				roles.add(PeerRole.valueOf(role.strip().toUpperCase(Locale.ROOT)));
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalArgumentException("'" + role + "' is no role: write client or server.", ex);
			}
		}
		return roles;
	}

}
