/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.laboratory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.mxp.transport.laboratory.Measurement.Figure;
import io.mxp.transport.simulation.BulkReport;

/**
 * Figures of the register: the required one, that of the controller that must reach it,
 * the others beside it; of several seeds the worst.
 */
final class RegisterTable {

	private final List<String> controllers;

	private final StringBuilder text = new StringBuilder();

	private String id = "";

	private String where = "";

	private boolean holds = true;

	/**
	 * A table.
	 * @param controllers the one that is judged, then those beside it
	 */
	RegisterTable(List<String> controllers) {
		this.controllers = controllers;
	}

	/**
	 * Adds the figures of a measurement.
	 * @param reports of all seeds, by controller
	 * @return a row for each figure
	 */
	List<Map<String, Object>> add(Measurement measurement, Map<String, List<BulkReport>> reports) {
		return measurement.figures().stream().map((figure) -> row(measurement, figure, reports)).toList();
	}

	private Map<String, Object> row(Measurement measurement, Figure figure, Map<String, List<BulkReport>> reports) {
		if (!measurement.id().equals(this.id)) {
			heading(measurement.id());
		}
		boolean sameRun = measurement.where().equals(this.where);
		this.where = measurement.where();
		this.text.append(ScenarioTable.format("  %-27s %-20s %-8s", sameRun ? "" : this.where, figure.what(),
				figure.required()));
		Map<String, Object> values = new LinkedHashMap<>();
		boolean good = true;
		for (String controller : this.controllers) {
			double value = figure.worst(reports.getOrDefault(controller, List.of()));
			boolean judged = values.isEmpty();
			good = judged ? figure.holds(value) : good;
			this.text.append(ScenarioTable.format(" %9.3f%s", value, judged ? verdict(figure, good) : ""));
			values.put(controller, value);
		}
		this.text.append('\n');
		this.holds &= good;
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("id", measurement.id());
		row.put("where", measurement.where());
		row.put("what", figure.what());
		row.put("required", figure.required());
		row.put("holds", good);
		row.put("values", values);
		return row;
	}

	private static String verdict(Figure figure, boolean good) {
		return !figure.isRequired() ? "     " : good ? " pass" : " FAIL";
	}

	private void heading(String next) {
		this.id = next;
		this.where = "";
		this.text.append(next).append(' ').append(Register.titles().get(next)).append('\n');
		this.text.append(ScenarioTable.format("  %-27s %-20s %-8s", "", "", "required"));
		for (int i = 0; i < this.controllers.size(); i++) {
			this.text.append(ScenarioTable.format(" %9s%s", this.controllers.get(i), (i == 0) ? "     " : ""));
		}
		this.text.append('\n');
	}

	boolean holds() {
		return this.holds;
	}

	String text() {
		return this.text.toString();
	}

}
