/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.impairment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two network namespaces joined by a veth pair, and processes in them. Linux, as root,
 * with {@code ip}. {@link #close()} ends the processes and removes everything.
 */
final class Namespaces implements AutoCloseable {

	static final String SERVER_HOST = "10.77.0.1";

	private static final String CLIENT_HOST = "10.77.0.2";

	private static final long BOUND_SECONDS = 120;

	private final String server;

	private final String client;

	private final List<Process> processes = new ArrayList<>();

	private Namespaces(long unique) {
		this.server = "mxp-s" + unique;
		this.client = "mxp-c" + unique;
	}

	/** What is missing to use namespaces on this machine; empty where nothing is. */
	static String missing(String... tools) {
		List<String> needed = new ArrayList<>(List.of("ip"));
		needed.addAll(List.of(tools));
		for (String tool : needed) {
			try {
				run(tool, tool.equals("nft") ? "--version" : "-V");
			}
			catch (IOException ex) {
				return "no " + tool + " on this machine (" + ex.getMessage() + ")";
			}
		}
		String probe = "mxp-p" + ProcessHandle.current().pid();
		try {
			run("ip", "netns", "add", probe);
			run("ip", "netns", "del", probe);
			return "";
		}
		catch (IOException ex) {
			return "no network namespaces here (" + ex.getMessage() + ")";
		}
	}

	static Namespaces open() throws IOException {
		Namespaces made = new Namespaces(ProcessHandle.current().pid());
		try {
			made.build();
			return made;
		}
		catch (IOException ex) {
			made.close();
			throw ex;
		}
	}

	private void build() throws IOException {
		run("ip", "netns", "add", this.server);
		run("ip", "netns", "add", this.client);
		run("ip", "link", "add", "mxp0", "netns", this.server, "type", "veth", "peer", "name", "mxp0", "netns",
				this.client);
		up(this.server, SERVER_HOST);
		up(this.client, CLIENT_HOST);
	}

	private static void up(String namespace, String host) throws IOException {
		run("ip", "-n", namespace, "addr", "add", host + "/24", "dev", "mxp0");
		run("ip", "-n", namespace, "link", "set", "lo", "up");
		run("ip", "-n", namespace, "link", "set", "mxp0", "up");
	}

	/** Drops a share of the UDP packets that come in at either side, each by chance. */
	void dropPercent(int percent) throws IOException {
		for (String namespace : List.of(this.server, this.client)) {
			run("ip", "netns", "exec", namespace, "nft", "add table inet mxp");
			run("ip", "netns", "exec", namespace, "nft",
					"add chain inet mxp input { type filter hook input priority 0 ; }");
			run("ip", "netns", "exec", namespace, "nft",
					"add rule inet mxp input meta l4proto udp numgen random mod 100 < " + percent + " counter drop");
		}
	}

	/** Packets that the rules of a side dropped. */
	long dropped(boolean atServer) throws IOException {
		String rules = run("ip", "netns", "exec", atServer ? this.server : this.client, "nft", "list table inet mxp");
		String behind = rules.substring(rules.indexOf("counter packets ") + "counter packets ".length());
		return Long.parseLong(behind.substring(0, behind.indexOf(' ')));
	}

	/** A token bucket at the client's side: its packets leave at this rate. */
	void limitClient(String rate, int burstBytes, int queueBytes) throws IOException {
		run("tc", "-n", this.client, "qdisc", "add", "dev", "mxp0", "root", "tbf", "rate", rate, "burst",
				String.valueOf(burstBytes), "limit", String.valueOf(queueBytes));
	}

	/** A JVM with this class path in a namespace. */
	Process java(boolean atServer, Class<?> main, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", atServer ? this.server : this.client,
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-cp",
				System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		this.processes.add(process);
		return process;
	}

	/** The rest of the first line of a process that begins so. */
	static String line(Process process, BufferedReader output, String beginning) throws IOException {
		StringBuilder seen = new StringBuilder();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			if (line.startsWith(beginning)) {
				return line.substring(beginning.length()).trim();
			}
			seen.append(line).append('\n');
		}
		throw new AssertionError("process " + process.pid() + " never said '" + beginning + "' but:\n" + seen);
	}

	static BufferedReader output(Process process) {
		return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	private static String run(String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IOException(String.join(" ", command) + ": " + output.trim());
			}
			return output;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

	/** Removes what there is, whatever of it was made. */
	@Override
	public void close() throws IOException {
		for (Process process : this.processes) {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly().onExit().join();
		}
		IOException failure = null;
		String existing = run("ip", "netns", "list");
		for (String namespace : List.of(this.client, this.server)) {
			if (existing.contains(namespace)) {
				try {
					// The veth pair goes with its namespaces.
					run("ip", "netns", "del", namespace);
				}
				catch (IOException ex) {
					failure = ex;
				}
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

}
