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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * {@code docs/security/threats.md} is complete and true: a row for every attack, with the
 * tests that cite it and no others. With {@code -Dmxp.threats.update=true} the tests are
 * written anew first.
 */
class ThreatsTests {

	private static final Path ROOT = Path.of("..");

	@Test
	void everyAttackHasItsRowAndEveryRowItsTests() throws IOException {
		Threats threats = new Threats(ROOT);
		assumeTrue(Files.exists(threats.page()), "docs is not in this checkout");
		TestMatrix matrix = new TestMatrix(ROOT);
		Map<String, Set<String>> citations = matrix.citations(TestMatrix.ATTACK_CITATION);
		if (Boolean.getBoolean("mxp.threats.update")) {
			threats.update(citations);
		}
		List<Threats.Row> rows = threats.rows();
		assertThat(rows).extracting(Threats.Row::id)
			.containsExactlyElementsOf(
					IntStream.rangeClosed(1, Threats.LAST).mapToObj((number) -> "A%02d".formatted(number)).toList());
		assertThat(Threats.faults(rows, citations, sources(matrix)))
			.as("docs/security/threats.md names the tests that cite an attack. Write them anew in the root of the"
					+ " project, and commit it: ./mvnw -pl mxp-transport-engine test -Dtest=ThreatsTests"
					+ " -Dmxp.threats.update=true")
			.isEmpty();
	}

	private static Map<String, String> sources(TestMatrix matrix) throws IOException {
		Map<String, String> sources = new HashMap<>();
		for (Path module : matrix.modules()) {
			Path main = module.resolve("src/main/java");
			if (Files.isDirectory(main)) {
				try (Stream<Path> files = Files.walk(main)) {
					for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
						sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
					}
				}
			}
		}
		return sources;
	}

	@Test
	void everyFaultIsFound() {
		Map<String, String> code = Map.of("Door", "class Door { int locked; }");
		Map<String, Set<String>> cited = Map.of("A01", Set.of("DoorTests.lock"));
		assertThat(faults("`Door.locked`", "`DoorTests.lock`", "1 ms", "held", cited, code)).isEmpty();
		assertThat(faults("–", "–", "–", "not built", Map.of(), code)).isEmpty();
		assertThat(faults("–", "–", "–", "in work", Map.of(), code)).isEmpty();
		assertThat(faults("`Door`", "–", "1 ms", "held", cited, code))
			.containsExactly("A01 names the tests [], and is cited by [DoorTests.lock]");
		assertThat(faults("`Door`", "`DoorTests.gone`", "1 ms", "held", cited, code))
			.containsExactly("A01 names the tests [DoorTests.gone], and is cited by [DoorTests.lock]");
		assertThat(faults("`Door`", "`DoorTests.lock`", "–", "held", cited, code))
			.containsExactly("A01 is held without code, test or figure");
		assertThat(faults("`Door`", "`DoorTests.lock`", "1 ms", "fine", cited, code))
			.contains("A01 is 'fine', which is none of [held, in part, in work, not built]");
		assertThat(faults("`Door`", "–", "–", "not built", Map.of(), code))
			.containsExactly("A01 is not built, yet has code or tests");
		assertThat(faults("`Window` `Door.open`", "`DoorTests.lock`", "1 ms", "held", cited, code))
			.containsExactly("A01 names code that is not there: Window", "A01 names code that is not there: Door.open");
		assertThat(Threats.faults(List.of(), cited, code))
			.containsExactly("[DoorTests.lock] cite A01, which has no row");
	}

	private static List<String> faults(String code, String tests, String measured, String state,
			Map<String, Set<String>> citations, Map<String, String> sources) {
		String row = "| A01 | burglary | a lock | %s | %s | %s | %s |".formatted(code, tests, measured, state);
		return Threats.faults(Threats.rows(row), citations, sources);
	}

}
