/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import io.mxp.transport.connection.ConnectionFigures;

/** Scenarios of what a path does to packets short of losing data. */
final class PathScenarios {

	private static final long MS = 1_000_000;

	private static final double REORDERED = 0.05;

	private PathScenarios() {
	}

	/**
	 * S21: spurious losses of packets sent later than 2 s after the start: at most 1 % at
	 * a depth of 5, 5 % at 20; at 100, everything arrives.
	 */
	static void reordering(Simulation sim) {
		double[] allowed = { 0.01, 0.05, 1 };
		int[] depths = { 5, 20, 100 };
		for (int i = 0; i < depths.length; i++) {
			Reordering result = reordering(sim, depths[i]);
			sim.check(result.spuriousShare <= allowed[i], "depth " + depths[i] + ": " + result);
		}
	}

	/** Sends 5 MB over a path on which one packet in 20 is overtaken by so many. */
	static Reordering reordering(Simulation sim, int depth) {
		sim.bothWays((link) -> link.reorder(0, 0));
		SimulatedConnection client = sim.client().connect(sim.server());
		sim.runUntil(client::isEstablished, 10_000);
		sim.uplink().reorder(REORDERED, depth);
		long start = sim.nowNanos();
		OutgoingStream upload = client.upload(5_000_000, 4_000);
		sim.runForMillis(2_000);
		ConnectionFigures figures = client.figures();
		long sent = figures.packetsSent();
		long spurious = figures.packetsSpuriouslyLost();
		SimulatedConnection server = sim.server().connections().get(sim.server().connections().size() - 1);
		sim.runUntil(() -> {
			IncomingStream stream = server.incoming(upload.streamId());
			return stream != null && stream.isFinished();
		}, 120_000);
		double seconds = (sim.nowNanos() - start) / 1e9;
		sim.check(server.incoming(upload.streamId()).digest().equals(upload.digest()), "the bytes differ");
		sim.runUntilQuiet();
		return new Reordering(depth,
				(figures.packetsSpuriouslyLost() - spurious) / (double) (figures.packetsSent() - sent),
				5 * 8 / seconds);
	}

	/** S22: a call on each of 100 connections, the jitter grows from 1 ms to 1 s. */
	static void jitter(Simulation sim) {
		for (int i = 0; i < 100; i++) {
			long jitterNanos = (long) (MS * Math.pow(1_000, i / 99.0));
			sim.bothWays((link) -> link.jitterNanos(jitterNanos, true));
			SimulatedConnection client = sim.client().connect(sim.server());
			CallOutcome outcome = client.call("question " + i, 30_000);
			sim.runUntil(outcome::isEnded, 40_000);
			sim.check(("question " + i).equals(outcome.answer()),
					"connection " + i + " failed: " + outcome.failure() + ", " + client.closeReason());
			client.close();
		}
		sim.runUntilQuiet();
	}

	/** S28: goodput at least 70 % of that without the losses. */
	static void lostAcks(Simulation sim) {
		double without = uploadSeconds(sim, 0);
		double with = uploadSeconds(sim, 0.5);
		sim.check(without / with >= 0.7, "goodput fell to " + without / with);
	}

	private static double uploadSeconds(Simulation sim, double ackLoss) {
		sim.downlink().loss(0);
		SimulatedConnection client = sim.client().connect(sim.server());
		sim.runUntil(client::isEstablished, 10_000);
		sim.runUntilQuiet();
		sim.downlink().loss(ackLoss);
		long start = sim.nowNanos();
		OutgoingStream upload = client.upload(4_000_000, 4_000);
		SimulatedConnection server = sim.server().connections().get(sim.server().connections().size() - 1);
		sim.runUntil(() -> {
			IncomingStream stream = server.incoming(upload.streamId());
			return stream != null && stream.isFinished();
		}, 120_000);
		// Not until the last acknowledgement is there: that is a matter of luck.
		double seconds = (sim.nowNanos() - start) / 1e9;
		sim.runUntilQuiet();
		sim.check(upload.isFinished(), "the upload did not end");
		sim.downlink().loss(0);
		return seconds;
	}

	/**
	 * What a depth of reordering costs.
	 *
	 * @param depth how many packets overtake one
	 * @param spuriousShare of the packets sent after 2 s, those wrongly declared lost
	 * @param megabitsPerSecond goodput of the whole transfer
	 */
	record Reordering(int depth, double spuriousShare, double megabitsPerSecond) {
	}

}
