/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The life of a connection.
 *
 * @param idleTimeout a connection that hears nothing for so long ends without a word; the
 * smaller of both sides counts
 * @param keepAlive a packet is sent after so long without one, so that the connection
 * does not idle out; zero for never
 * @param maxPendingCalls calls of one connection that may wait for their answers
 * @param keyUpdatePackets packets in either direction after which keys change, 1,000 to
 * 1,000,000
 * @param keyUpdateInterval time of use after which keys change, 1 s to 1 h
 * @param agentId who answers here: a Call for another agent is refused with WRONG_TARGET;
 * null takes any
 * @param resumption session tickets and early data
 */
public record SessionConfig(Duration idleTimeout, Duration keepAlive, int maxPendingCalls, long keyUpdatePackets,
		Duration keyUpdateInterval, @Nullable UUID agentId, ResumptionConfig resumption) {

	public SessionConfig {
		Objects.requireNonNull(resumption, "resumption");
		if (idleTimeout.compareTo(Duration.ofMillis(100)) < 0 || idleTimeout.compareTo(Duration.ofDays(1)) > 0) {
			throw new IllegalArgumentException("idleTimeout must lie between 100 ms and 1 day, not " + idleTimeout);
		}
		if (keepAlive.isNegative() || keepAlive.compareTo(idleTimeout) >= 0) {
			throw new IllegalArgumentException(
					"keepAlive must be shorter than the idle timeout of " + idleTimeout + ", not " + keepAlive);
		}
		if (maxPendingCalls < 1) {
			throw new IllegalArgumentException("maxPendingCalls must be positive, not " + maxPendingCalls);
		}
		if (keyUpdatePackets < 1_000 || keyUpdatePackets > 1_000_000) {
			throw new IllegalArgumentException(
					"keyUpdatePackets must lie between 1000 and 1000000, not " + keyUpdatePackets);
		}
		if (keyUpdateInterval.compareTo(Duration.ofSeconds(1)) < 0
				|| keyUpdateInterval.compareTo(Duration.ofHours(1)) > 0) {
			throw new IllegalArgumentException(
					"keyUpdateInterval must lie between 1 s and 1 h, not " + keyUpdateInterval);
		}
	}

	/** The same with the usual tickets. */
	public SessionConfig(Duration idleTimeout, Duration keepAlive, int maxPendingCalls, long keyUpdatePackets,
			Duration keyUpdateInterval, @Nullable UUID agentId) {
		this(idleTimeout, keepAlive, maxPendingCalls, keyUpdatePackets, keyUpdateInterval, agentId,
				ResumptionConfig.defaults());
	}

	public static SessionConfig defaults() {
		return new SessionConfig(Duration.ofSeconds(30), Duration.ofSeconds(10), 65_536, 10_000, Duration.ofSeconds(60),
				null);
	}

	public SessionConfig withIdleTimeout(Duration timeout) {
		return new SessionConfig(timeout, this.keepAlive, this.maxPendingCalls, this.keyUpdatePackets,
				this.keyUpdateInterval, this.agentId, this.resumption);
	}

	public SessionConfig withKeepAlive(Duration interval) {
		return new SessionConfig(this.idleTimeout, interval, this.maxPendingCalls, this.keyUpdatePackets,
				this.keyUpdateInterval, this.agentId, this.resumption);
	}

	public SessionConfig withMaxPendingCalls(int calls) {
		return new SessionConfig(this.idleTimeout, this.keepAlive, calls, this.keyUpdatePackets, this.keyUpdateInterval,
				this.agentId, this.resumption);
	}

	public SessionConfig withAgentId(@Nullable UUID id) {
		return new SessionConfig(this.idleTimeout, this.keepAlive, this.maxPendingCalls, this.keyUpdatePackets,
				this.keyUpdateInterval, id, this.resumption);
	}

	/** Keys change after so many packets in either direction, or so much time of use. */
	public SessionConfig withKeyUpdate(long packets, Duration interval) {
		return new SessionConfig(this.idleTimeout, this.keepAlive, this.maxPendingCalls, packets, interval,
				this.agentId, this.resumption);
	}

	public SessionConfig withResumption(ResumptionConfig resumption) {
		return new SessionConfig(this.idleTimeout, this.keepAlive, this.maxPendingCalls, this.keyUpdatePackets,
				this.keyUpdateInterval, this.agentId, resumption);
	}

}
