/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the JDKs of this machine: {@code JAVA_HOME_17}, {@code JAVA_HOME_25} and the like
 * first, then the usual places.
 */
final class JavaHomes {

	private static final Pattern VARIABLE = Pattern.compile("JAVA_HOME(_\\d+.*)?");

	private static final Pattern RELEASE = Pattern.compile("JAVA_VERSION=\"(\\d+)[^\"]*\"");

	private JavaHomes() {
	}

	/**
	 * The {@code java} command of a JDK.
	 * @param feature 17, 25, or 0 for the JDK that runs this
	 * @throws BenchFailure where there is no such JDK; the message says where one would
	 * be found
	 */
	static Path java(int feature) {
		if (feature == 0 || feature == Runtime.version().feature()) {
			return Path.of(System.getProperty("java.home"), "bin", "java");
		}
		Path home = find().get(feature);
		if (home == null) {
			throw new BenchFailure("No JDK " + feature + " found. Set JAVA_HOME_" + feature + " to one.");
		}
		return home.resolve("bin").resolve("java");
	}

	/** Whether there is such a JDK. */
	static boolean has(int feature) {
		return feature == Runtime.version().feature() || find().containsKey(feature);
	}

	private static Map<Integer, Path> find() {
		List<Path> candidates = new ArrayList<>();
		new TreeMap<>(System.getenv()).forEach((name, value) -> {
			if (VARIABLE.matcher(name).matches()) {
				candidates.add(Path.of(value));
			}
		});
		String user = System.getProperty("user.home");
		for (Path parent : List.of(Path.of("/usr/lib/jvm"), Path.of("/opt/java"), Path.of("/opt"),
				Path.of(user, ".sdkman", "candidates", "java"), Path.of(user, ".jdks"))) {
			addChildren(parent, candidates);
		}
		Map<Integer, Path> homes = new TreeMap<>();
		for (Path candidate : candidates) {
			int feature = featureOf(candidate);
			if (feature > 0) {
				homes.putIfAbsent(feature, candidate);
			}
		}
		return homes;
	}

	private static void addChildren(Path parent, List<Path> candidates) {
		if (!Files.isDirectory(parent)) {
			return;
		}
		try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
			children.forEach(candidates::add);
		}
		catch (IOException ex) {
			// a place that cannot be read holds no JDK for us
		}
	}

	/** The feature version of the JDK in a directory, or 0 where there is none. */
	private static int featureOf(Path home) {
		Path release = home.resolve("release");
		if (!Files.isExecutable(home.resolve("bin").resolve("java")) || !Files.isReadable(release)) {
			return 0;
		}
		try {
			Matcher version = RELEASE.matcher(Files.readString(release));
			return version.find() ? Integer.parseInt(version.group(1)) : 0;
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
