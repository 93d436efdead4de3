/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.laboratory;

import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.simulation.BulkReport;

/**
 * A scenario of the laboratory and what came out.
 *
 * @param scenario what was run
 * @param report what was measured
 */
record LabResult(LabScenario scenario, BulkReport report) {

	/** What the register asks for on one of its links (REL-27, REL-28). */
	private static final double UTILIZATION = 0.95;

	private static final double UTILIZATION_AT_HIGH_LOSS = 0.85;

	private static final double QUEUE_P95_BDP = 0.3;

	private static final double JAIN = 0.95;

	private static final double SHARE = 0.2;

	/** The controller that is looked at. */
	String controller() {
		return this.scenario.flows().get(0);
	}

	/**
	 * What is below the figures of the register, though it need not hold on this link.
	 */
	List<String> shortfalls() {
		List<String> found = new ArrayList<>();
		switch (this.scenario.group()) {
			case ONE -> {
				double least = (this.scenario.link().loss() > 0.01) ? UTILIZATION_AT_HIGH_LOSS : UTILIZATION;
				below(found, "utilization", this.report.utilization(), least);
				if (this.report.queueP95Bdp() > QUEUE_P95_BDP) {
					found.add(ScenarioTable.format("queue p95 %.2f BDP > %.1f", this.report.queueP95Bdp(),
							QUEUE_P95_BDP));
				}
			}
			case MANY -> {
				below(found, "Jain", this.report.jain(), JAIN);
				below(found, "utilization", this.report.utilization(), UTILIZATION);
			}
			case MIXED -> {
				double share = this.report.share(controller());
				below(found, "share", share, SHARE);
				below(found, "CUBIC's share", 1 - share, SHARE);
			}
			case CHANGES -> below(found, "utilization", this.report.utilization(), UTILIZATION);
			default -> throw new IllegalStateException("no figures for " + this.scenario.group());
		}
		return found;
	}

	private static void below(List<String> found, String what, double value, double least) {
		if (value < least) {
			found.add(ScenarioTable.format("%s %.2f < %.2f", what, value, least));
		}
	}

	/** The cells of its row: utilization to share. */
	String cells() {
		boolean mixed = this.scenario.group() == LabScenario.Group.MIXED;
		return ScenarioTable.format("| %.3f | %.2f, %.2f | %s | %.2f %% | %d | %s |", this.report.utilization(),
				this.report.queueP50Bdp(), this.report.queueP95Bdp(),
				(this.report.flows().size() == 1) ? "" : ScenarioTable.format("%.3f", this.report.jain()),
				100.0 * this.report.packetsLost() / Math.max(1, this.report.packetsSent()),
				this.report.framesRetransmitted(),
				mixed ? ScenarioTable.format("%.2f", this.report.share(controller())) : "");
	}

}
