/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.laboratory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.mxp.transport.simulation.Scenario;
import io.mxp.transport.simulation.ScenarioResult;
import io.mxp.transport.simulation.SimulationFailure;
import org.jspecify.annotations.Nullable;

/**
 * How one seed of a scenario went.
 *
 * @param scenario the scenario
 * @param seed the seed
 * @param result null where it failed
 * @param failure null where it passed
 * @param trace of the failure, null where none was written
 * @param wallNanos how long it took here
 */
record SeedOutcome(Scenario scenario, long seed, @Nullable ScenarioResult result, @Nullable String failure,
		@Nullable Path trace, long wallNanos) {

	/**
	 * Runs once, or twice to compare the digests.
	 * @param traces where traces go; null for those of failures only, into
	 * {@code failures}
	 */
	static SeedOutcome of(Scenario scenario, long seed, boolean twice, @Nullable Path traces, Path failures) {
		long start = System.nanoTime();
		ScenarioResult result = null;
		String failure = null;
		Path trace = null;
		try {
			result = scenario.run(seed, traces);
			if (twice) {
				ScenarioResult second = scenario.run(seed);
				if (!second.equals(result)) {
					failure = scenario.id() + " seed " + seed + ": a second run differs: " + result + " and " + second;
				}
			}
		}
		catch (SimulationFailure ex) {
			failure = String.valueOf(ex.getMessage());
			trace = failedAgain(scenario, seed, (traces != null) ? traces : failures);
		}
		return new SeedOutcome(scenario, seed, (failure == null) ? result : null, failure, trace,
				System.nanoTime() - start);
	}

	/** The same seed fails the same way, now with its trace. */
	private static Path failedAgain(Scenario scenario, long seed, Path directory) {
		try {
			Files.createDirectories(directory);
			scenario.run(seed, directory);
		}
		catch (SimulationFailure expected) {
			return directory.resolve(scenario.id() + "-" + seed + ".txt");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return directory.resolve(scenario.id() + "-" + seed + ".txt");
	}

	boolean passed() {
		return this.failure == null;
	}

	/** The command that repeats it. */
	String repeat() {
		return "bin/sim --scenario " + this.scenario.id() + " --seed " + this.seed + " --trace target/traces";
	}

}
