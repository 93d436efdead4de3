/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.DeliveryConfig;
import io.mxp.transport.MessageType;
import io.mxp.transport.SocketConfig;
import org.jspecify.annotations.Nullable;

/**
 * What one run is asked to do; travels to the JVMs of sender and receiver as arguments.
 *
 * @param suite the packets' cipher suite
 * @param jdk feature version of the JDK of both JVMs, or 0 for the one that runs this
 * @param mtuBytes largest UDP payload
 * @param seconds length of the measurement
 * @param warmupSeconds time before it
 * @param driver socket driver of both sides
 * @param idle what their loops do without work
 * @param delivery where handlers run
 * @param type type of the one-way messages
 * @param sizeBytes payload of a message; 0 for what the benchmark usually has
 * @param ratePerSecond requests a second of the open loop, or 0 for one outstanding
 * request
 * @param streams how many streams the memory benchmark opens
 * @param jfrDirectory where flight recordings of both JVMs go, or null for none
 * @param quiet no progress on standard error
 */
public record BenchOptions(CipherSuite suite, int jdk, int mtuBytes, int seconds, int warmupSeconds,
		SocketConfig.Driver driver, SocketConfig.Idle idle, DeliveryConfig.Mode delivery, MessageType type,
		int sizeBytes, int ratePerSecond, int streams, @Nullable String jfrDirectory, boolean quiet) {

	/** AES-256-GCM, this JDK, 1,200 bytes, 10 s after 5 s, everything else by default. */
	public static BenchOptions defaults() {
		return new BenchOptions(CipherSuite.AES_256_GCM_SHA256, 0, SocketConfig.MIN_DATAGRAM_BYTES, 10, 5,
				SocketConfig.Driver.AUTO, SocketConfig.Idle.PARK, DeliveryConfig.Mode.EVENT_LOOP, MessageType.EVENT, 0,
				0, 10_000, null, false);
	}

	/**
	 * Reads options.
	 * @throws IllegalArgumentException where one is unknown or its value is wrong; the
	 * message names it
	 */
	public static BenchOptions parse(List<String> arguments) {
		Fields fields = new Fields(defaults());
		for (int i = 0; i < arguments.size(); i++) {
			String argument = arguments.get(i);
			int equals = argument.indexOf('=');
			String name = (equals > 0) ? argument.substring(0, equals) : argument;
			if (name.equals("--json") || name.equals("--quiet")) {
				fields.quiet = true;
				continue;
			}
			if (!name.startsWith("--")) {
				throw new IllegalArgumentException("unexpected argument '" + argument + "'");
			}
			if (equals < 0 && i + 1 == arguments.size()) {
				throw new IllegalArgumentException(name + " needs a value");
			}
			fields.set(name, (equals > 0) ? argument.substring(equals + 1) : arguments.get(++i));
		}
		return fields.build();
	}

	/** The same options as arguments. */
	public List<String> toArguments() {
		List<String> arguments = new ArrayList<>(List.of("--suite", suiteName(), "--jdk", "" + this.jdk, "--mtu",
				"" + this.mtuBytes, "--seconds", "" + this.seconds, "--warmup", "" + this.warmupSeconds, "--driver",
				lower(this.driver), "--idle", lower(this.idle), "--delivery", deliveryName(), "--type", typeName(),
				"--size", "" + this.sizeBytes, "--rate", "" + this.ratePerSecond, "--streams", "" + this.streams));
		if (this.quiet) {
			arguments.add("--quiet");
		}
		return arguments;
	}

	public BenchOptions withSuite(CipherSuite value) {
		Fields fields = new Fields(this);
		fields.suite = value;
		return fields.build();
	}

	public BenchOptions withJdk(int value) {
		Fields fields = new Fields(this);
		fields.jdk = value;
		return fields.build();
	}

	public BenchOptions withMtuBytes(int value) {
		Fields fields = new Fields(this);
		fields.mtuBytes = value;
		return fields.build();
	}

	/** The size asked for, or the one that the benchmark usually has. */
	public BenchOptions withUsualSize(int usualBytes) {
		Fields fields = new Fields(this);
		fields.sizeBytes = (this.sizeBytes > 0) ? this.sizeBytes : usualBytes;
		return fields.build();
	}

	public BenchOptions withIdle(SocketConfig.Idle value) {
		Fields fields = new Fields(this);
		fields.idle = value;
		return fields.build();
	}

	public String suiteName() {
		return (this.suite == CipherSuite.AES_256_GCM_SHA256) ? "aes" : "chacha";
	}

	public String deliveryName() {
		return (this.delivery == DeliveryConfig.Mode.EVENT_LOOP) ? "loop" : "thread";
	}

	public String typeName() {
		return (this.type == MessageType.EVENT) ? "event" : "heartbeat";
	}

	static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	/** The options while they are read. */
	private static final class Fields {

		private CipherSuite suite;

		private int jdk;

		private int mtuBytes;

		private int seconds;

		private int warmupSeconds;

		private SocketConfig.Driver driver;

		private SocketConfig.Idle idle;

		private DeliveryConfig.Mode delivery;

		private MessageType type;

		private int sizeBytes;

		private int ratePerSecond;

		private int streams;

		private @Nullable String jfrDirectory;

		private boolean quiet;

		Fields(BenchOptions from) {
			this.suite = from.suite;
			this.jdk = from.jdk;
			this.mtuBytes = from.mtuBytes;
			this.seconds = from.seconds;
			this.warmupSeconds = from.warmupSeconds;
			this.driver = from.driver;
			this.idle = from.idle;
			this.delivery = from.delivery;
			this.type = from.type;
			this.sizeBytes = from.sizeBytes;
			this.ratePerSecond = from.ratePerSecond;
			this.streams = from.streams;
			this.jfrDirectory = from.jfrDirectory;
			this.quiet = from.quiet;
		}

		BenchOptions build() {
			return new BenchOptions(this.suite, this.jdk, this.mtuBytes, this.seconds, this.warmupSeconds, this.driver,
					this.idle, this.delivery, this.type, this.sizeBytes, this.ratePerSecond, this.streams,
					this.jfrDirectory, this.quiet);
		}

		void set(String name, String value) {
			switch (name) {
				case "--suite" -> this.suite = choice(name, value, "aes", "chacha").equals("aes")
						? CipherSuite.AES_256_GCM_SHA256 : CipherSuite.CHACHA20_POLY1305_SHA256;
				case "--jdk" -> this.jdk = number(name, value, 0, 99);
				case "--mtu" -> this.mtuBytes = number(name, value, SocketConfig.MIN_DATAGRAM_BYTES, 65_000);
				case "--seconds" -> this.seconds = number(name, value, 1, 600);
				case "--warmup" -> this.warmupSeconds = number(name, value, 0, 600);
				case "--driver" -> this.driver = SocketConfig.Driver
					.valueOf(choice(name, value, "auto", "nio", "epoll").toUpperCase(Locale.ROOT));
				case "--idle" ->
					this.idle = SocketConfig.Idle.valueOf(choice(name, value, "park", "spin").toUpperCase(Locale.ROOT));
				case "--delivery" -> this.delivery = choice(name, value, "loop", "thread").equals("loop")
						? DeliveryConfig.Mode.EVENT_LOOP : DeliveryConfig.Mode.THREAD;
				case "--type" -> this.type = choice(name, value, "event", "heartbeat").equals("event")
						? MessageType.EVENT : MessageType.AGENT_HEARTBEAT;
				case "--size" -> this.sizeBytes = number(name, value, 0, 16 << 20);
				case "--rate" -> this.ratePerSecond = number(name, value, 0, 10_000_000);
				case "--streams" -> this.streams = number(name, value, 1, 100_000);
				case "--jfr" -> this.jfrDirectory = value;
				default -> throw new IllegalArgumentException("unknown option " + name);
			}
		}

		private static String choice(String name, String value, String... choices) {
			if (!List.of(choices).contains(value)) {
				throw new IllegalArgumentException(
						name + " is one of " + String.join(", ", choices) + ", not '" + value + "'");
			}
			return value;
		}

		private static int number(String name, String value, int least, int most) {
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
					name + " is a number from " + least + " to " + most + ", not '" + value + "'");
		}

	}

}
