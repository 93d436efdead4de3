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

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageType;
import io.mxp.transport.connection.ConnectionState;

/**
 * Whatever an application may do, at any time, over a network that does whatever it
 * likes: messages, calls, streams, datagrams, closes, in random order.
 */
final class RandomApi {

	private static final int ACTIONS = 300;

	private static final long PATIENCE_MILLIS = 600_000;

	private static final double LOSS = 0.05;

	private static final double ALLOCATION_FAILURES = 0.01;

	private final Simulation sim;

	private final SplittableRandom random;

	private final double leastLoss;

	private final List<SimulatedConnection> clients = new ArrayList<>();

	private final List<CallOutcome> calls = new ArrayList<>();

	private final List<OutgoingStream> uploads = new ArrayList<>();

	private final List<SimulatedConnection> uploaders = new ArrayList<>();

	private final Set<OutgoingStream> abandoned = new HashSet<>();

	private int lastEvents;

	/**
	 * Prepares a run.
	 * @param leastLoss how much is lost at least, both ways, until the end
	 */
	RandomApi(Simulation sim, double leastLoss) {
		this.sim = sim;
		this.leastLoss = leastLoss;
		this.random = sim.content("actions");
		sim.verificationMillis(sim.seed() % 3);
		connect();
	}

	/** S34: nothing hangs, throws or gets lost though memory is refused now and then. */
	static void withAllocationFailures(Simulation sim) {
		sim.loss(LOSS);
		sim.server().failAllocations(ALLOCATION_FAILURES);
		sim.client().failAllocations(ALLOCATION_FAILURES);
		new RandomApi(sim, LOSS).run();
		sim.check(sim.client().allocationFailures() > 0 && sim.server().allocationFailures() > 0,
				"no allocation failed: the scenario shows nothing");
	}

	/** Acts, then waits until all that was begun has ended well. */
	void run() {
		for (int i = 0; i < ACTIONS; i++) {
			act();
		}
		end();
	}

	private void act() {
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
	private void end() {
		this.sim.bothWays((link) -> link.down(false).loss(this.leastLoss).duplicate(0).corrupt(0).reorder(0, 1));
		this.sim.server().application().reading(PeerListener.Reading.PROMPT);
		this.sim.client().application().reading(PeerListener.Reading.PROMPT);
		SimulatedConnection last = this.sim.client().connect(this.sim.server());
		this.clients.add(last);
		for (int i = 0; i < 5; i++) {
			last.send("at last " + i);
			this.lastEvents++;
		}
		this.sim.runUntil(this.sim::isQuiet, PATIENCE_MILLIS);
		this.sim.check(this.calls.stream().allMatch(CallOutcome::isEnded), "a call waits for ever");
		checkUploads();
		long arrived = this.sim.server().received().stream().filter((text) -> text.startsWith("at last")).count();
		this.sim.check(arrived == this.lastEvents, arrived + " of the last " + this.lastEvents + " events arrived");
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
			case 0 -> this.sim.loss(Math.max(chance, this.leastLoss));
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
				String upload = "upload " + stream.streamId();
				this.sim.check(stream.isFinished(), upload + " is not finished");
				this.sim.check(
						this.sim.server()
							.connections()
							.stream()
							.map((server) -> server.incoming(stream.streamId()))
							.anyMatch((read) -> read != null && read.isFinished()
									&& read.digest().equals(stream.digest())),
						upload + " did not arrive as it was written");
			}
		}
	}

}
