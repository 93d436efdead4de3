/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Messages that are sealed from agent to agent, so that whoever passes them on can
 * neither read nor change them.
 */
public class E2eProperties {

	/**
	 * Keys of agents that messages are sealed for and taken from, written agent-id=key:
	 * 64 hex digits, base64, PEM text, or a location of one of these. Agents that trust
	 * pins need not stand here.
	 */
	private List<String> keys = new ArrayList<>();

	/**
	 * How old a sealed message may be when it arrives, 1s to 1h.
	 */
	private Duration maxAge = Duration.ofMinutes(2);

	/**
	 * How far the clock of a sender may be ahead, at most 1h.
	 */
	private Duration maxAhead = Duration.ofSeconds(30);

	/**
	 * Sealed messages that are remembered, so that none is taken twice. More within
	 * max-age and max-ahead are refused.
	 */
	private int replayEntries = 262_144;

	/**
	 * Whether calls, events and streams that are not sealed are refused.
	 */
	private boolean required;

	/**
	 * Agents whose own connections bring nothing that is not sealed.
	 */
	private List<UUID> requiredFrom = new ArrayList<>();

	/**
	 * Agents whose sealed messages are refused.
	 */
	private List<UUID> deniedSenders = new ArrayList<>();

	/**
	 * Whether sealed messages for other agents are passed on to the named peers
	 * (client.peer) whose address names that agent. Else they are refused.
	 */
	private boolean relay;

	public List<String> getKeys() {
		return this.keys;
	}

	public void setKeys(List<String> keys) {
		this.keys = keys;
	}

	public Duration getMaxAge() {
		return this.maxAge;
	}

	public void setMaxAge(Duration maxAge) {
		this.maxAge = maxAge;
	}

	public Duration getMaxAhead() {
		return this.maxAhead;
	}

	public void setMaxAhead(Duration maxAhead) {
		this.maxAhead = maxAhead;
	}

	public int getReplayEntries() {
		return this.replayEntries;
	}

	public void setReplayEntries(int replayEntries) {
		this.replayEntries = replayEntries;
	}

	public boolean isRequired() {
		return this.required;
	}

	public void setRequired(boolean required) {
		this.required = required;
	}

	public List<UUID> getRequiredFrom() {
		return this.requiredFrom;
	}

	public void setRequiredFrom(List<UUID> requiredFrom) {
		this.requiredFrom = requiredFrom;
	}

	public List<UUID> getDeniedSenders() {
		return this.deniedSenders;
	}

	public void setDeniedSenders(List<UUID> deniedSenders) {
		this.deniedSenders = deniedSenders;
	}

	public boolean isRelay() {
		return this.relay;
	}

	public void setRelay(boolean relay) {
		this.relay = relay;
	}

}
