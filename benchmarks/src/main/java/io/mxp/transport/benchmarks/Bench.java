/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks;

import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.SocketConfig;

/**
 * Main class of {@code bin/bench}. Exit status 0 when every figure was measured, 1 when a
 * run failed, 2 for wrong arguments.
 */
public final class Bench {

	private static final String USAGE = """
			Usage: bin/bench COMMAND [OPTIONS]

			Commands
			  throughput      64-byte messages one way, counted at the receiver's handler
			  bulk            16 KiB messages one way
			  latency         64-byte calls, one outstanding, or --rate N calls a second
			  memory          heap and direct memory of 10,000 streams
			  raw             UDP without a protocol: the same datagrams, a datagram for each message, round trips
			  all             all of these, with both suites, on JDK 17 and 25 where they are found
			  jmh [REGEX…]    the micro-benchmarks; arguments behind -- go to JMH

			Sender and receiver run in JVMs of their own over the loopback, pinned to a core each where taskset is there.
			One JSON line for each figure on standard output, progress on standard error.

			Options
			  --suite aes|chacha       cipher suite                                   (aes)
			  --jdk 17|25              JDK of both JVMs, from JAVA_HOME_17, /usr/lib/jvm, …   (the one in use)
			  --mtu BYTES              largest UDP payload, 1200 to 65000             (1200)
			  --seconds N              length of a measurement                        (10)
			  --warmup N               seconds before it                              (5)
			  --driver auto|nio|epoll  socket driver                                  (auto)
			  --idle park|spin         what loops do without work                     (park)
			  --delivery loop|thread   where handlers run                             (loop)
			  --type event|heartbeat   type of one-way messages                       (event)
			  --size BYTES             payload of a message                           (64; bulk 16384; memory 1024)
			  --rate N                 latency: calls a second, open loop             (one outstanding call)
			  --streams N              memory: how many streams                       (10000)
			  --jfr DIRECTORY          flight recordings of both JVMs
			  --json                   no progress on standard error""";

	private Bench() {
	}

	public static void main(String[] arguments) {
		List<String> words = List.of(arguments);
		if (words.isEmpty() || words.contains("--help") || words.get(0).equals("help")) {
			System.out.println(USAGE);
			System.exit(words.isEmpty() ? 2 : 0);
		}
		try {
			run(words.get(0), words.subList(1, words.size()));
			System.exit(0);
		}
		catch (IllegalArgumentException ex) {
			System.err.println("bench: " + ex.getMessage() + ". 'bin/bench --help' lists commands and options.");
			System.exit(2);
		}
		catch (BenchFailure ex) {
			System.err.println("bench: " + ex.getMessage());
			System.exit(1);
		}
	}

	private static void run(String command, List<String> arguments) {
		if (command.equals("jmh")) {
			jmh(arguments);
			return;
		}
		BenchOptions options = BenchOptions.parse(arguments);
		Progress progress = new Progress(options.quiet());
		switch (command) {
			case "throughput" -> new TransferRun(TransferRun.Kind.THROUGHPUT, options, progress).execute();
			case "bulk" -> new TransferRun(TransferRun.Kind.BULK, options, progress).execute();
			case "latency" -> new LatencyRun(false, options, progress).execute();
			case "memory" -> new MemoryRun(options, progress).execute();
			case "raw" -> raw(options, progress);
			case "all" -> all(options, progress);
			default -> throw new IllegalArgumentException("unknown command '" + command + "'");
		}
	}

	private static void raw(BenchOptions options, Progress progress) {
		new TransferRun(TransferRun.Kind.RAW, options, progress).execute();
		new TransferRun(TransferRun.Kind.RAW_SINGLE, options, progress).execute();
		new LatencyRun(true, options, progress).execute();
	}

	private static void all(BenchOptions options, Progress progress) {
		for (int jdk : new int[] { 17, 25 }) {
			if (!JavaHomes.has(jdk)) {
				progress.done("No JDK %d found: its figures are left out", jdk);
				continue;
			}
			BenchOptions base = options.withJdk(jdk);
			raw(base, progress);
			for (CipherSuite suite : CipherSuite.values()) {
				BenchOptions suited = base.withSuite(suite);
				new TransferRun(TransferRun.Kind.THROUGHPUT, suited, progress).execute();
				new TransferRun(TransferRun.Kind.BULK, suited, progress).execute();
				new LatencyRun(false, suited, progress).execute();
				new LatencyRun(false, suited.withIdle(SocketConfig.Idle.SPIN), progress).execute();
			}
			new MemoryRun(base, progress).execute();
		}
	}

	private static void jmh(List<String> arguments) {
		int separator = arguments.indexOf("--");
		List<String> own = (separator < 0) ? arguments : arguments.subList(0, separator);
		List<String> jmhArguments = (separator < 0) ? List.of() : arguments.subList(separator + 1, arguments.size());
		List<String> patterns = new ArrayList<>();
		int option = 0;
		while (option < own.size() && !own.get(option).startsWith("--")) {
			patterns.add(own.get(option++));
		}
		JmhRun.execute(patterns, BenchOptions.parse(own.subList(option, own.size())), jmhArguments);
	}

}
