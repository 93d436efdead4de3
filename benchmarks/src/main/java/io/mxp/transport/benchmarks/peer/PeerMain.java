/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.peer;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.mxp.transport.FlowConfig;
import io.mxp.transport.benchmarks.BenchOptions;

/**
 * Main class of a measured JVM. Reads commands from standard input, one a line, and
 * answers each with one line, {@code OK name=value…} or {@code FAILED reason}. Ends when
 * its input does, so that it never outlives the runner.
 */
public final class PeerMain {

	private PeerMain() {
	}

	public static void main(String[] arguments) throws Exception {
		PrintStream answers = System.out;
		System.setOut(System.err);
		BenchOptions options = BenchOptions.parse(List.of(arguments).subList(2, arguments.length));
		int status = 0;
		try (Peer peer = open(arguments[0], Integer.parseInt(arguments[1]), options)) {
			answers.println("OK " + peer.opened());
			BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			for (String command = commands.readLine(); command != null
					&& !command.equals("quit"); command = commands.readLine()) {
				answers.println(answer(peer, command));
			}
		}
		catch (Exception ex) {
			answers.println("FAILED " + reason(ex));
			status = 1;
		}
		answers.flush();
		System.exit(status);
	}

	private static Peer open(String role, int port, BenchOptions options) throws Exception {
		return switch (role) {
			case "receiver" -> new MxpReceiver(options, FlowConfig.defaults());
			case "stream-receiver" -> new MxpReceiver(options, MxpPeer.flowOf(options));
			case "transfer" -> new MxpTransferSender(options, port);
			case "latency" -> new MxpLatencySender(options, port);
			case "streams" -> new MxpStreamSender(options, port);
			case "raw-receiver" -> new RawReceiver(options);
			case "raw-transfer" -> new RawTransferSender(options, port);
			case "raw-latency" -> new RawLatencySender(options, port);
			case "nio-receiver" -> new NioReceiver();
			case "nio-transfer" -> new NioTransferSender(options, port);
			default -> throw new IllegalArgumentException("unknown role " + role);
		};
	}

	private static String answer(Peer peer, String command) {
		try {
			return "OK " + peer.on(command);
		}
		catch (Exception ex) {
			return "FAILED " + reason(ex);
		}
	}

	private static String reason(Throwable failure) {
		Throwable cause = failure;
		while (cause.getCause() != null && cause.getMessage() == null) {
			cause = cause.getCause();
		}
		failure.printStackTrace();
		return cause.toString().replace('\n', ' ');
	}

}
