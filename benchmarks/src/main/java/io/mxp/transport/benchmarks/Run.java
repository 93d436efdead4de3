/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.benchmarks.peer.Values;

/**
 * One benchmark with its two JVMs, and what all benchmarks have in common: the keys, the
 * timing, the fields of a figure.
 */
abstract class Run {

	static final double NANOS_PER_SECOND = 1e9;

	final BenchOptions options;

	final Progress progress;

	private final String peer;

	Run(BenchOptions options, Progress progress, String peer) {
		this.options = options;
		this.progress = progress;
		this.peer = peer;
	}

	/** Starts both sides, measures, prints figures, and ends both sides. */
	final void execute() {
		AgentIdentity receiverKey = AgentIdentity.generate("receiver", new SecureRandom());
		AgentIdentity senderKey = AgentIdentity.generate("sender", new SecureRandom());
		String directory = this.options.jfrDirectory();
		if (directory != null) {
			MeasuredJvm.prepareRecordings(directory);
		}
		this.progress.now("%s: starting both sides", title());
		try (MeasuredJvm receiver = MeasuredJvm.start(receiverRole(), 0, MeasuredJvm.core(1), this.options,
				keys(receiverKey, senderKey));
				MeasuredJvm sender = MeasuredJvm.start(senderRole(), (int) receiver.opened().number("port"),
						MeasuredJvm.core(0), this.options, keys(senderKey, receiverKey))) {
			measure(sender, receiver);
		}
	}

	abstract String receiverRole();

	abstract String senderRole();

	abstract void measure(MeasuredJvm sender, MeasuredJvm receiver);

	/** For people: what is measured. */
	abstract String title();

	private static Map<String, String> keys(AgentIdentity own, AgentIdentity other) {
		return Map.of("MXP_BENCH_PRIVATE_KEY", HexFormat.of().formatHex(own.privateKey()), "MXP_BENCH_PEER_KEY",
				HexFormat.of().formatHex(other.staticKey().bytes()));
	}

	final String conditions() {
		int feature = (this.options.jdk() != 0) ? this.options.jdk() : Runtime.version().feature();
		String suite = this.peer.equals("mxp") ? ", " + this.options.suiteName() : "";
		return this.peer + suite + ", JDK " + feature + ", datagrams of " + this.options.mtuBytes() + " bytes";
	}

	/** A figure with everything that says how it came about. */
	final Figure figure(String name, double value, String unit, Window window) {
		int feature = (this.options.jdk() != 0) ? this.options.jdk() : Runtime.version().feature();
		return new Figure(name, value, unit).with("peer", this.peer)
			.with("suite", this.peer.equals("mxp") ? this.options.suiteName() : "none")
			.with("jdk", feature)
			.with("mtu", this.options.mtuBytes())
			.with("driver", window.driver())
			.with("idle", BenchOptions.lower(this.options.idle()))
			.with("delivery", this.options.deliveryName())
			.with("congestion",
					this.options.congestionControl().isEmpty() ? RecoveryConfig.defaults().congestionControl()
							: this.options.congestionControl())
			.with("seconds", window.seconds())
			.with("senderCpuSeconds", window.senderCpuSeconds())
			.with("receiverCpuSeconds", window.receiverCpuSeconds())
			.with("foreignCores", window.foreignCores())
			.with("messages", window.messages())
			.with("packets", window.packets())
			.with("losses", window.losses())
			.with("date", Instant.now().truncatedTo(ChronoUnit.SECONDS))
			.with("commit", System.getenv().getOrDefault("MXP_BENCH_COMMIT", "unknown"));
	}

	static void print(Figure figure) {
		System.out.println(figure.toJson());
		System.out.flush();
	}

	/** Lets time pass, and says each second how far it is. */
	final void pass(int seconds, String phase, MeasuredJvm counting, String counter) {
		Values before = counting.on("mark");
		for (int second = 1; second <= seconds; second++) {
			long end = System.nanoTime() + 1_000_000_000L;
			for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
			if (second < seconds) {
				Values now = counting.on("mark");
				double rate = now.since(before, counter) * NANOS_PER_SECOND / now.since(before, "nanos");
				this.progress.now("%s (%s): %s, %d of %d s, %,.0f a second", title(), conditions(), phase, second,
						seconds, rate);
				before = now;
			}
		}
	}

	/**
	 * What was counted during the measurement.
	 *
	 * @param seconds by the receiver's clock
	 * @param messages that arrived, or round trips
	 * @param packets sent by the sender
	 * @param losses packets declared lost by the sender; without a protocol those that
	 * did not arrive
	 * @param busySeconds CPU time of the whole machine meanwhile
	 */
	record Window(String driver, double seconds, double senderCpuSeconds, double receiverCpuSeconds, long messages,
			long packets, long losses, double busySeconds) {

		/**
		 * Cores that others used meanwhile: above 0.1 the figure is not to be trusted.
		 */
		double foreignCores() {
			return Math.max(0, (this.busySeconds - this.senderCpuSeconds - this.receiverCpuSeconds) / this.seconds);
		}

	}

}
