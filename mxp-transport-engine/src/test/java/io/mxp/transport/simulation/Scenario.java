/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.nio.file.Path;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One line of the table of scenarios: a network, what peers do on it, and the gate. The
 * gate that all scenarios share is {@link Simulation#closeAndCheck()} and the oracles.
 *
 * @param id as in the requirements, such as S01
 * @param title what happens
 * @param story sets up the network, lets the peers act, checks the gate
 */
public record Scenario(String id, String title, Consumer<Simulation> story) {

	/** Runs once. */
	public ScenarioResult run(long seed) {
		return run(seed, null);
	}

	/**
	 * Runs once.
	 * @param traceDirectory where to write the trace as text, null for nowhere
	 * @throws SimulationFailure where the gate is not passed
	 */
	public ScenarioResult run(long seed, @Nullable Path traceDirectory) {
		Simulation simulation = Simulation.seeded(seed).baseLink();
		if (traceDirectory != null) {
			simulation.traceTo(traceDirectory.resolve(this.id + "-" + seed + ".txt"));
		}
		try {
			this.story.accept(simulation);
			long endedNanos = simulation.nowNanos();
			simulation.closeAndCheck();
			return new ScenarioResult(this.id, seed, simulation.digest(), endedNanos, simulation.datagrams(),
					simulation.uplink().dropped() + simulation.downlink().dropped());
		}
		catch (RuntimeException ex) {
			throw simulation.failure(this.id + ": " + ex, ex);
		}
		catch (SimulationFailure ex) {
			throw new SimulationFailure(this.id + " " + ex.getMessage(), ex);
		}
	}

	@Override
	public String toString() {
		return this.id + " " + this.title;
	}

}
