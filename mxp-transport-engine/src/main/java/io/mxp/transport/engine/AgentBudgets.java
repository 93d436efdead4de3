/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.mxp.transport.observe.Counter;
import io.mxp.transport.stream.AgentBudget;

/**
 * The budgets of received bytes, one for each peer that has an identity, whatever event
 * loops its connections live on. An anonymous connection has one of its own.
 */
final class AgentBudgets {

	private final long limitBytes;

	private final ConcurrentHashMap<String, Ledger> byAgent = new ConcurrentHashMap<>();

	AgentBudgets(long limitBytes) {
		this.limitBytes = limitBytes;
	}

	/** The part of an established connection in the budget of its peer. */
	Share join(EngineConnection handle) {
		String agent = handle.peer().agentId();
		if (agent == null) {
			return new Share(new Ledger(this.limitBytes), handle, "");
		}
		Ledger shared = this.byAgent.compute(agent, (id, known) -> {
			Ledger ledger = (known != null) ? known : new Ledger(this.limitBytes);
			ledger.members++;
			return ledger;
		});
		return new Share(shared, handle, agent);
	}

	/** How many peers have a budget. */
	int size() {
		return this.byAgent.size();
	}

	private void leave(String agent) {
		this.byAgent.computeIfPresent(agent, (id, ledger) -> (--ledger.members > 0) ? ledger : null);
	}

	/** The sums of one peer. */
	private static final class Ledger {

		private final AtomicLong streamBytes = new AtomicLong();

		private final AtomicLong bandBytes = new AtomicLong();

		private final Waiters forStreams = new Waiters();

		private final Waiters forBands = new Waiters();

		private final long limitBytes;

		/** Guarded by the map. */
		private int members;

		Ledger(long limitBytes) {
			this.limitBytes = limitBytes;
		}

		boolean allowsStreams() {
			return this.streamBytes.get() + this.bandBytes.get() < this.limitBytes;
		}

		boolean allowsBands() {
			return this.bandBytes.get() < this.limitBytes;
		}

		void add(long streams, long bands) {
			this.streamBytes.addAndGet(streams);
			this.bandBytes.addAndGet(bands);
			if (allowsStreams()) {
				this.forStreams.wake();
			}
			if (allowsBands()) {
				this.forBands.wake();
			}
		}

	}

	/** Connections whose credit is withheld. */
	private static final class Waiters {

		private final Set<EngineConnection> waiting = new LinkedHashSet<>();

		private volatile boolean any;

		void add(EngineConnection handle) {
			boolean added;
			synchronized (this.waiting) {
				added = this.waiting.add(handle);
				this.any = true;
			}
			if (added) {
				handle.loop().count(Counter.AGENT_CREDIT_WITHHELD);
			}
		}

		void wake() {
			if (!this.any) {
				return;
			}
			List<EngineConnection> all;
			synchronized (this.waiting) {
				all = new ArrayList<>(this.waiting);
				this.waiting.clear();
				this.any = false;
			}
			for (EngineConnection handle : all) {
				handle.loop().execute(() -> {
				}, handle); // its loop polls it, and finds the credit due
			}
		}

		void remove(EngineConnection handle) {
			synchronized (this.waiting) {
				this.waiting.remove(handle);
			}
		}

	}

	/** What one connection holds; used on its event loop. */
	final class Share implements AgentBudget {

		private final Ledger ledger;

		private final EngineConnection handle;

		private final String agent;

		private long streamBytes;

		private long bandBytes;

		private boolean left;

		Share(Ledger ledger, EngineConnection handle, String agent) {
			this.ledger = ledger;
			this.handle = handle;
			this.agent = agent;
		}

		@Override
		public void onHeld(long streams, long bands) {
			if (!this.left) {
				this.streamBytes += streams;
				this.bandBytes += bands;
				this.ledger.add(streams, bands);
			}
		}

		@Override
		public boolean allowsStreams() {
			if (this.left || this.ledger.allowsStreams()) {
				return true;
			}
			this.ledger.forStreams.add(this.handle);
			return this.ledger.allowsStreams(); // it may have changed before we waited
		}

		@Override
		public boolean allowsBands() {
			if (this.left || this.ledger.allowsBands()) {
				return true;
			}
			this.ledger.forBands.add(this.handle);
			return this.ledger.allowsBands();
		}

		/** The connection is over: what it held counts no more. */
		void leave() {
			if (this.left) {
				return;
			}
			this.left = true;
			this.ledger.forStreams.remove(this.handle);
			this.ledger.forBands.remove(this.handle);
			this.ledger.add(-this.streamBytes, -this.bandBytes);
			if (!this.agent.isEmpty()) {
				AgentBudgets.this.leave(this.agent);
			}
		}

	}

}
