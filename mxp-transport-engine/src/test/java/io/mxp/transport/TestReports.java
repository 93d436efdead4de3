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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the XML reports of the last test runs say, by {@code Class.method}. */
final class TestReports {

	private static final Pattern CASE = Pattern
		.compile("<testcase name=\"([^\"]*)\" classname=\"([^\"]*)\"[^>]*?(/>|>(.*?)</testcase>)", Pattern.DOTALL);

	private final Map<String, Outcome> outcomes = new HashMap<>();

	/** Reads all {@code TEST-*.xml} of the modules; modules without reports are fine. */
	static TestReports read(List<Path> modules) throws IOException {
		TestReports reports = new TestReports();
		for (Path module : modules) {
			Path directory = module.resolve("target/surefire-reports");
			if (Files.isDirectory(directory)) {
				try (Stream<Path> files = Files.list(directory)) {
					for (Path file : files.filter((path) -> path.getFileName().toString().startsWith("TEST-"))
						.toList()) {
						reports.add(Files.readString(file),
								LocalDate.ofInstant(Files.getLastModifiedTime(file).toInstant(), ZoneOffset.UTC));
					}
				}
			}
		}
		return reports;
	}

	void add(String xml, LocalDate date) {
		Matcher testCase = CASE.matcher(xml);
		while (testCase.find()) {
			String method = testCase.group(1).replaceFirst("[^\\w].*", "");
			String className = testCase.group(2).replaceFirst(".*[.$]", "");
			String body = (testCase.group(4) != null) ? testCase.group(4) : "";
			boolean failed = body.contains("<failure") || body.contains("<error");
			boolean skipped = body.contains("<skipped");
			for (String test : List.of(className + "." + method, className)) {
				Outcome outcome = this.outcomes.computeIfAbsent(test, (key) -> new Outcome());
				outcome.date = date;
				outcome.runs += skipped ? 0 : 1;
				outcome.skipped += skipped ? 1 : 0;
				outcome.failures += failed ? 1 : 0;
			}
		}
	}

	/** One cell for all tests of a requirement; {@code before} where none has run. */
	String result(Set<String> tests, String before) {
		LocalDate latest = null;
		int runs = 0;
		int failures = 0;
		int skipped = 0;
		for (String test : tests) {
			Outcome outcome = this.outcomes.get(test);
			if (outcome != null) {
				latest = (latest == null || outcome.date.isAfter(latest)) ? outcome.date : latest;
				runs += outcome.runs;
				failures += outcome.failures;
				skipped += outcome.skipped;
			}
		}
		if (latest == null) {
			return before;
		}
		String count = runs + ((runs == 1) ? " run" : " runs");
		return latest + ": " + ((failures > 0) ? failures + " of " + count + " failed" : count + " passed")
				+ ((skipped > 0) ? ", " + skipped + " skipped" : "");
	}

	private static final class Outcome {

		private LocalDate date;

		private int runs;

		private int failures;

		private int skipped;

	}

}
