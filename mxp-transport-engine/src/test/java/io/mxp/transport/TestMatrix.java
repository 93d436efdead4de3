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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Requirements, the tests that cite them, and the table that joins both: ids and texts
 * from {@code docs/requirements.md}, citations from the sources of all modules' tests,
 * rows from {@code docs/test-matrix.md}.
 */
final class TestMatrix {

	/** Instead of tests: belongs to later work, and no test may cite it yet. */
	static final String PLANNED = "planned";

	private static final String BEGIN = "<!-- matrix: begin -->";

	private static final String END = "<!-- matrix: end -->";

	private static final Pattern REQUIREMENT = Pattern.compile("^- ((?:SEC|REL)-\\d\\d) (.+)$");

	private static final Pattern SCENARIO = Pattern.compile("^\\| (S\\d\\d(?:, S\\d\\d)*) \\| (.+?) \\| (.+?) \\|$");

	/** What its tests cite a requirement or scenario by. */
	static final Citation REQUIREMENT_CITATION = new Citation("Requirement", "(?:SEC|REL)-\\d+|S\\d+");

	/** The same of an attack. */
	static final Citation ATTACK_CITATION = new Citation("Attack", "A\\d+");

	private static final Pattern ROW = Pattern
		.compile("^\\| ((?:SEC|REL)-\\d\\d|S\\d\\d) \\|.*\\| (.*?) \\| (.*?) \\|$");

	private static final Pattern TEST = Pattern.compile("`([\\w.]+)`");

	private final Path root;

	TestMatrix(Path root) {
		this.root = root;
	}

	/** Ids of the register with their texts, in its order. */
	Map<String, String> requirements() throws IOException {
		Map<String, String> found = new LinkedHashMap<>();
		for (String line : Files.readAllLines(this.root.resolve("docs/requirements.md"))) {
			Matcher requirement = REQUIREMENT.matcher(line);
			if (requirement.matches()) {
				found.put(requirement.group(1), requirement.group(2));
			}
			Matcher scenario = SCENARIO.matcher(line);
			if (scenario.matches()) {
				for (String id : scenario.group(1).split(", ")) {
					found.put(id, scenario.group(2) + ": " + scenario.group(3));
				}
			}
		}
		return found;
	}

	/** Tests as {@code Class.method}, by the requirements that they cite. */
	Map<String, Set<String>> citations() throws IOException {
		return citations(REQUIREMENT_CITATION);
	}

	/** Tests as {@code Class.method}, by the ids that they cite. */
	Map<String, Set<String>> citations(Citation kind) throws IOException {
		Map<String, Set<String>> found = new TreeMap<>();
		for (Path source : testSources()) {
			kind.find(source.getFileName().toString().replace(".java", ""), Files.readString(source), found);
		}
		return found;
	}

	private List<Path> testSources() throws IOException {
		List<Path> sources = new ArrayList<>();
		for (Path module : modules()) {
			Path tests = module.resolve("src/test/java");
			if (Files.isDirectory(tests)) {
				try (Stream<Path> paths = Files.walk(tests)) {
					paths.filter((path) -> path.toString().endsWith(".java")).sorted().forEach(sources::add);
				}
			}
		}
		return sources;
	}

	/** Folders with a pom, as the parent names them. */
	List<Path> modules() throws IOException {
		Matcher module = Pattern.compile("<module>(.+?)</module>")
			.matcher(Files.readString(this.root.resolve("pom.xml")));
		List<Path> found = new ArrayList<>();
		while (module.find()) {
			found.add(this.root.resolve(module.group(1)));
		}
		return found;
	}

	/** The rows of the table by id. */
	Map<String, Row> rows() throws IOException {
		Map<String, Row> found = new LinkedHashMap<>();
		for (String line : Files.readString(file()).split("\n")) {
			Matcher row = ROW.matcher(line);
			if (row.matches()) {
				Set<String> tests = new TreeSet<>();
				Matcher test = TEST.matcher(row.group(2));
				while (test.find()) {
					tests.add(test.group(1));
				}
				if (found.put(row.group(1), new Row(tests, row.group(2).equals(PLANNED), row.group(3))) != null) {
					throw new IllegalStateException(row.group(1) + " has two rows");
				}
			}
		}
		return found;
	}

