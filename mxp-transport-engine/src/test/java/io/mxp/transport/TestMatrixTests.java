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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * {@code docs/test-matrix.md} is complete and true. With {@code -Dmxp.matrix.update=true}
 * the table is written anew first.
 */
class TestMatrixTests {

	private static final Path ROOT = Path.of("..");

	private static final Map<String, String> REGISTER = Map.of("REL-01", "the same seed");

	@Test
	@Requirement("REL-32")
	void everyRequirementHasItsTests() throws IOException {
		assumeTrue(Files.exists(ROOT.resolve("docs/requirements.md")), "docs is not in this checkout");
		TestMatrix matrix = new TestMatrix(ROOT);
		if (Boolean.getBoolean("mxp.matrix.update")) {
			matrix.update(TestReports.read(matrix.modules()));
		}
		// SEC-01 to 60, REL-01 to 32, S01 to S35.
		assertThat(matrix.requirements()).hasSize(60 + 32 + 35);
		assertThat(TestMatrix.faults(matrix.requirements(), matrix.citations(), matrix.rows()))
			.as("docs/test-matrix.md is made from the tests' citations. Make it anew in the root of the project, and"
					+ " commit it: ./mvnw -pl mxp-transport-engine test -Dtest=TestMatrixTests -Dmxp.matrix.update=true")
			.isEmpty();
	}

	@Test
	void aCompleteTableHasNoFault() {
		assertThat(TestMatrix.faults(REGISTER, Map.of("REL-01", Set.of("A.a", "A.b")),
				Map.of("REL-01", new TestMatrix.Row(Set.of("A.a"), false, "passed"))))
			.isEmpty();
		assertThat(TestMatrix.faults(REGISTER, Map.of(), Map.of("REL-01", new TestMatrix.Row(Set.of(), true, "–"))))
			.isEmpty();
	}

	@Test
	void everyFaultIsFound() {
		Map<String, Set<String>> cited = Map.of("REL-01", Set.of("A.a"));
		assertThat(TestMatrix.faults(REGISTER, cited, Map.of())).containsExactly("REL-01 has no row");
		assertThat(TestMatrix.faults(REGISTER, cited, Map.of("REL-01", new TestMatrix.Row(Set.of(), true, "–"))))
			.containsExactly("REL-01 is planned, yet cited by [A.a]");
		assertThat(TestMatrix.faults(REGISTER, cited, Map.of("REL-01", new TestMatrix.Row(Set.of(), false, "–"))))
			.containsExactly("REL-01 has no test and is not planned");
		assertThat(TestMatrix.faults(REGISTER, cited,
				Map.of("REL-01", new TestMatrix.Row(Set.of("A.gone"), false, "passed"))))
			.containsExactly("REL-01 names tests that do not exist or do not cite it: [A.gone]");
		assertThat(TestMatrix.faults(Map.of(), cited, Map.of()))
			.containsExactly("[A.a] cite REL-01, which is not in the register");
		assertThat(TestMatrix.faults(Map.of(), Map.of(), Map.of("REL-99", new TestMatrix.Row(Set.of(), true, "–"))))
			.containsExactly("REL-99 has a row and is not in the register");
	}

	@Test
	void citationsAreReadFromSources() {
		String at = "@" + "Requirement";
		Map<String, Set<String>> found = new TreeMap<>();
		TestMatrix.REQUIREMENT_CITATION.find("SomeTests",
				at + "({ \"REL-01\",\n \"S01\" })\n\t@ParameterizedTest\n\tvoid one(long seed) {}\n" + at
						+ "(\"REL-01\")\nvoid two() throws Exception {}\n" + at
						+ "(\"SEC-16\")\nclass SomeTests {}\n@Test void three() {}",
				found);
		assertThat(found).isEqualTo(Map.of("REL-01", Set.of("SomeTests.one", "SomeTests.two"), "S01",
				Set.of("SomeTests.one"), "SEC-16", Set.of("SomeTests")));
	}

	@Test
	void resultsAreReadFromReports() {
		TestReports reports = new TestReports();
		reports.add("<testsuite><testcase name=\"one(long)[1]\" classname=\"io.mxp.SomeTests\" time=\"1\"/>"
				+ "<testcase name=\"one(long)[2]\" classname=\"io.mxp.SomeTests\"><failure>x</failure></testcase>"
				+ "<testcase name=\"two\" classname=\"io.mxp.SomeTests\" time=\"1\"><skipped/></testcase></testsuite>",
				LocalDate.of(2026, 1, 2));
		assertThat(reports.result(Set.of("SomeTests.one"), "?")).isEqualTo("2026-01-02: 1 of 2 runs failed");
		assertThat(reports.result(Set.of("SomeTests.two"), "?")).isEqualTo("2026-01-02: 0 runs passed, 1 skipped");
		assertThat(reports.result(Set.of("SomeTests"), "?")).isEqualTo("2026-01-02: 1 of 2 runs failed, 1 skipped");
		assertThat(reports.result(Set.of("OtherTests.one"), "not run yet")).isEqualTo("not run yet");
	}

}
