/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.mxp.transport.connection.ConnectionState;

/**
 * S33: one connection for hours of virtual time, with keys changed every minute, a little
 * traffic of every kind every minute, 1 % loss, and an outage every hour. What both
 * endpoints keep is measured every hour and stays flat.
 */
final class SoakScenario {

	/** The soak of the requirements has 24: {@code -Dmxp.soak.hours=24}. */
	private static final int HOURS = Integer.getInteger("mxp.soak.hours", 2);

	private static final int MEGABYTE = 1_000_000;

	private static final int MINUTES_OF_AN_HOUR = 60;

	private static final int OUTAGE_MILLIS = 3_000;

	private final Simulation sim;

	private final SplittableRandom random;

	private final SimulatedConnection client;

	private final List<CallOutcome> calls = new ArrayList<>();

	private int events;

	/** The socket that the client sends from. */
	private int local;

	private SoakScenario(Simulation sim) {
		this.sim = sim;
		this.random = sim.content("soak");
		this.client = sim.client().connection();
	}

	static void run(Simulation sim) {
		new SoakScenario(sim.loss(0.01)).run();
	}

	private void run() {
		// Pools and tables reach the size that the largest load needs.
		this.client.download(MEGABYTE);
		this.client.upload(MEGABYTE, 4_000);
		this.sim.runUntilQuiet();
		long clientBytes = 0;
		long serverBytes = 0;
		int timers = 0;
		for (int hour = 0; hour < HOURS; hour++) {
			for (int minute = 0; minute < MINUTES_OF_AN_HOUR; minute++) {
				minute(minute);
				this.sim.runForMillis(60_000 - this.random.nextInt(1_000));
			}
			outage();
			move(hour);
			this.sim.runUntilQuiet();
			this.sim.check(this.client.state() == ConnectionState.ESTABLISHED, "the connection ended");
			checkDelivery();
			long clientNow = StateSize.of(this.sim.client().endpoint());
			long serverNow = StateSize.of(this.sim.server().endpoint());
			int timersNow = this.sim.client().endpoint().timerCount() + this.sim.server().endpoint().timerCount();
			if (hour == 0) {
				clientBytes = clientNow;
				serverBytes = serverNow;
				timers = timersNow;
			}
			checkFlat("the client", hour, clientBytes, clientNow);
			checkFlat("the server", hour, serverBytes, serverNow);
			this.sim.check(timersNow == timers, timersNow + " timers after " + timers);
		}
		// An update every 54 to 60 s, by either side.
		long updates = this.client.figures().keyUpdates();
		this.sim.check(updates >= HOURS * 59L, updates + " key updates in " + HOURS + " hours");
	}

	private void minute(int minute) {
		this.client.send("event " + this.events++);
		this.calls.add(this.client.call("call " + this.calls.size(), 30_000));
		this.client.datagram(this.events, Messages.utf8("datagram " + this.events++), 1_000);
		if (minute % 10 == 0) {
			this.client.echo(this.random.nextInt(1, 4_000));
			this.client.download(this.random.nextInt(1, 20_000));
			this.client.upload(this.random.nextInt(1, 20_000), 4_000);
		}
	}

	private void outage() {
		this.sim.bothWays((link) -> link.down(true));
		this.client.send("event " + this.events++);
		this.sim.runForMillis(OUTAGE_MILLIS);
		this.sim.bothWays((link) -> link.down(false));
	}

	/** Another address each hour, found out by the server or chosen by the client. */
	private void move(int hour) {
		InetSocketAddress address = SimulatedNetwork.address(120 + hour, 40_000);
		if (hour % 2 == 0) {
			this.sim.client().rebind(this.local, address);
		}
		else {
			this.local = hour;
			this.sim.client().openSocket(hour, address);
			this.sim.check(this.client.migrate(hour), "the client cannot move in hour " + hour);
		}
		this.client.send("event " + this.events++);
		// Behind the outage the client's window may be full of what was lost: then the
		// next probe is the first that the server sees of the new address.
		this.sim.runUntil(() -> this.sim.server().connection().connection().remoteAddress().equals(address),
				2 * OUTAGE_MILLIS);
		// Until the old path is forgotten.
		this.sim.runForMillis(OUTAGE_MILLIS);
	}

	/** Every call was answered, every stream arrived; datagrams may be lost. */
	private void checkDelivery() {
		for (int i = 0; i < this.calls.size(); i++) {
			this.sim.check(this.calls.get(i).isEnded(), "call " + i + " is open");
		}
		long answered = this.calls.stream().filter((call) -> call.answer() != null).count();
		this.sim.check(answered == this.calls.size(), answered + " of " + this.calls.size() + " calls were answered");
		this.sim.check(this.client.figures().openStreams() == 0, "streams are open");
		this.sim.check(this.client.incomingStreams().stream().allMatch(IncomingStream::isFinished),
				"a download did not end");
	}

	private void checkFlat(String who, int hour, long first, long now) {
		this.sim.check(Math.abs(now - first) * 100 <= first,
				who + " keeps " + now + " bytes after hour " + (hour + 1) + ", " + first + " after the first");
	}

}
