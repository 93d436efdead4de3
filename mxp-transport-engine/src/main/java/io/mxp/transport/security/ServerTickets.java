/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.net.InetAddress;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.mxp.transport.ReplayStore;
import io.mxp.transport.ResumptionConfig;
import io.mxp.transport.TicketKeys;
import io.mxp.transport.packet.LittleEndian;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of tickets: gives them and takes them. One for each event loop. COLD.
 */
// SPEC handshake.md#tickets
public final class ServerTickets {

	private final ResumptionConfig config;

	private final Supplier<TicketScope> scope;

	private final LongSupplier epochMillis;

	private final RandomSource random;

	private final TicketSealer sealer;

	private final long[] counts = new long[Verdict.values().length];

	/**
	 * Tickets of an event loop.
	 * @param config lifetime, and whether early data is taken
	 * @param settings where the AEAD comes from
	 * @param keys what tickets are sealed with
	 * @param scope where and under which trust they are good, now
	 * @param epochMillis the time that servers of a cluster share, milliseconds since
	 * 1970
	 */
	public ServerTickets(ResumptionConfig config, HandshakeSettings settings, RandomSource random, TicketKeys keys,
			Supplier<TicketScope> scope, LongSupplier epochMillis) {
		this.config = config;
		this.random = random;
		this.scope = scope;
		this.epochMillis = epochMillis;
		this.sealer = new TicketSealer(settings.aeadSource(), random, keys);
	}

	/** Early data that is taken with a ticket; 0 for none. */
	public int earlyLimitBytes() {
		return this.config.acceptEarly() ? ResumptionConfig.MAX_EARLY_BYTES : 0;
	}

	/** Seconds for which a ticket is good that is given now. */
	public long lifetimeSeconds() {
		return this.config.ticketLifetime().toSeconds();
	}

	/** A ticket for a client; empty where none can be given. */
	byte[] issue(SessionSecrets session, InetAddress address) {
		long now = this.epochMillis.getAsLong();
		// SEC-52: not longer than the certificate
		long expiry = Math.min(now + this.config.ticketLifetime().toMillis(), session.peer().notAfterMillis());
		if (expiry - now < 1_000) {
			return new byte[0];
		}
		byte[] id = new byte[ReplayStore.TICKET_ID_BYTES];
		this.random.nextBytes(id);
		return this.sealer.seal(now, new TicketContent(id, session.peer(), session.suite(), this.scope.get(),
				earlyLimitBytes(), now, expiry, addressHash(address), session.resumptionSecret()));
	}

	/** Reads the ticket of a client. */
	Reading read(byte[] ticket) {
		Reading reading = judge(ticket);
		this.counts[reading.verdict().ordinal()]++;
		return reading;
	}

	/** How many tickets had a verdict since the last time that this was asked. */
	public long pollCount(Verdict verdict) {
		long count = this.counts[verdict.ordinal()];
		this.counts[verdict.ordinal()] = 0;
		return count;
	}

	private Reading judge(byte[] ticket) {
		long now = this.epochMillis.getAsLong();
		TicketContent content = this.sealer.open(now, ticket, this.config.ticketLifetime().toMillis());
		if (content == null) {
			return new Reading(Verdict.UNKNOWN, null);
		}
		if (now >= content.expiryMillis() || now >= content.client().notAfterMillis()) {
			return new Reading(Verdict.EXPIRED, null);
		}
		if (!content.scope().matches(this.scope.get())) {
			return new Reading(Verdict.OTHER_SCOPE, null);
		}
		return new Reading(Verdict.GOOD, content);
	}

	/**
	 * What tickets keep of an address: a hash of its network prefix, /24 of IPv4 or /56
	 * of IPv6.
	 */
	static long addressHash(InetAddress address) {
		byte[] bytes = address.getAddress();
		byte[] prefix = new byte[(bytes.length == 4) ? 3 : 7];
		System.arraycopy(bytes, 0, prefix, 0, prefix.length);
		return LittleEndian.getLong(NoiseHash.SHA256.hash(prefix), 0);
	}

	/** What a ticket is worth. */
	public enum Verdict {

		/** It resumes. */
		GOOD,
		/** Its time is over. */
		EXPIRED,
		/** It is for another agent, or the trust policy has changed. */
		OTHER_SCOPE,
		/** No key of ours opens it. */
		UNKNOWN

	}

	/**
	 * What was read from a ticket.
	 *
	 * @param content {@code null} unless it is good
	 */
	record Reading(Verdict verdict, @Nullable TicketContent content) {
	}

}
