/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The second agent's process: the same program with another first argument. It writes to
 * the same screen, and never outlives this process.
 */
final class SecondAgent {

	private static final long SECONDS_AT_MOST = 300;

	private final QuickstartOptions options;

	private final Path directory;

	SecondAgent(QuickstartOptions options, Path directory) {
		this.options = options;
		this.directory = directory;
	}

	/**
	 * Starts it and waits for its end.
	 * @param server the server's address
	 * @return its exit status
	 */
	int runAgainst(String server) {
		Process process = start(server);
		Thread ending = new Thread(process::destroy);
		Runtime.getRuntime().addShutdownHook(ending);
		try {
			if (!process.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS)) {
				process.destroyForcibly();
				throw new IllegalStateException("The second agent did not end within " + SECONDS_AT_MOST + " s");
			}
			Runtime.getRuntime().removeShutdownHook(ending);
			return process.exitValue();
		}
		catch (InterruptedException ex) {
			process.destroy();
			Thread.currentThread().interrupt();
			return 1;
		}
	}

	private Process start(String server) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Dquickstart.directory=" + this.directory, "-Dquickstart.server=" + server,
				"-Dquickstart.calls=" + this.options.calls(),
				"-Dmxp.transport.socket.transport=" + this.options.transport()));
		command.addAll(program());
		command.add("agent");
		try {
			return new ProcessBuilder(command).inheritIO().start();
		}
		catch (IOException ex) {
			throw new IllegalStateException("The second agent cannot be started: " + String.join(" ", command), ex);
		}
	}

	/** How this very program was started: from its jar, or from classes. */
	private static List<String> program() {
		String classPath = System.getProperty("java.class.path");
		if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
			return List.of("-jar", classPath);
		}
		return List.of("-cp", classPath, QuickstartApplication.class.getName());
	}

}
