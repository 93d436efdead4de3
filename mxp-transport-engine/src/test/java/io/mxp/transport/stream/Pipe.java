/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

import io.mxp.transport.DatagramConfig;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * Two multiplexers joined by a pipe that loses, reorders and declares packets lost that
 * are not; a fake of recovery tells each side what became of its frames.
 */
final class Pipe {

	private static final int BURST = 16;

	final CollectingSink clientSink = new CollectingSink();

	final CollectingSink serverSink = new CollectingSink();

	final StreamMultiplexer client;

	final StreamMultiplexer server;

	final ChunkPool clientPool = new ChunkPool(1 << 20);

	final ChunkPool serverPool = new ChunkPool(1 << 20);

	private final SplittableRandom random;

	private final PriorityQueue<Event> events = new PriorityQueue<>();

	private double loss;

	private double spurious;

	private int delayTicks = 1;

	private int payloadBytes = 1152;

	private long tick;

	private long order;

	long packets;

	long lost;

	Pipe(long seed, FlowConfig clientFlow, FlowConfig serverFlow, SchedulerConfig scheduler) {
		this.random = new SplittableRandom(seed);
		this.client = new StreamMultiplexer(true, clientFlow, scheduler, DatagramConfig.defaults(), Records.FRAMING,
				this.clientSink, this.clientPool);
		this.server = new StreamMultiplexer(false, serverFlow, scheduler, DatagramConfig.defaults(), Records.FRAMING,
				this.serverSink, this.serverPool);
		this.clientSink.multiplexer = this.client;
		this.serverSink.multiplexer = this.server;
		parameters(this.client, serverFlow);
		parameters(this.server, clientFlow);
	}

	static Pipe withDefaults(long seed) {
		return new Pipe(seed, FlowConfig.defaults(), FlowConfig.defaults(), SchedulerConfig.defaults());
	}

	static Pipe with(long seed, FlowConfig flow) {
		return new Pipe(seed, flow, flow, SchedulerConfig.defaults());
	}

	private static void parameters(StreamMultiplexer multiplexer, FlowConfig peer) {
		multiplexer.onPeerParameters(peer.connectionWindowBytes(), peer.streamWindowBytes(), peer.bandWindowBytes(),
				peer.maxStreamsBidirectional(), peer.maxStreamsUnidirectional(), 65_535);
	}

	Pipe bad(double loss, double spurious, int delayTicks) {
		this.loss = loss;
		this.spurious = spurious;
		this.delayTicks = delayTicks;
		return this;
	}

	Pipe payload(int bytes) {
		this.payloadBytes = bytes;
		this.client.onMaxPayload(bytes);
		this.server.onMaxPayload(bytes);
		return this;
	}

	long tick() {
		return this.tick;
	}

	/** One tick: both sides send up to a burst, and what is due arrives. */
	void step() throws ProtocolViolation {
		this.tick++;
		send(this.client, this.server);
		send(this.server, this.client);
		while (!this.events.isEmpty() && this.events.peek().tick <= this.tick) {
			this.events.poll().action.run();
		}
	}

	/** Steps until nothing is under way and nothing wants to be sent. */
	void run(int mostTicks) throws ProtocolViolation {
		long end = this.tick + mostTicks;
		while (isBusy()) {
			if (this.tick > end) {
				throw new AssertionError("still busy after " + mostTicks + " ticks");
			}
			step();
		}
	}

	boolean isBusy() {
		return !this.events.isEmpty() || this.client.hasPending() || this.server.hasPending();
	}

	private void send(StreamMultiplexer from, StreamMultiplexer to) {
		for (int i = 0; i < BURST && from.hasPending(); i++) {
			byte[] packet = new byte[this.payloadBytes];
			FrameWriter writer = new FrameWriter().wrap(packet, 0, packet.length);
			List<long[]> records = new ArrayList<>();
			if (!from.fill(writer, (kind, a, b, c) -> records.add(new long[] { kind, a, b, c }), this.tick)) {
				return;
			}
			this.packets++;
			int length = writer.position();
			long arrival = this.tick + 1 + this.random.nextInt(this.delayTicks);
			if (this.random.nextDouble() < this.loss) {
				this.lost++;
				at(arrival + 2, () -> tellLost(from, records));
				continue;
			}
			at(arrival, () -> Frames.receive(to, packet, length));
			if (this.random.nextDouble() < this.spurious) {
				at(arrival + this.random.nextInt(3), () -> tellLost(from, records));
			}
			at(arrival + 1 + this.random.nextInt(this.delayTicks), () -> tellAcked(from, records));
		}
	}

	private static void tellLost(StreamMultiplexer sender, List<long[]> records) {
		for (long[] record : records) {
			sender.onFrameLost((int) record[0], record[1], record[2], record[3]);
		}
	}

	private static void tellAcked(StreamMultiplexer sender, List<long[]> records) {
		for (long[] record : records) {
			sender.onFrameAcked((int) record[0], record[1], record[2], record[3]);
		}
	}

	private void at(long when, Action action) {
		this.events.add(new Event(when, this.order++, action));
	}

	private interface Action {

		void run() throws ProtocolViolation;

	}

	private record Event(long tick, long order, Action action) implements Comparable<Event> {

		@Override
		public int compareTo(Event other) {
			int byTick = Long.compare(this.tick, other.tick);
			return (byTick != 0) ? byTick : Long.compare(this.order, other.order);
		}

	}

}