	/** What is wrong with the table; empty where it is complete. */
	static List<String> faults(Map<String, String> requirements, Map<String, Set<String>> citations,
			Map<String, Row> rows) {
		List<String> faults = new ArrayList<>();
		for (String id : requirements.keySet()) {
			Row row = rows.get(id);
			Set<String> citing = citations.getOrDefault(id, Set.of());
			if (row == null) {
				faults.add(id + " has no row");
			}
			else if (row.planned() && !citing.isEmpty()) {
				faults.add(id + " is planned, yet cited by " + citing);
			}
			else if (!row.planned() && row.tests().isEmpty()) {
				faults.add(id + " has no test and is not planned");
			}
			else if (!citing.containsAll(row.tests())) {
				Set<String> missing = new TreeSet<>(row.tests());
				missing.removeAll(citing);
				faults.add(id + " names tests that do not exist or do not cite it: " + missing);
			}
		}
		for (String id : rows.keySet()) {
			if (!requirements.containsKey(id)) {
				faults.add(id + " has a row and is not in the register");
			}
		}
		citations.forEach((id, tests) -> {
			if (!requirements.containsKey(id)) {
				faults.add(tests + " cite " + id + ", which is not in the register");
			}
		});
		return faults;
	}

	/** Writes the table anew: tests from the sources, results from the reports. */
	void update(TestReports reports) throws IOException {
		Map<String, Row> before = rows();
		Map<String, Set<String>> citations = citations();
		StringBuilder table = new StringBuilder("| id | requirement | tests | last result |\n|---|---|---|---|\n");
		for (Map.Entry<String, String> requirement : requirements().entrySet()) {
			String id = requirement.getKey();
			Set<String> tests = citations.getOrDefault(id, Set.of());
			Row row = before.get(id);
			String result = tests.isEmpty() ? "–"
					: reports.result(tests, (row != null && !row.planned()) ? row.result() : "not run yet");
			List<String> names = tests.stream().map((test) -> "`" + test + "`").toList();
			table.append("| ").append(id).append(" | ").append(requirement.getValue()).append(" | ");
			table.append(names.isEmpty() ? PLANNED : String.join("<br>", names)).append(" | ");
			table.append(result).append(" |\n");
		}
		String text = Files.readString(file());
		int begin = text.indexOf(BEGIN) + BEGIN.length();
		Files.writeString(file(), text.substring(0, begin) + "\n\n" + table + "\n" + text.substring(text.indexOf(END)));
	}

	private Path file() {
		return this.root.resolve("docs/test-matrix.md");
	}

	/**
	 * A line of the table.
	 *
	 * @param tests the tests it names
	 * @param planned whether it says that there is none yet
	 * @param result when the tests ran last, and how it went
	 */
	record Row(Set<String> tests, boolean planned, String result) {
	}

	/** An annotation of tests that holds ids. */
	static final class Citation {

		private final Pattern annotation;

		private final Pattern id;

		Citation(String annotation, String id) {
			this.annotation = Pattern.compile(
					"@" + annotation + "\\(\\s*(\\{[^}]*}|\"[^\"]+\")\\s*\\)(.*?)\\b(?:void|class) (\\w+)",
					Pattern.DOTALL);
			this.id = Pattern.compile("\"(" + id + ")\"");
		}

		/** The citations of one source file. */
		void find(String className, String source, Map<String, Set<String>> found) {
			Matcher citation = this.annotation.matcher(source);
			while (citation.find()) {
				String name = citation.group(3);
				String test = name.equals(className) ? className : className + "." + name;
				Matcher cited = this.id.matcher(citation.group(1));
				while (cited.find()) {
					found.computeIfAbsent(cited.group(1), (key) -> new TreeSet<>()).add(test);
				}
			}
		}

	}

}
