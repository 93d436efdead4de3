/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import io.mxp.transport.benchmarks.peer.PeerMain;
import io.mxp.transport.benchmarks.peer.Values;

/**
 * A JVM in which one side of a benchmark runs, on a core of its own where that is
 * possible. Closing ends it, at the latest by force.
 */
final class MeasuredJvm implements AutoCloseable {

	private static final long ANSWER_SECONDS = 60;

	private static final String OVER = "FAILED the process ended";

	private static final boolean TRACING = Boolean.getBoolean("mxp.bench.trace");

	private final String name;

	private final Process process;

	private final PrintStream commands;

	private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(64);

	private final Values opened;

	private MeasuredJvm(String name, Process process) {
		this.name = name;
		this.process = process;
		this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
		Thread reader = new Thread(this::readAnswers, "answers of " + name);
		reader.setDaemon(true);
		reader.start();
		this.opened = await();
	}

	/**
	 * Starts one and waits until its side is open.
	 * @param role a role of {@link PeerMain}
	 * @param port where the other side is, or 0
	 * @param core the core to pin it to, or -1 for none
	 */
	static MeasuredJvm start(String role, int port, int core, BenchOptions options, Map<String, String> environment) {
		List<String> command = new ArrayList<>();
		if (core >= 0) {
			command.addAll(List.of("taskset", "-c", Integer.toString(core)));
		}
		command.addAll(javaCommand(role, options));
		command.addAll(List.of(PeerMain.class.getName(), role, Integer.toString(port)));
		command.addAll(options.toArguments());
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
		builder.environment().putAll(environment);
		try {
			Process process = builder.start();
			try {
				return new MeasuredJvm(role, process);
			}
			catch (BenchFailure ex) {
				process.destroyForcibly();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new BenchFailure("Cannot start " + String.join(" ", command.subList(0, 3)), ex);
		}
	}

	private static List<String> javaCommand(String role, BenchOptions options) {
		List<String> command = new ArrayList<>();
		command.add(JavaHomes.java(options.jdk()).toString());
		command.addAll(List.of("-Xms1g", "-Xmx1g", "-Xmn600m", "-XX:+UseParallelGC", "-XX:+AlwaysPreTouch",
				"-XX:-UsePerfData", "-Dio.netty.leakDetection.level=disabled"));
		int feature = (options.jdk() != 0) ? options.jdk() : Runtime.version().feature();
		if (feature >= 24) {
			command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
		}
		String directory = options.jfrDirectory();
		if (directory != null) {
			Path file = Path.of(directory).resolve(role + ".jfr");
			command.addAll(List.of("-XX:StartFlightRecording=dumponexit=true,settings=profile,filename=" + file,
					"-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints", "-Xlog:jfr*=off"));
		}
		command.addAll(List.of("-cp", System.getProperty("java.class.path")));
		return command;
	}

	/** The core for the n-th side, or -1 where pinning is not possible. */
	static int core(int side) {
		try {
			Process query = new ProcessBuilder("taskset", "-cp", Long.toString(ProcessHandle.current().pid()))
				.redirectErrorStream(true)
				.start();
			String answer = new String(query.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
			List<Integer> cores = cores(answer.substring(answer.lastIndexOf(':') + 1).strip());
			return (query.waitFor() == 0 && cores.size() >= 2) ? cores.get(side) : -1;
		}
		catch (IOException | NumberFormatException ex) {
			return -1;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return -1;
		}
	}

	/** Reads "0-3,8". */
	static List<Integer> cores(String list) {
		List<Integer> cores = new ArrayList<>();
		for (String range : list.split(",")) {
			String[] ends = range.split("-");
			int last = Integer.parseInt(ends[ends.length - 1]);
			for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
				cores.add(core);
			}
		}
		return cores;
	}

	private void readAnswers() {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (line.startsWith("OK ") || line.startsWith("FAILED ")) {
					this.answers.put(line);
				}
			}
			this.answers.put(OVER);
		}
		catch (IOException ex) {
			this.answers.offer(OVER);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** What it said when it was open. */
	Values opened() {
		return this.opened;
	}

	/** Gives a command and waits for its answer, a minute at most. */
	Values on(String command) {
		this.commands.println(command);
		Values answer = await();
		if (TRACING) {
			System.err.println(this.name + " " + command + ": " + answer);
		}
		return answer;
	}

	private Values await() {
		try {
			String answer = this.answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
			if (answer == null) {
				throw new BenchFailure("The " + this.name + " did not answer within " + ANSWER_SECONDS + " s");
			}
			if (answer.startsWith("FAILED ")) {
				throw new BenchFailure("The " + this.name + " failed: " + answer.substring("FAILED ".length()));
			}
			return Values.parse(answer.substring("OK ".length()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new BenchFailure("Interrupted", ex);
		}
	}

	/** Makes the directory that recordings go to. */
	static void prepareRecordings(String directory) {
		try {
			Files.createDirectories(Path.of(directory));
		}
		catch (IOException ex) {
			throw new BenchFailure("Cannot make the directory " + directory, ex);
		}
	}

	@Override
	public void close() {
		this.commands.println("quit");
		this.commands.close();
		try {
			if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
