/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.mxp.transport.ReplayStore.Outcome;
import io.mxp.transport.TicketKey;
import io.mxp.transport.TicketKeys;
import io.mxp.transport.endpoint.SharedTickets;
import io.mxp.transport.security.EarlyClaim;
import io.mxp.transport.security.TicketScope;
import org.jspecify.annotations.Nullable;

/**
 * What the servers of a simulation share about tickets: keys and a store of claims, like
 * a cluster. Off until a test wants it.
 */
public final class SimulatedTickets implements TicketKeys {

	private static final long EPOCH_MILLIS = 1_800_000_000_000L;

	private final Simulation simulation;

	private final Set<ByteBuffer> claimed = new HashSet<>();

	private boolean enabled;

	private int generation;

	private byte trust = 1;

	private long storeDelayNanos;

	private boolean storeDown;

	private long claims;

	SimulatedTickets(Simulation simulation) {
		this.simulation = simulation;
	}

	/**
	 * Peers made from now on give, keep and use tickets, and take and send early data.
	 */
	public Simulation enable() {
		this.enabled = true;
		return this.simulation.configure((config) -> config
			.withSession(config.session().withResumption(config.session().resumption().withEarly(true, true))));
	}

	/** Tickets are sealed with another key from now on, and the old one is gone. */
	public void forgetKeys() {
		this.generation++;
	}

	/** Everybody's trust policy changes. */
	public void changeTrust() {
		this.trust++;
	}

	/** The store answers after so long. */
	public void storeDelayMillis(long millis) {
		this.storeDelayNanos = millis * 1_000_000;
	}

	/** The store answers that it does not know, or knows again. */
	public void storeDown(boolean down) {
		this.storeDown = down;
	}

	/** How often a ticket was brought to the store. */
	public long claims() {
		return this.claims;
	}

	@Override
	public List<TicketKey> keys(Instant now) {
		long minute = now.getEpochSecond() / SEALING_SECONDS;
		return List.of(key(minute), key(minute - 1));
	}

	private TicketKey key(long minute) {
		byte[] secret = new byte[TicketKey.SECRET_BYTES];
		this.simulation.seeds().stream("ticket key " + this.generation + " " + minute).nextBytes(secret);
		return new TicketKey(minute * 1_000 + this.generation, secret, Instant.ofEpochSecond(minute * SEALING_SECONDS));
	}

	/** What one peer knows of tickets; null where there are none. */
	@Nullable SharedTickets ofOnePeer() {
		return this.enabled ? new SharedTickets(this, this::scope, this::epochMillis) : null;
	}

	private TicketScope scope() {
		byte[] digest = new byte[TicketScope.TRUST_BYTES];
		digest[0] = this.trust;
		return new TicketScope(new byte[TicketScope.APPLICATION_BYTES], digest);
	}

	private long epochMillis() {
		return EPOCH_MILLIS + this.simulation.nowNanos() / 1_000_000;
	}

	/** A server asks the store. */
	void claim(EarlyClaim claim, Answer answer) {
		this.claims++;
		Outcome outcome = this.storeDown ? Outcome.UNKNOWN
				: this.claimed.add(ByteBuffer.wrap(claim.ticketId())) ? Outcome.FIRST : Outcome.SEEN;
		this.simulation.events()
			.at(this.simulation.nowNanos() + this.storeDelayNanos, () -> answer.take(outcome == Outcome.FIRST));
	}

	/** Hears what the store says. */
	@FunctionalInterface
	interface Answer {

		void take(boolean first);

	}

}
