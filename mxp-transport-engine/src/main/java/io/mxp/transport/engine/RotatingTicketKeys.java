/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.ResumptionConfig;
import io.mxp.transport.TicketKey;
import io.mxp.transport.TicketKeys;

/**
 * Ticket keys of one process: drawn at random when they are needed, forgotten when no
 * ticket lives any more that they sealed. Safe for use by any thread.
 */
public final class RotatingTicketKeys implements TicketKeys {

	private static final int LATE_SECONDS = 1;

	private final SecureRandom random;

	private volatile List<TicketKey> keys = List.of();

	/** Keys from the platform's random numbers. */
	public RotatingTicketKeys() {
		this(new SecureRandom());
	}

	/** Keys from other random numbers. */
	public RotatingTicketKeys(SecureRandom random) {
		this.random = random;
	}

	@Override
	public List<TicketKey> keys(Instant now) {
		List<TicketKey> present = this.keys;
		return isCurrent(present, now) ? present : rotate(now);
	}

	private synchronized List<TicketKey> rotate(Instant now) {
		List<TicketKey> present = this.keys;
		if (isCurrent(present, now)) {
			return present;
		}
		byte[] secret = new byte[TicketKey.SECRET_BYTES];
		this.random.nextBytes(secret);
		TicketKey fresh = new TicketKey(this.random.nextLong(), secret, now);
		List<TicketKey> all = new ArrayList<>();
		all.add(fresh);
		Instant oldest = now.minus(ResumptionConfig.LONGEST_LIFETIME).minusSeconds(SEALING_SECONDS);
		present.stream().filter((key) -> key.notBefore().isAfter(oldest)).limit(MAX_KEYS - 1L).forEach(all::add);
		this.keys = List.copyOf(all);
		return this.keys;
	}

	/** Loops may ask a little late; a clock that is set back further ends a key. */
	private static boolean isCurrent(List<TicketKey> keys, Instant now) {
		TicketKey newest = keys.isEmpty() ? null : keys.get(0);
		return newest != null && now.isAfter(newest.notBefore().minusSeconds(LATE_SECONDS))
				&& now.isBefore(newest.notBefore().plusSeconds(SEALING_SECONDS));
	}

}
