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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * {@code docs/protocol/limits.md} names every queue that a peer can fill, and nothing
 * that is not there.
 */
class LimitsTests {

	private static final Path ROOT = Path.of("..");

	private static final Path PAGE = ROOT.resolve("docs/protocol/limits.md");

	/** What, cap, where, past it, tests. */
	private static final int COLUMNS = 5;

	private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*)(?:\\.(\\w+))?`");

	private static final Pattern GROWING_FIELD = Pattern
		.compile("^\\t(?:private |protected |public )?(?:static )?(?:final )?[A-Z][^=;(]* \\w+\\s*=\\s*new\\s+"
				+ "(?:ArrayDeque|PriorityQueue|HashMap|LinkedHashMap|TreeMap|ArrayList|LinkedList|ConcurrentHashMap"
				+ "|ConcurrentLinkedQueue|LinkedBlockingQueue|ArrayBlockingQueue|HashSet|LinkedHashSet|TreeSet"
				+ "|ByteRanges|ChunkBuffer|StreamQueue|TaskQueue)\\b", Pattern.MULTILINE);

	/** By class, of all modules. */
	private final Map<String, String> sources = new HashMap<>();

	/** The classes of the engine. */
	private final Set<String> engine = new TreeSet<>();

	@BeforeEach
	void readSources() throws IOException {
		assumeTrue(Files.exists(PAGE), "docs is not in this checkout");
		for (Path module : new TestMatrix(ROOT).modules()) {
			Path main = module.resolve("src/main/java");
			if (Files.isDirectory(main)) {
				try (Stream<Path> files = Files.walk(main)) {
					for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
						String name = file.getFileName().toString().replace(".java", "");
						this.sources.put(name, Files.readString(file));
						if (module.endsWith("mxp-transport-engine")) {
							this.engine.add(name);
						}
					}
				}
			}
		}
	}

	private static List<String[]> rows() throws IOException {
		return Files.readAllLines(PAGE)
			.stream()
			.filter((line) -> line.startsWith("| ") && !line.startsWith("| what "))
			.map((line) -> line.substring(2, line.length() - 2).split(" \\| "))
			.toList();
	}

	@Test
	@Requirement("SEC-53")
	void everyRowNamesCodeThatIsThere() throws IOException {
		assertThat(rows()).hasSizeGreaterThan(30);
		for (String[] row : rows()) {
			assertThat(row).as(row[0]).hasSize(COLUMNS).doesNotContain("");
			List<String[]> names = names(row[2]);
			assertThat(names).as("%s: where", row[0]).isNotEmpty();
			for (String[] name : names) {
				assertThat(this.sources).as("%s: where", row[0]).containsKey(name[0]);
				if (name[1] != null) {
					assertThat(this.sources.get(name[0])).as("%s: %s", row[0], name[0])
						.containsPattern("\\b" + name[1] + "\\b");
				}
			}
		}
	}

	@Test
	@Requirement("SEC-53")
	void everyRowHasItsTestsAndEveryTestItsRow() throws IOException {
		Set<String> named = new TreeSet<>();
		for (String[] row : rows()) {
			List<String[]> tests = names(row[COLUMNS - 1]);
			assertThat(tests).as("%s: tests", row[0]).isNotEmpty();
			tests.forEach((test) -> named.add(test[0] + "." + test[1]));
		}
		Set<String> citing = new TreeSet<>(new TestMatrix(ROOT).citations().get("SEC-53"));
		citing.removeIf((test) -> test.startsWith("LimitsTests."));
		assertThat(citing).as("tests that cite SEC-53, and those of docs/protocol/limits.md: add what is missing there")
			.isEqualTo(named);
	}

	@Test
	@Requirement("SEC-53")
	void everyGrowingCollectionOfTheEngineIsNamed() throws IOException {
		Set<String> named = new TreeSet<>();
		names(Files.readString(PAGE)).forEach((name) -> named.add(name[0]));
		Set<String> growing = new TreeSet<>();
		for (String name : this.engine) {
			if (GROWING_FIELD.matcher(this.sources.get(name)).find()) {
				growing.add(name);
			}
		}
		assertThat(growing).contains("WaitingSends", "LargeMessages", "ConnectionTurns");
		growing.removeAll(named);
		assertThat(growing).as("classes with a collection that grows and no row in docs/protocol/limits.md").isEmpty();
	}

	private static List<String[]> names(String text) {
		List<String[]> names = new ArrayList<>();
		Matcher name = NAME.matcher(text);
		while (name.find()) {
			names.add(new String[] { name.group(1), name.group(2) });
		}
		return names;
	}

}
