/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

import io.mxp.transport.TrustPolicy;
import io.mxp.transport.security.TicketScope;
import org.jspecify.annotations.Nullable;

/**
 * Where and under which trust tickets are good: the agent that answers, and a digest of
 * everything that the trust policy says. Made anew where the policy is another object.
 */
final class TicketTrust implements Supplier<TicketScope> {

	private final byte[] application;

	private final Supplier<TrustPolicy> policies;

	private volatile @Nullable Scope last;

	TicketTrust(@Nullable UUID agentId, Supplier<TrustPolicy> policies) {
		ByteBuffer id = ByteBuffer.allocate(TicketScope.APPLICATION_BYTES);
		if (agentId != null) {
			id.putLong(agentId.getMostSignificantBits()).putLong(agentId.getLeastSignificantBits());
		}
		this.application = id.array();
		this.policies = policies;
	}

	@Override
	public TicketScope get() {
		TrustPolicy policy = this.policies.get();
		Scope known = this.last;
		if (known == null || known.policy != policy) {
			known = new Scope(policy, new TicketScope(this.application, digest(policy)));
			this.last = known;
		}
		return known.scope;
	}

	static byte[] digest(TrustPolicy policy) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		line(out, "anonymous " + !policy.clientAuthenticationRequired());
		policy.pinnedKeys()
			.stream()
			.map((key) -> "key " + key.fingerprint())
			.sorted()
			.forEach((text) -> line(out, text));
		policy.pinnedAgents()
			.entrySet()
			.stream()
			.map((pin) -> "agent " + pin.getKey() + " " + pin.getValue().fingerprint())
			.sorted()
			.forEach((text) -> line(out, text));
		policy.denyList()
			.entries()
			.stream()
			.map((entry) -> "denied " + entry)
			.sorted()
			.forEach((text) -> line(out, text));
		policy.agentRoles()
			.entrySet()
			.stream()
			.map((roles) -> "roles " + roles.getKey() + " " + new TreeSet<>(roles.getValue()))
			.sorted()
			.forEach((text) -> line(out, text));
		try {
			for (TrustPolicy.Authority authority : policy.authorities()) {
				line(out, "authority " + authority.trustDomain() + " " + new TreeSet<>(authority.roles()));
				out.writeBytes(sha256(authority.certificate().getEncoded()));
			}
		}
		catch (CertificateEncodingException ex) {
			throw new IllegalStateException("an authority's certificate cannot be encoded", ex);
		}
		return sha256(out.toByteArray());
	}

	private static void line(ByteArrayOutputStream out, String text) {
		out.writeBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
	}

	private static byte[] sha256(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java has SHA-256", ex);
		}
	}

	private record Scope(TrustPolicy policy, TicketScope scope) {
	}

}
