/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of {@code docs/security/threats.md}: attacks, the code that meets them, the
 * tests that carry them out.
 */
final class Threats {

	/** Attacks of the register, {@code A01} to this one. */
	static final int LAST = 42;

	/** What a row may say about its defence; only the last two need no test. */
	static final List<String> STATES = List.of("held", "in part", "in work", "not built");

	private static final String NOT_BUILT = "not built";

	private static final String NONE = "–";

	/** Id, attack, defence, code, tests, measured, state. */
	private static final Pattern ROW = Pattern.compile(
			"^\\| (A\\d\\d) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$",
			Pattern.MULTILINE);

	private static final Pattern TEST = Pattern.compile("`(\\w+(?:\\.\\w+)?)`");

	private static final Pattern CODE = Pattern.compile("`([A-Z]\\w*)(?:\\.(\\w+))?`");

	private final Path page;

	Threats(Path root) {
		this.page = root.resolve("docs/security/threats.md");
	}

	Path page() {
		return this.page;
	}

	List<Row> rows() throws IOException {
		return rows(Files.readString(this.page));
	}

	static List<Row> rows(String text) {
		List<Row> rows = new ArrayList<>();
		Matcher row = ROW.matcher(text);
		while (row.find()) {
			Set<String> tests = new TreeSet<>();
			Matcher test = TEST.matcher(row.group(5));
			while (test.find()) {
				tests.add(test.group(1));
			}
			List<String[]> code = new ArrayList<>();
			Matcher name = CODE.matcher(row.group(4));
			while (name.find()) {
				code.add(new String[] { name.group(1), name.group(2) });
			}
			rows.add(new Row(row.group(1), code, tests, row.group(6), row.group(7)));
		}
		return rows;
	}

	/**
	 * What is wrong with the table; empty where it is complete.
	 * @param rows the rows
	 * @param citations the tests by the attacks that they cite
	 * @param sources sources of the code by class
	 */
	static List<String> faults(List<Row> rows, Map<String, Set<String>> citations, Map<String, String> sources) {
		List<String> faults = new ArrayList<>();
		for (Row row : rows) {
			Set<String> citing = citations.getOrDefault(row.id(), Set.of());
			if (!row.tests().equals(citing)) {
				faults.add(row.id() + " names the tests " + row.tests() + ", and is cited by " + citing);
			}
			if (!STATES.contains(row.state())) {
				faults.add(row.id() + " is '" + row.state() + "', which is none of " + STATES);
			}
			boolean built = STATES.indexOf(row.state()) < STATES.indexOf("in work");
			if (built && (citing.isEmpty() || row.code().isEmpty() || row.measured().equals(NONE))) {
				faults.add(row.id() + " is " + row.state() + " without code, test or figure");
			}
			if (row.state().equals(NOT_BUILT) && !(citing.isEmpty() && row.code().isEmpty())) {
				faults.add(row.id() + " is not built, yet has code or tests");
			}
			for (String[] name : row.code()) {
				String source = sources.get(name[0]);
				if (source == null
						|| name[1] != null && !Pattern.compile("\\b" + name[1] + "\\b").matcher(source).find()) {
					faults.add(row.id() + " names code that is not there: " + name[0]
							+ ((name[1] != null) ? "." + name[1] : ""));
				}
			}
		}
		citations.keySet()
			.stream()
			.filter((id) -> rows.stream().noneMatch((row) -> row.id().equals(id)))
			.forEach((id) -> faults.add(citations.get(id) + " cite " + id + ", which has no row"));
		return faults;
	}

	/** Writes the tests of every row anew, from the sources. */
	void update(Map<String, Set<String>> citations) throws IOException {
		Files.writeString(this.page, ROW.matcher(Files.readString(this.page)).replaceAll((row) -> {
			List<String> tests = citations.getOrDefault(row.group(1), Set.of())
				.stream()
				.map((test) -> "`" + test + "`")
				.toList();
			return Matcher
				.quoteReplacement("| "
						+ String.join(" | ", row.group(1), row.group(2), row.group(3), row.group(4),
								tests.isEmpty() ? NONE : String.join("<br>", tests), row.group(6), row.group(7))
						+ " |");
		}));
	}

	/**
	 * A line of the table.
	 *
	 * @param id the attack
	 * @param code classes, each with a member or null
	 * @param tests the tests it names
	 * @param measured the figures
	 * @param state one of {@link #STATES}
	 */
	record Row(String id, List<String[]> code, Set<String> tests, String measured, String state) {
	}

}
