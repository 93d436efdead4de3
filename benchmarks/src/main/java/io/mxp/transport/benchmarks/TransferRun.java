/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks;

import io.mxp.transport.benchmarks.peer.Values;

/**
 * One-way messages as fast as they go: messages and payload bytes a second at the
 * receiver's handler. Over MXP every message that was accepted must have arrived in the
 * end, or the run fails.
 */
final class TransferRun extends Run {

	private static final int SETTLE_ATTEMPTS = 100;

	private final Kind kind;

	TransferRun(Kind kind, BenchOptions options, Progress progress) {
		super(options.withUsualSize(kind.usualSizeBytes), progress, kind.peer);
		this.kind = kind;
	}

	@Override
	String receiverRole() {
		return this.kind.receiverRole;
	}

	@Override
	String senderRole() {
		return this.kind.senderRole;
	}

	@Override
	String title() {
		return this.kind.figure;
	}

	@Override
	void measure(MeasuredJvm sender, MeasuredJvm receiver) {
		sender.on("start");
		pass(this.options.warmupSeconds(), "warm-up", receiver, "messages");
		Values receiverBefore = receiver.on("mark");
		Values senderBefore = sender.on("mark");
		double busyBefore = MachineLoad.busySeconds();
		pass(this.options.seconds(), "measuring", receiver, "messages");
		Values receiverAfter = receiver.on("mark");
		Values senderAfter = sender.on("mark");
		double busy = MachineLoad.busySeconds() - busyBefore;
		long sent = sender.on("stop").number("sent");
		double seconds = receiverAfter.since(receiverBefore, "nanos") / NANOS_PER_SECOND;
		long messages = receiverAfter.since(receiverBefore, "messages");
		Window window = new Window(sender.opened().text("driver"), seconds,
				senderAfter.since(senderBefore, "cpuNanos") / NANOS_PER_SECOND,
				receiverAfter.since(receiverBefore, "cpuNanos") / NANOS_PER_SECOND, messages,
				senderAfter.since(senderBefore, "packetsSent"), losses(senderBefore, senderAfter, receiver, sent),
				busy);
		if (messages == 0) {
			throw new BenchFailure("No message arrived during the measurement of " + title());
		}
		double rate = messages / seconds;
		double bytes = rate * this.options.sizeBytes();
		print(figure(this.kind.figure, rate, "messages/s", window).with("payloadBytes", this.options.sizeBytes())
			.with("payloadBytesPerSecond", bytes));
		this.progress.done(
				"%-12s %,14.0f messages/s  %,9.1f MB/s  sender %3.0f %%, receiver %3.0f %% of a core, others %.2f cores  (%s)",
				this.kind.figure, rate, bytes / 1e6, 100 * window.senderCpuSeconds() / seconds,
				100 * window.receiverCpuSeconds() / seconds, window.foreignCores(), conditions());
	}

	private long losses(Values before, Values after, MeasuredJvm receiver, long sent) {
		if (!this.kind.reliable) {
			return Math.max(0, sent - receiver.on("mark").number("messages"));
		}
		long arrived = receiver.on("mark").number("messages");
		for (int i = 0; arrived < sent && i < SETTLE_ATTEMPTS; i++) {
			pass(1, "waiting for the rest", receiver, "messages");
			long now = receiver.on("mark").number("messages");
			if (now == arrived) {
				break;
			}
			arrived = now;
		}
		if (arrived != sent) {
			throw new BenchFailure(sent + " messages were accepted, but " + arrived + " arrived");
		}
		return after.since(before, "packetsLost");
	}

	/** What is transferred, and over what. */
	enum Kind {

		/** 64-byte messages. */
		THROUGHPUT("throughput", "mxp", "receiver", "transfer", 64, true),

		/** 16 KiB messages. */
		BULK("bulk", "mxp", "receiver", "transfer", 16_384, true),

		/** The same datagrams without a protocol. */
		RAW("raw", "udp-batched", "raw-receiver", "raw-transfer", 64, false),

		/** A datagram for each message. */
		RAW_SINGLE("raw-single", "udp-single", "nio-receiver", "nio-transfer", 64, false);

		private final String figure;

		private final String peer;

		private final String receiverRole;

		private final String senderRole;

		private final int usualSizeBytes;

		private final boolean reliable;

		Kind(String figure, String peer, String receiverRole, String senderRole, int usualSizeBytes, boolean reliable) {
			this.figure = figure;
			this.peer = peer;
			this.receiverRole = receiverRole;
			this.senderRole = senderRole;
			this.usualSizeBytes = usualSizeBytes;
			this.reliable = reliable;
		}

	}

}
