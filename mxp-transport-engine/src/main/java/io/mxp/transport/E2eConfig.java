/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Messages that are sealed from agent to agent, so that whoever passes them on can
 * neither read nor change them.
 *
 * @param directory where the keys of other agents are found, asked before the agents that
 * are pinned in the {@link TrustPolicy}. Whatever it says is believed: unlike in a
 * handshake, nothing else shows whose key it is. Asked on the threads that send and
 * deliver, so it should answer from memory
 * @param maxAge how old a message may be when it arrives; 1 s to 1 h
 * @param maxAhead how far the clock of a sender may be ahead of ours; 0 to 1 h
 * @param replayEntries how many messages of the last {@code maxAge + maxAhead} are
 * remembered, so that none is taken twice; past that no sealed message is taken. 64 to
 * 16,777,216
 * @param required whether calls, events and streams that are not sealed are refused,
 * whoever sends them
 * @param requiredFrom agents whose own connections bring nothing that is not sealed
 * @param deniedSenders agents whose sealed messages are refused
 * @param relay whether sealed messages for other agents are handed to the handler, which
 * passes them on; else they are refused with WRONG_TARGET
 */
public record E2eConfig(AgentDirectory directory, Duration maxAge, Duration maxAhead, int replayEntries,
		boolean required, Set<UUID> requiredFrom, Set<UUID> deniedSenders, boolean relay) {

	private static final Duration LONGEST = Duration.ofHours(1);

	private static final int MIN_REPLAY_ENTRIES = 64;

	private static final int MAX_REPLAY_ENTRIES = 1 << 24;

	public E2eConfig {
		Objects.requireNonNull(directory, "directory");
		requireWithin("e2e.max-age", maxAge, Duration.ofSeconds(1));
		requireWithin("e2e.max-ahead", maxAhead, Duration.ZERO);
		if (replayEntries < MIN_REPLAY_ENTRIES || replayEntries > MAX_REPLAY_ENTRIES) {
			throw new IllegalArgumentException("e2e.replay-entries must be " + MIN_REPLAY_ENTRIES + " to "
					+ MAX_REPLAY_ENTRIES + ", not " + replayEntries);
		}
		requiredFrom = Set.copyOf(requiredFrom);
		deniedSenders = Set.copyOf(deniedSenders);
	}

	private static void requireWithin(String name, Duration value, Duration least) {
		if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					name + " must be " + least.toSeconds() + " s to " + LONGEST.toSeconds() + " s, not " + value);
		}
	}

	/**
	 * Messages up to two minutes old from agents whose keys are pinned; what is not
	 * sealed is taken, too.
	 */
	public static E2eConfig defaults() {
		return new E2eConfig(AgentDirectory.EMPTY, Duration.ofMinutes(2), Duration.ofSeconds(30), 1 << 18, false,
				Set.of(), Set.of(), false);
	}

	public E2eConfig withDirectory(AgentDirectory directory) {
		return new E2eConfig(directory, this.maxAge, this.maxAhead, this.replayEntries, this.required,
				this.requiredFrom, this.deniedSenders, this.relay);
	}

	public E2eConfig withMaxAge(Duration maxAge) {
		return new E2eConfig(this.directory, maxAge, this.maxAhead, this.replayEntries, this.required,
				this.requiredFrom, this.deniedSenders, this.relay);
	}

	public E2eConfig withMaxAhead(Duration maxAhead) {
		return new E2eConfig(this.directory, this.maxAge, maxAhead, this.replayEntries, this.required,
				this.requiredFrom, this.deniedSenders, this.relay);
	}

	public E2eConfig withReplayEntries(int entries) {
		return new E2eConfig(this.directory, this.maxAge, this.maxAhead, entries, this.required, this.requiredFrom,
				this.deniedSenders, this.relay);
	}

	public E2eConfig withRequired(boolean required) {
		return new E2eConfig(this.directory, this.maxAge, this.maxAhead, this.replayEntries, required,
				this.requiredFrom, this.deniedSenders, this.relay);
	}

	public E2eConfig withRequiredFrom(Set<UUID> agents) {
		return new E2eConfig(this.directory, this.maxAge, this.maxAhead, this.replayEntries, this.required, agents,
				this.deniedSenders, this.relay);
	}

	public E2eConfig withDeniedSenders(Set<UUID> agents) {
		return new E2eConfig(this.directory, this.maxAge, this.maxAhead, this.replayEntries, this.required,
				this.requiredFrom, agents, this.relay);
	}

	public E2eConfig withRelay(boolean relay) {
		return new E2eConfig(this.directory, this.maxAge, this.maxAhead, this.replayEntries, this.required,
				this.requiredFrom, this.deniedSenders, relay);
	}

}
