/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.laboratory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.mxp.transport.simulation.ScenarioResult;

/** The outcomes of all seeds, a line for each scenario. */
final class ScenarioTable {

	private static final int LONGEST_TITLE = 46;

	private final Map<String, List<SeedOutcome>> byScenario = new LinkedHashMap<>();

	ScenarioTable(List<SeedOutcome> outcomes) {
		outcomes
			.forEach((outcome) -> this.byScenario.computeIfAbsent(outcome.scenario().id(), (id) -> new ArrayList<>())
				.add(outcome));
	}

	/** SHA-256 over the trace digests of all that passed, in order. */
	String digest() {
		try {
			MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
			this.byScenario.values().forEach((outcomes) -> outcomes.forEach((outcome) -> {
				ScenarioResult result = outcome.result();
				sha256
					.update((outcome.scenario().id() + outcome.seed() + ((result != null) ? result.digest() : "failed"))
						.getBytes(StandardCharsets.UTF_8));
			}));
			return HexFormat.of().formatHex(sha256.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has SHA-256", ex);
		}
	}

	List<Row> rows() {
		List<Row> rows = new ArrayList<>();
		this.byScenario.forEach((id, outcomes) -> {
			List<ScenarioResult> passed = new ArrayList<>();
			long wallNanos = 0;
			for (SeedOutcome outcome : outcomes) {
				wallNanos += outcome.wallNanos();
				ScenarioResult result = outcome.result();
				if (result != null) {
					passed.add(result);
				}
			}
			rows.add(new Row(id, outcomes.get(0).scenario().title(), outcomes.size(), passed.size(),
					passed.stream().mapToLong(ScenarioResult::virtualNanos).sum() / 1e9,
					passed.stream().mapToLong(ScenarioResult::datagrams).sum(),
					passed.stream().mapToLong(ScenarioResult::dropped).sum(), wallNanos / 1e9));
		});
		return rows;
	}

	String text() {
		StringBuilder text = new StringBuilder(format("%-5s %-46s %11s %12s %11s %10s %9s%n", "", "scenario", "passed",
				"virtual time", "datagrams", "dropped", "wall time"));
		for (Row row : rows()) {
			text.append(format("%-5s %-46s %5d of %-4d %10.1f s %11d %10d %7.1f s%n", row.scenario(),
					shortened(row.title()), row.passed(), row.seeds(), row.virtualSeconds(), row.datagrams(),
					row.dropped(), row.wallSeconds()));
		}
		return text.toString();
	}

	String markdown() {
		StringBuilder text = new StringBuilder(
				"| scenario | | seeds passed | virtual time | datagrams | dropped |\n" + "|---|---|---|---|---|---|\n");
		for (Row row : rows()) {
			text.append(format("| %s | %s | %d of %d | %.1f s | %,d | %,d |%n", row.scenario(), row.title(),
					row.passed(), row.seeds(), row.virtualSeconds(), row.datagrams(), row.dropped()));
		}
		return text.append("\nDigest of all traces: `").append(digest()).append("`\n").toString();
	}

	private static String shortened(String title) {
		return (title.length() <= LONGEST_TITLE) ? title : title.substring(0, LONGEST_TITLE - 1) + "…";
	}

	static String format(String format, Object... arguments) {
		return String.format(Locale.ROOT, format, arguments);
	}

	/**
	 * All seeds of a scenario.
	 *
	 * @param scenario its id
	 * @param title what happens
	 * @param seeds how many were run
	 * @param passed how many of them passed; the figures behind are theirs
	 * @param virtualSeconds how long they took for themselves
	 * @param datagrams how many they sent
	 * @param dropped how many of those their links dropped
	 * @param wallSeconds how long all seeds took the machine, on one thread
	 */
	record Row(String scenario, String title, int seeds, int passed, double virtualSeconds, long datagrams,
			long dropped, double wallSeconds) {
	}

}
