/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.time.Duration;

/**
 * Session tickets: a client that was here before comes back without certificates and with
 * half of the computing, and may send idempotent requests with its first packet (0-RTT).
 *
 * @param issue whether a server gives tickets to its clients and takes them
 * @param ticketLifetime how long a ticket is good, 1 to 300 s; never longer than the
 * client's certificate
 * @param resume whether a client keeps tickets and uses them
 * @param acceptEarly whether a server takes early data. What comes early was sent by
 * whoever got the ticket, but it has no forward secrecy, and that it is executed once
 * only hangs on the {@link ReplayStore}
 * @param sendEarly whether a client sends what may be sent early with its first packet,
 * unless the request to connect says otherwise
 * @param claimTimeout how long early data waits for the answer of the
 * {@link ReplayStore}, 1 ms to 2 s; after that it is refused
 */
public record ResumptionConfig(boolean issue, Duration ticketLifetime, boolean resume, boolean acceptEarly,
		boolean sendEarly, Duration claimTimeout) {

	/** Early data of one connection in bytes. */
	// SPEC limits.md#before-authentication
	public static final int MAX_EARLY_BYTES = 16 * 1024;

	/** No ticket lives longer. */
	public static final Duration LONGEST_LIFETIME = Duration.ofSeconds(300);

	private static final Duration LONGEST_CLAIM = Duration.ofSeconds(2);

	public ResumptionConfig {
		if (ticketLifetime.compareTo(Duration.ofSeconds(1)) < 0 || ticketLifetime.compareTo(LONGEST_LIFETIME) > 0) {
			throw new IllegalArgumentException(
					"session.resumption.ticket-lifetime must be 1 s to 300 s, not " + ticketLifetime);
		}
		if (claimTimeout.compareTo(Duration.ofMillis(1)) < 0 || claimTimeout.compareTo(LONGEST_CLAIM) > 0) {
			throw new IllegalArgumentException(
					"session.resumption.claim-timeout must be 1 ms to 2 s, not " + claimTimeout);
		}
	}

	/** Tickets of 30 s are given, taken and used; no early data on either side. */
	public static ResumptionConfig defaults() {
		return new ResumptionConfig(true, Duration.ofSeconds(30), true, false, false, Duration.ofMillis(100));
	}

	/** The same with or without tickets on both sides. */
	public ResumptionConfig withTickets(boolean issue, boolean resume) {
		return new ResumptionConfig(issue, this.ticketLifetime, resume, this.acceptEarly, this.sendEarly,
				this.claimTimeout);
	}

	/** The same with another life of tickets, 1 to 300 s. */
	public ResumptionConfig withTicketLifetime(Duration lifetime) {
		return new ResumptionConfig(this.issue, lifetime, this.resume, this.acceptEarly, this.sendEarly,
				this.claimTimeout);
	}

	/** The same with or without early data. */
	public ResumptionConfig withEarly(boolean accept, boolean send) {
		return new ResumptionConfig(this.issue, this.ticketLifetime, this.resume, accept, send, this.claimTimeout);
	}

	/** The same with another patience with the store, 1 ms to 2 s. */
	public ResumptionConfig withClaimTimeout(Duration timeout) {
		return new ResumptionConfig(this.issue, this.ticketLifetime, this.resume, this.acceptEarly, this.sendEarly,
				timeout);
	}

}
