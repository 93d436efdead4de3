/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Statements in handshakes: what this side shows, and what it asks of its peers.
 *
 * @param provider makes this side's statements; null to show none
 * @param verifier decides about the peers' statements; needed unless all modes are OFF
 * @param mode what is asked of every peer
 * @param agents what is asked of these agents instead
 */
public record AttestationConfig(@Nullable AttestationProvider provider, @Nullable AttestationVerifier verifier,
		AttestationMode mode, Map<UUID, AttestationMode> agents) {

	private static final AttestationConfig OFF = new AttestationConfig(null, null, AttestationMode.OFF, Map.of());

	public AttestationConfig {
		Objects.requireNonNull(mode, "mode");
		agents = Map.copyOf(agents);
		boolean asks = mode != AttestationMode.OFF
				|| agents.values().stream().anyMatch((each) -> each != AttestationMode.OFF);
		if (asks && verifier == null) {
			throw new IllegalArgumentException(
					"Attestation is asked for, but there is no AttestationVerifier. Give one, or set the mode to OFF.");
		}
	}

	/**
	 * Nothing is shown and nothing asked.
	 * @return the default configuration
	 */
	public static AttestationConfig defaults() {
		return OFF;
	}

	/**
	 * The same configuration with a provider.
	 * @param provider makes this side's statements
	 * @return a copy
	 */
	public AttestationConfig withProvider(@Nullable AttestationProvider provider) {
		return new AttestationConfig(provider, this.verifier, this.mode, this.agents);
	}

	/**
	 * The same configuration with a verifier.
	 * @param verifier decides about the peers' statements
	 * @param mode what is asked of every peer
	 * @return a copy
	 */
	public AttestationConfig withVerifier(AttestationVerifier verifier, AttestationMode mode) {
		return new AttestationConfig(this.provider, verifier, mode, this.agents);
	}

	/**
	 * The same configuration with other rules for some agents.
	 * @param agents what is asked of these agents
	 * @return a copy
	 */
	public AttestationConfig withAgents(Map<UUID, AttestationMode> agents) {
		return new AttestationConfig(this.provider, this.verifier, this.mode, agents);
	}

	/**
	 * What is asked of an agent.
	 * @param agentId the agent
	 * @return its own rule, or the one for all
	 */
	public AttestationMode modeOf(UUID agentId) {
		return this.agents.getOrDefault(agentId, this.mode);
	}

}
