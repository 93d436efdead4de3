/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mxp.transport.DatagramFate;

/**
 * Scenarios of datagrams.
 */
final class DatagramScenarios {

	/** One datagram fills a packet: two do not fit into one. */
	private static final int PAYLOAD_BYTES = 1_000;

	/** The base link carries 20 Mbit/s: a packet of about 1,100 bytes in 440 us. */
	private static final int SPACING_MICROS = 44;

	private static final int DATAGRAMS = 5_000;

	private static final long TIME_TO_LIVE_MILLIS = 100;

	private DatagramScenarios() {
	}

	/**
	 * S32: datagrams at ten times the rate of the link: none is sent twice, each has one
	 * fate, and no more is in flight than the window, which the peers check themselves.
	 */
	static void burst(Simulation sim) {
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		long packetsBefore = client.figures().packetsSent();
		long accepted = 0;
		for (int i = 0; i < DATAGRAMS; i++) {
			byte[] payload = new byte[PAYLOAD_BYTES];
			byte[] name = Messages.utf8(i + ";");
			System.arraycopy(name, 0, payload, 0, name.length);
			accepted += client.datagram(i, payload, TIME_TO_LIVE_MILLIS) ? 1 : 0;
			sim.runForMicros(SPACING_MICROS);
		}
		sim.runUntilQuiet();
		// The last ones are acknowledged, lost or too old by now.
		sim.runForMillis(1_000);
		SimulatedConnection server = sim.server().connection();
		List<Long> arrived = server.received()
			.stream()
			.map((text) -> Long.valueOf(text.substring(0, text.indexOf(';'))))
			.toList();
		Set<Long> once = new HashSet<>(arrived);
		Map<DatagramFate, List<Long>> fates = new EnumMap<>(DatagramFate.class);
		Set<Long> known = new HashSet<>();
		int count = 0;
		for (DatagramFate fate : DatagramFate.values()) {
			fates.put(fate, client.datagrams(fate));
			known.addAll(client.datagrams(fate));
			count += client.datagrams(fate).size();
		}
		List<Long> dropped = fates.get(DatagramFate.QUEUE_FULL);
		List<Long> expired = fates.get(DatagramFate.EXPIRED);
		long acknowledged = fates.get(DatagramFate.ACKNOWLEDGED).size();
		long lost = fates.get(DatagramFate.LOST).size();
		String figures = accepted + " accepted, " + arrived.size() + " arrived, " + acknowledged + " acknowledged, "
				+ lost + " lost, " + dropped.size() + " dropped, " + expired.size() + " too old";
		sim.check(accepted == DATAGRAMS, "drop oldest refuses nothing: " + figures);
		sim.check(once.size() == arrived.size(), "a datagram arrived twice: " + figures);
		sim.check(count == accepted && known.size() == accepted, "not each datagram has one fate: " + figures);
		sim.check(dropped.stream().noneMatch(once::contains) && expired.stream().noneMatch(once::contains),
				"one that was dropped arrived: " + figures);
		sim.check(once.containsAll(fates.get(DatagramFate.ACKNOWLEDGED)), "one that was acknowledged did not arrive");
		sim.check(dropped.size() + expired.size() > accepted / 2, "the queue never overflowed: " + figures);
		sim.check(arrived.size() > accepted / 50, "next to nothing arrived: " + figures);
		// Each went out in a packet of its own, once; the rest is acknowledgements and
		// probes.
		long packets = client.figures().packetsSent() - packetsBefore;
		sim.check(packets <= acknowledged + lost + 60, packets + " packets: something was sent again: " + figures);
	}

}
