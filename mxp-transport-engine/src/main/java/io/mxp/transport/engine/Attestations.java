/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.AttestationConfig;
import io.mxp.transport.AttestationMode;
import io.mxp.transport.AttestationProvider;
import io.mxp.transport.AttestationStatement;
import io.mxp.transport.AttestationVerifier;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.StaticKey;
import io.mxp.transport.security.AttestationSource;
import io.mxp.transport.security.VerificationRequest;
import io.mxp.transport.security.VerificationResult;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statements of this side, made ahead on worker threads, and the decision about those
 * of peers. COLD.
 */
// SPEC identity.md#attestation
final class Attestations implements AttestationSource {

	private static final Logger logger = LoggerFactory.getLogger(Attestations.class);

	/** Statements for so many servers are kept; the one not used longest goes first. */
	// SPEC limits.md#not-filled-by-peers
	static final int MAX_PREPARED = 1_000;

	private static final byte[] NOTHING = new byte[0];

	/** The name of the statement that is for no server in particular. */
	private static final String GENERAL = "";

	private final AttestationConfig config;

	/** The identity that is shown, and perhaps the one before. */
	private final Supplier<List<AgentIdentity>> served;

	private final Executor workers;

	private final Map<String, Prepared> prepared = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Prepared> eldest) {
			return size() > MAX_PREPARED;
		}

	};

	Attestations(AttestationConfig config, Supplier<List<AgentIdentity>> served, Executor workers) {
		this.config = config;
		this.served = served;
		this.workers = workers;
	}

	@Override
	public byte[] payload(byte @Nullable [] peerKey) {
		Prepared ready = find((peerKey != null) ? StaticKey.of(peerKey).fingerprint() : GENERAL);
		if (ready == null || ready.statement == null || System.currentTimeMillis() > ready.statement.notAfterMillis()) {
			return NOTHING;
		}
		byte[] payload = new byte[1 + ready.statement.bytes().length];
		payload[0] = (byte) ready.statement.type();
		System.arraycopy(ready.statement.bytes(), 0, payload, 1, ready.statement.bytes().length);
		return payload;
	}

	/**
	 * Has a statement made if there is none whose time is less than half over. Waits for
	 * it.
	 * @param peerKey the server that it is for, or null
	 */
	void prepare(@Nullable StaticKey peerKey) {
		AttestationProvider provider = this.config.provider();
		AgentIdentity own = this.served.get().get(0);
		if (provider == null || own.isAnonymous()) {
			return;
		}
		String name = (peerKey != null) ? peerKey.fingerprint() : GENERAL;
		long now = System.currentTimeMillis();
		Prepared known = find(name);
		if (known == null || !known.own.equals(own.staticKey()) || now >= known.renewAtMillis) {
			AttestationStatement made = provider.attest(own, peerKey);
			long renewAt = (made != null) ? now + (made.notAfterMillis() - now) / 2 : now;
			synchronized (this.prepared) {
				this.prepared.put(name, new Prepared(own.staticKey(), made, renewAt));
			}
		}
	}

	/**
	 * On a worker: a client met a server that it did not know, and is about to tell it
	 * who it is. Without a statement it is the server that decides.
	 */
	void prepareForAccepted(VerificationRequest server) {
		try {
			prepare(StaticKey.of(server.peerStaticKey()));
		}
		catch (RuntimeException ex) {
			logger.warn("No attestation statement could be made for a server, which is shown none", ex);
		}
	}

	private @Nullable Prepared find(String name) {
		synchronized (this.prepared) {
			return this.prepared.get(name);
		}
	}

	/** From an event loop, twice a minute: what a server shows is to be fresh. */
	void onTurn() {
		if (find(GENERAL) == null) {
			return;
		}
		try {
			this.workers.execute(() -> {
				try {
					prepare(null);
				}
				catch (RuntimeException ex) {
					logger.warn("No new attestation statement could be made; the old one is shown while it holds", ex);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No worker is free to make a new attestation statement; it is tried again", ex);
		}
	}

	/** Decides about the statement of a peer whose identity was accepted. */
	VerificationResult verify(VerificationRequest request, VerificationResult.Accepted accepted, long nowMillis) {
		PeerIdentity peer = accepted.identity();
		String agentId = peer.agentId();
		AttestationMode mode = (agentId != null) ? this.config.modeOf(UUID.fromString(agentId)) : this.config.mode();
		AttestationVerifier verifier = this.config.verifier();
		if (mode == AttestationMode.OFF || verifier == null) {
			return accepted;
		}
		byte[] shown = request.attestation();
		if (shown.length == 0) {
			return (mode == AttestationMode.ACCEPTED) ? accepted
					: rejected("Agent " + agentId + " shows no attestation statement, but one is required."
							+ " Give it an attestation provider, or ask less of it.");
		}
		AttestationStatement statement = new AttestationStatement(shown[0] & 0xFF,
				Arrays.copyOfRange(shown, 1, shown.length), Long.MAX_VALUE);
		AttestationVerifier.Context context = new AttestationVerifier.Context(peer,
				StaticKey.of(request.peerStaticKey()), request.peerRole(), ownKeys(), nowMillis);
		AttestationVerifier.Result result = verifier.verify(statement, context);
		if (result instanceof AttestationVerifier.Accepted good) {
			return VerificationResult.accepted(peer.withAttestation(good.attestation()));
		}
		return rejected((result instanceof AttestationVerifier.Rejected bad) ? bad.reason() : "It was not accepted.");
	}

	/**
	 * The key that is shown, and the one before it while that is served: clients may have
	 * made theirs for that.
	 */
	private Set<StaticKey> ownKeys() {
		return this.served.get()
			.stream()
			.filter((own) -> !own.isAnonymous())
			.map(AgentIdentity::staticKey)
			.collect(Collectors.toUnmodifiableSet());
	}

	private static VerificationResult rejected(String reason) {
		return VerificationResult.rejected(ErrorCode.ATTESTATION_REJECTED, reason);
	}

	/**
	 * A statement that is ready.
	 *
	 * @param own the key that it is about
	 * @param statement null where the provider shows none
	 * @param renewAtMillis when another one is to be made
	 */
	private record Prepared(StaticKey own, @Nullable AttestationStatement statement, long renewAtMillis) {
	}

}
