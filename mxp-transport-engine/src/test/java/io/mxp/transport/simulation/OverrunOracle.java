/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import io.mxp.transport.packet.GuardZones;

/**
 * Nobody writes outside of a buffer.
 */
final class OverrunOracle {

	private OverrunOracle() {
	}

	static void check(Simulation simulation, String name, GuardZones... zones) {
		for (GuardZones guards : zones) {
			String report = guards.pollReport();
			simulation.check(report == null, name + " overran a buffer, " + report);
		}
	}

}
