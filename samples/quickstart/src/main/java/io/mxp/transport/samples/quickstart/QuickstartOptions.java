/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart;

import java.util.ArrayList;
import java.util.List;

/**
 * What was asked for on the command line.
 *
 * @param exit whether to end after the run
 * @param transport auto, nio or epoll
 * @param port UDP port, or {@link #DEFAULT_PORT}
 * @param httpPort HTTP port, or {@link #DEFAULT_PORT}
 * @param calls how many calls the second agent makes
 * @param lossPercent share of the datagrams that the network loses, in percent
 * @param delayMillis how long the network takes, one way
 */
record QuickstartOptions(boolean exit, String transport, int port, int httpPort, int calls, double lossPercent,
		int delayMillis) {

	/** The usual port, or a random one where that is taken. */
	static final int DEFAULT_PORT = -1;

	static final String USAGE = """
			Usage: bin/quickstart [OPTIONS]

			Starts a Spring Boot application with an MXP server, then a second agent in its own process that connects
			to it over UDP. Shows what they say to each other, then keeps the server running until Ctrl-C.

			Options
			  --exit                      end after the run, with status 0 if all went well
			  --transport=auto|nio|epoll  socket driver of both agents   (auto: epoll where it is there)
			  --port=N                    UDP port, 0 for a random one   (9000, or a random one where that is taken)
			  --http-port=N               HTTP port of Actuator          (8080, or a random one where that is taken)
			  --calls=N                   calls of the second agent      (1000; 200 with --loss or --delay)
			  --loss=PERCENT              lose so many datagrams, each way, 0 to 50   (0)
			  --delay=MS                  delay datagrams, each way, 0 to 1000        (0)
			  --help                      this text""";

	private static final int MAX_PORT = 65_535;

	private static final int MAX_CALLS = 1_000_000;

	/** Over this the handshake may not come through in the time that a user waits. */
	private static final int MAX_LOSS_PERCENT = 50;

	private static final int MAX_DELAY_MILLIS = 1_000;

	/** Each call takes a round trip: on a slow network fewer do. */
	private static final int CALLS = 1_000;

	private static final int CALLS_IMPAIRED = 200;

	/**
	 * Reads the command line.
	 * @throws IllegalArgumentException where an option is unknown or its value wrong
	 */
	static QuickstartOptions parse(String... arguments) {
		boolean exit = false;
		String transport = "auto";
		int port = DEFAULT_PORT;
		int httpPort = DEFAULT_PORT;
		int calls = 0;
		double lossPercent = 0;
		int delayMillis = 0;
		List<String> words = separate(arguments);
		for (int i = 0; i < words.size(); i++) {
			String option = words.get(i);
			if (option.equals("--exit")) {
				exit = true;
				continue;
			}
			if (!List.of("--transport", "--port", "--http-port", "--calls", "--loss", "--delay").contains(option)) {
				throw new IllegalArgumentException("Unknown option '" + option + "'");
			}
			if (++i == words.size()) {
				throw new IllegalArgumentException(option + " needs a value");
			}
			String value = words.get(i);
			switch (option) {
				case "--transport" -> transport = driver(value);
				case "--port" -> port = number(option, value, 0, MAX_PORT);
				case "--http-port" -> httpPort = number(option, value, 0, MAX_PORT);
				case "--loss" -> lossPercent = percent(option, value);
				case "--delay" -> delayMillis = number(option, value, 0, MAX_DELAY_MILLIS);
				default -> calls = number(option, value, 1, MAX_CALLS);
			}
		}
		if (calls == 0) {
			calls = (lossPercent > 0 || delayMillis > 0) ? CALLS_IMPAIRED : CALLS;
		}
		return new QuickstartOptions(exit, transport, port, httpPort, calls, lossPercent, delayMillis);
	}

	/**
	 * Whether the second agent reaches the server through a network that is not perfect.
	 */
	boolean isImpaired() {
		return this.lossPercent > 0 || this.delayMillis > 0;
	}

	/** Splits "--port=1" into two words. */
	private static List<String> separate(String... arguments) {
		List<String> words = new ArrayList<>();
		for (String argument : arguments) {
			int equals = argument.indexOf('=');
			if (argument.startsWith("--") && equals > 0) {
				words.add(argument.substring(0, equals));
				words.add(argument.substring(equals + 1));
			}
			else {
				words.add(argument);
			}
		}
		return words;
	}

	private static String driver(String value) {
		if (!List.of("auto", "nio", "epoll").contains(value)) {
			throw new IllegalArgumentException("--transport is auto, nio or epoll, not '" + value + "'");
		}
		return value;
	}

	private static double percent(String option, String value) {
		try {
			double percent = Double.parseDouble(value);
			if (percent >= 0 && percent <= MAX_LOSS_PERCENT) {
				return percent;
			}
		}
		catch (NumberFormatException ex) {
			// said below
		}
		throw new IllegalArgumentException(
				option + " is a number of percent from 0 to " + MAX_LOSS_PERCENT + ", not '" + value + "'");
	}

	private static int number(String option, String value, int least, int most) {
		try {
			int number = Integer.parseInt(value);
			if (number >= least && number <= most) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// said below
		}
		throw new IllegalArgumentException(
				option + " is a number from " + least + " to " + most + ", not '" + value + "'");
	}

}
