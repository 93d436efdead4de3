/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageType;
import io.mxp.transport.Requirement;
import io.mxp.transport.connection.ConnectionState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that do anything at any time on a network that does anything at any time.
 * Nothing may throw, hang or leak, and what was not abandoned must arrive.
 */
class RandomApiTests {

	private static final int ACTIONS = 300;

	private static final long PATIENCE_MILLIS = 600_000;

	static LongStream seeds() {
		return SimulationSeeds.all();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "REL-02", "REL-13", "SEC-16" })
	void anythingAtAnyTime(long seed) {
		Story story = new Story(seed);
		for (int i = 0; i < ACTIONS; i++) {
			story.act();
		}
		story.end();
	}

	/** One run: its peers, what they did, what must have arrived in the end. */
	private static final class Story {

		private final Simulation sim;

		private final SplittableRandom random;

		private final List<SimulatedConnection> clients = new ArrayList<>();

		private final List<CallOutcome> calls = new ArrayList<>();

		private final List<OutgoingStream> uploads = new ArrayList<>();

		private final List<SimulatedConnection> uploaders = new ArrayList<>();

		private final Set<OutgoingStream> abandoned = new HashSet<>();

		private int lastEvents;

		Story(long seed) {
			this.sim = Simulation.seeded(seed).baseLink().verificationMillis(seed % 3);
			if (SimulationSeeds.traceDirectory() != null) {
				this.sim.traceTo(SimulationSeeds.traceDirectory().resolve("random-" + seed + ".txt"));
			}
			this.random = this.sim.content("actions");
			connect();
		}

		void act() {
			SimulatedConnection client = this.clients.get(this.random.nextInt(this.clients.size()));
			switch (this.random.nextInt(14)) {
				case 0, 1 -> send(client, this.random.nextInt(2_000));
				case 2 -> send(client, this.random.nextInt(100_000));
				case 3, 4 -> this.calls.add(client.call("call", this.random.nextInt(1, 3_000)));
				case 5 -> upload(client, this.random.nextInt(200_000));
				case 6 -> client.download(this.random.nextInt(200_000));
				case 7 -> client.echo(this.random.nextInt(1, 4_000));
				case 8 -> client.datagram(this.random.nextInt(), new byte[this.random.nextInt(1_400)], 500);
				case 9 -> abandon();
				case 10 -> network();
				case 11 -> reading();
				case 12 -> connectOrClose();
				default -> this.sim.runForMillis(this.random.nextInt(400));
			}
			this.sim.runForMicros(this.random.nextInt(20_000));
		}

		/** The network gets well, everybody reads, everything that was begun ends. */
		void end() {
			this.sim.bothWays((link) -> link.down(false).loss(0).duplicate(0).corrupt(0).reorder(0, 1));
			this.sim.server().application().reading(PeerListener.Reading.PROMPT);
			this.sim.client().application().reading(PeerListener.Reading.PROMPT);
			SimulatedConnection last = this.sim.client().connect(this.sim.server());
			this.clients.add(last);
			for (int i = 0; i < 5; i++) {
				last.send("at last " + i);
				this.lastEvents++;
			}
			this.sim.runUntil(this.sim::isQuiet, PATIENCE_MILLIS);
			assertThat(this.calls).allMatch(CallOutcome::isEnded);
			checkUploads();
			assertThat(this.sim.server().received().stream().filter((text) -> text.startsWith("at last")).count())
				.isEqualTo(this.lastEvents);
			this.sim.closeAndCheck();
		}

		private void send(SimulatedConnection client, int bytes) {
			if (client.closeReason() == null) {
				client.send(MessageType.EVENT, new byte[bytes]);
			}
		}

		private void upload(SimulatedConnection client, int bytes) {
			if (client.closeReason() == null) {
				this.uploads.add(client.upload(bytes, this.random.nextInt(1, 20_000)));
				this.uploaders.add(client);
			}
		}

		private void abandon() {
			if (this.uploads.isEmpty()) {
				return;
			}
			int index = this.random.nextInt(this.uploads.size());
			OutgoingStream stream = this.uploads.get(index);
			SimulatedConnection client = this.uploaders.get(index);
			if (stream.streamId() >= 0 && client.closeReason() == null) {
				this.abandoned.add(stream);
				if (this.random.nextBoolean()) {
					client.reset(stream, ErrorCode.CANCELLED);
				}
				else {
					this.sim.server()
						.live()
						.forEach((server) -> server.stopSending(stream.streamId(), ErrorCode.CANCELLED));
					this.abandoned.addAll(this.uploads);
				}
			}
		}

		private void network() {
			double chance = this.random.nextInt(4) * 0.05;
			switch (this.random.nextInt(6)) {
				case 0 -> this.sim.loss(chance);
				case 1 -> this.sim.bothWays((link) -> link.duplicate(chance));
				case 2 -> this.sim.bothWays((link) -> link.corrupt(chance));
				case 3 -> this.sim.bothWays((link) -> link.reorder(chance, 1 + this.random.nextInt(20)));
				case 4 -> this.sim.uplink().delayNanos(this.random.nextLong(1, 100_000_000));
				default -> {
					this.sim.bothWays((link) -> link.down(true));
					this.sim.runForMillis(this.random.nextInt(1_000));
					this.sim.bothWays((link) -> link.down(false));
				}
			}
		}

		private void reading() {
			PeerListener.Reading[] ways = { PeerListener.Reading.PROMPT, PeerListener.Reading.HOARDING,
					PeerListener.Reading.REFUSING };
			SimulatedPeer peer = this.random.nextBoolean() ? this.sim.server() : this.sim.client();
			peer.application().reading(ways[this.random.nextInt(ways.length)]);
		}

		private void connectOrClose() {
			if (this.clients.size() < 5) {
				connect();
			}
			else {
				SimulatedConnection client = this.clients.remove(this.random.nextInt(this.clients.size()));
				client.close(ErrorCode.APPLICATION_CLOSE, "enough");
			}
		}

		private void connect() {
			this.clients.add(this.sim.client().connect(this.sim.server()));
		}

		private void checkUploads() {
			for (int i = 0; i < this.uploads.size(); i++) {
				OutgoingStream stream = this.uploads.get(i);
				SimulatedConnection client = this.uploaders.get(i);
				if (client.state() == ConnectionState.ESTABLISHED && !this.abandoned.contains(stream)) {
					assertThat(stream.isFinished()).as("upload %s", stream.streamId()).isTrue();
					assertThat(this.sim.server()
						.connections()
						.stream()
						.map((server) -> server.incoming(stream.streamId()))
						.filter((read) -> read != null && read.isFinished())
						.map(IncomingStream::digest)).as("upload %s", stream.streamId()).contains(stream.digest());
				}
			}
		}

	}

}
