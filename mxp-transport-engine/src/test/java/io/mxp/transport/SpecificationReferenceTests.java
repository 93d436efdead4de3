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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Code cites the specification as {@code SPEC file.md#anchor}; every citation leads
 * somewhere.
 */
class SpecificationReferenceTests {

	private static final Path PROTOCOL = Path.of("..", "docs", "protocol");

	private static final List<Path> SOURCES = List.of(Path.of("src", "main", "java"),
			Path.of("..", "mxp-transport-autoconfigure", "src", "main", "java"));

	private static final Pattern REFERENCE = Pattern.compile("\\bSPEC\\s+([\\w./-]+\\.md)#([\\w-]+)");

	private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+(.+?)\\s*#*$");

	private static final Pattern EXPLICIT_ANCHOR = Pattern.compile("<a\\s+(?:id|name)=\"([^\"]+)\"");

	@Test
	void everyReferenceHasItsAnchor() throws IOException {
		assumeTrue(Files.isDirectory(PROTOCOL), "docs/protocol is not in this checkout");
		Map<String, Set<String>> anchorsByFile = new HashMap<>();
		List<String> broken = new ArrayList<>();
		for (Path source : javaFiles()) {
			Matcher reference = REFERENCE.matcher(Files.readString(source));
			while (reference.find()) {
				Set<String> anchors = anchorsByFile.computeIfAbsent(reference.group(1),
						SpecificationReferenceTests::anchorsOf);
				if (!anchors.contains(reference.group(2))) {
					broken.add(source.getFileName() + ": " + reference.group());
				}
			}
		}
		assertThat(broken).isEmpty();
	}

	@Test
	void anchorsFollowTheHeadings() {
		assertThat(anchors(List.of("# Loss & recovery", "text", "## `packet` threshold (K)", "```", "# not one", "```",
				"## Twice", "## Twice", "<a id=\"own-name\"></a>")))
			.containsExactlyInAnyOrder("loss--recovery", "packet-threshold-k", "twice", "twice-1", "own-name");
	}

	private static List<Path> javaFiles() throws IOException {
		List<Path> files = new ArrayList<>();
		for (Path directory : SOURCES) {
			if (Files.isDirectory(directory)) {
				try (Stream<Path> paths = Files.walk(directory)) {
					paths.filter((path) -> path.toString().endsWith(".java")).forEach(files::add);
				}
			}
		}
		return files;
	}

	private static Set<String> anchorsOf(String file) {
		try {
			Path path = PROTOCOL.resolve(file);
			return Files.exists(path) ? anchors(Files.readAllLines(path)) : Set.of();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** As Markdown viewers make them from headings, and those written out. */
	private static Set<String> anchors(List<String> lines) {
		Set<String> anchors = new HashSet<>();
		boolean fenced = false;
		for (String line : lines) {
			fenced ^= line.startsWith("```");
			Matcher heading = HEADING.matcher(line);
			if (!fenced && heading.matches()) {
				String slug = heading.group(1)
					.toLowerCase(Locale.ROOT)
					.replaceAll("[^\\p{L}\\p{N} _-]", "")
					.replace(' ', '-');
				String unique = slug;
				for (int repeat = 1; !anchors.add(unique); repeat++) {
					unique = slug + "-" + repeat;
				}
			}
			Matcher explicit = EXPLICIT_ANCHOR.matcher(line);
			while (explicit.find()) {
				anchors.add(explicit.group(1));
			}
		}
		return anchors;
	}

}
