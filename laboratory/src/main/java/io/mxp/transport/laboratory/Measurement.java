/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.laboratory;

import java.util.List;
import java.util.function.ToDoubleFunction;

import io.mxp.transport.simulation.BulkReport;

/**
 * A run of the requirements register and what it must show.
 *
 * @param id the requirement
 * @param where the link and the flows on it
 * @param run makes it with a controller and a seed
 * @param figures what is looked at
 */
record Measurement(String id, String where, Run run, List<Figure> figures) {

	/** One run. */
	@FunctionalInterface
	interface Run {

		BulkReport with(String controller, long seed);

	}

	/**
	 * A figure and its limit.
	 *
	 * @param what is measured
	 * @param limit what it must be at least or at most
	 * @param atLeast whether the limit is the least; else it is the most
	 * @param of reads it from a report
	 */
	record Figure(String what, double limit, boolean atLeast, ToDoubleFunction<BulkReport> of) {

		static Figure atLeast(String what, double limit, ToDoubleFunction<BulkReport> of) {
			return new Figure(what, limit, true, of);
		}

		static Figure atMost(String what, double limit, ToDoubleFunction<BulkReport> of) {
			return new Figure(what, limit, false, of);
		}

		/** One that nothing is required of, but that says how much the others mean. */
		static Figure report(String what, ToDoubleFunction<BulkReport> of) {
			return atMost(what, Double.POSITIVE_INFINITY, of);
		}

		boolean isRequired() {
			return this.limit != Double.POSITIVE_INFINITY;
		}

		boolean holds(double value) {
			return this.atLeast ? value >= this.limit : value <= this.limit;
		}

		/** Of several seeds the one that is nearest to the limit, or farthest beyond. */
		double worst(List<BulkReport> reports) {
			return this.atLeast ? reports.stream().mapToDouble(this.of).min().orElseThrow()
					: reports.stream().mapToDouble(this.of).max().orElseThrow();
		}

		String required() {
			return !isRequired() ? "" : ScenarioTable.format("%s %.2f", this.atLeast ? ">=" : "<=", this.limit);
		}

	}

}
