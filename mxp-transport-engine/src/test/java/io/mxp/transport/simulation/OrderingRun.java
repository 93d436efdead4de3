/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayDeque;
import java.util.Arrays;

import io.mxp.transport.MessageType;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.connection.MessagePlane;

/**
 * Calls at a steady rate over a path that loses packets, and how long each took from the
 * sending application to the receiving one. The same calls go over the band's UNORDERED
 * stream, where each is delivered when its own bytes are there, or over an ORDERED
 * stream, where a lost packet holds up all that follow.
 */
public final class OrderingRun {

	private static final long SECOND = 1_000_000_000L;

	private static final int DATA_BYTES = 32;

	private final Simulation simulation;

	private final SimulatedConnection client;

	private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();

	private final long[] sentNanos;

	private final long[] latencyNanos;

	private long streamId = -1;

	private int delivered;

	private OrderingRun(long seed, String controller, long rttNanos, double loss, int messages) {
		this.simulation = Simulation.seeded(seed).loss(loss);
		this.simulation.trace().brief();
		this.simulation.bothWays((link) -> link.delayNanos(rttNanos / 2));
		this.simulation.configure((config) -> config.withRecovery(config.recovery().withCongestionControl(controller)));
		this.sentNanos = new long[messages];
		this.latencyNanos = new long[messages];
		this.simulation.server().application().reading(PeerListener.Reading.COUNTING);
		this.client = this.simulation.client().connection();
		this.simulation.runUntilQuiet();
	}

	/**
	 * Runs once.
	 * @param ordered over an ORDERED stream instead of the band's
	 * @param controller the congestion controller
	 * @param seed of the losses, which are the same for the same seed as far as the same
	 * packets are sent
	 * @param rttNanos round trip
	 * @param loss probability of an independent loss, both ways
	 * @param perSecond calls a second, at equal distances
	 * @param seconds for so long
	 * @return the time that each call took, sorted
	 */
	public static long[] latencies(boolean ordered, String controller, long seed, long rttNanos, double loss,
			int perSecond, int seconds) {
		OrderingRun run = new OrderingRun(seed, controller, rttNanos, loss, perSecond * seconds);
		return run.run(ordered, SECOND / perSecond);
	}

	private long[] run(boolean ordered, long gapNanos) {
		long start = this.simulation.nowNanos();
		long[] ids = new long[] { this.client.nextMessageId() + 1 };
		this.simulation.server().application().watch((id) -> onDelivered((int) (id - ids[0])));
		if (ordered) {
			this.streamId = this.client.connection().messages().openStream(PriorityBand.CRITICAL.index(), true);
		}
		this.simulation.check(!ordered || this.streamId >= 0, "no stream was opened");
		for (int i = 0; i < this.sentNanos.length; i++) {
			int number = i;
			this.simulation.at(start + (i + 1) * gapNanos, () -> send(number, ids[0] + number));
		}
		this.simulation.runUntil(() -> this.delivered == this.sentNanos.length, 600_000);
		if (ordered) {
			this.client.connection().messages().finishStream(this.streamId);
			this.client.flush();
		}
		this.simulation.runUntilQuiet();
		this.simulation.closeAndCheck();
		Arrays.sort(this.latencyNanos);
		return this.latencyNanos;
	}

	private void send(int number, long messageId) {
		this.sentNanos[number] = this.simulation.nowNanos();
		this.waiting.add(Messages.call(messageId, new byte[DATA_BYTES]));
		flush();
	}

	/** What finds no room waits, and its waiting counts. */
	private void flush() {
		MessagePlane messages = this.client.connection().messages();
		for (byte[] next = this.waiting.peek(); next != null; next = this.waiting.peek()) {
			if (this.streamId < 0) {
				if (!messages.send(MessageType.CALL.defaultBand().index(), next, 0, next.length)) {
					break;
				}
			}
			else {
				int taken = messages.writeSome(this.streamId, next, 0, next.length);
				if (taken < next.length) {
					this.waiting.remove();
					this.waiting.addFirst(Arrays.copyOfRange(next, taken, next.length));
					break;
				}
				messages.onWritten();
			}
			this.waiting.remove();
		}
		this.client.flush();
	}

	private void onDelivered(int number) {
		this.simulation.check(this.latencyNanos[number] == 0, "call " + number + " was delivered twice");
		this.latencyNanos[number] = this.simulation.nowNanos() - this.sentNanos[number];
		this.delivered++;
	}

}
