/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.List;
import java.util.stream.IntStream;

import io.mxp.transport.Attack;
import io.mxp.transport.DatagramFate;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageType;
import io.mxp.transport.Requirement;
import io.mxp.transport.connection.ConnectionState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages, calls, streams and flow control over the whole engine. */
class MessageStoryTests {

	private static final long MS = 1_000_000;

	private static final int MIB = 1 << 20;

	private static Simulation fast() {
		return Simulation.seeded(7).delayMillis(5).rate(1_000_000_000, 2_000);
	}

	@Test
	@Requirement("REL-02")
	void largestMessageTravelsBothWays() {
		Simulation sim = fast();
		byte[] there = content(sim, "there", 16 * MIB);
		byte[] back = content(sim, "back", 16 * MIB);
		sim.client().connection().send(MessageType.EVENT, there);
		sim.runUntil(() -> sim.server().connections().size() == 1, 1_000);
		sim.server().connection().send(MessageType.EVENT, back);
		sim.runUntilQuiet();
		assertThat(sim.server().connection().receivedMessages()).hasSize(1);
		assertThat(sim.server().connection().receivedMessages().get(0).payload()).isEqualTo(there);
		assertThat(sim.client().connection().receivedMessages().get(0).payload()).isEqualTo(back);
		sim.closeAndCheck();
	}

	@Test
	void largeMessageDelaysNoSmallOne() {
		Simulation sim = Simulation.seeded(7).baseLink();
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		client.send(MessageType.EVENT, new byte[2 * MIB]);
		sim.runForMillis(500);
		long start = sim.nowNanos();
		CallOutcome call = client.call("quick", 5_000);
		sim.runUntil(call::isEnded, 5_000);
		// A round trip of 30 ms and a full queue of 25 packets, 24 ms.
		assertThat(call.endedAtNanos() - start).isLessThan(80 * MS);
		assertThat(sim.server().connection().receivedMessages()).hasSize(1);
		sim.runUntilQuiet();
		assertThat(sim.server().connection().receivedMessages()).hasSize(2);
		sim.closeAndCheck();
	}

	@Test
	void everyCallGetsItsOwnAnswer() {
		Simulation sim = Simulation.seeded(7).baseLink().loss(0.03);
		SimulatedConnection client = sim.client().connection();
		List<CallOutcome> calls = IntStream.range(0, 1_000).mapToObj((i) -> client.call("call " + i, 30_000)).toList();
		sim.runUntilQuiet();
		for (int i = 0; i < calls.size(); i++) {
			assertThat(calls.get(i).answer()).isEqualTo("call " + i);
		}
		sim.closeAndCheck();
	}

	@Test
	void serverMayCallToo() {
		Simulation sim = Simulation.seeded(7).baseLink();
		sim.client().connection();
		sim.runUntilQuiet();
		CallOutcome call = sim.server().connection().call("are you there?", 1_000);
		sim.runUntilQuiet();
		assertThat(call.answer()).isEqualTo("are you there?");
		sim.closeAndCheck();
	}

	@Test
	void clientsDoNotDisturbEachOther() {
		Simulation sim = Simulation.seeded(7).baseLink();
		for (int i = 0; i < 20; i++) {
			sim.client("client " + i).send("hello from " + i);
		}
		sim.runUntilQuiet();
		assertThat(sim.server().connections()).hasSize(20);
		assertThat(sim.server().received()).hasSize(20).contains("hello from 0", "hello from 19");
		sim.closeAndCheck();
	}

	@Test
	@Requirement({ "REL-17", "REL-18" })
	void readerThatStopsStopsTheWriter() {
		Simulation sim = fast();
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		sim.server().application().reading(PeerListener.Reading.HOARDING);
		OutgoingStream upload = client.upload(20L * MIB, 4_000);
		sim.runForMillis(10_000);
		IncomingStream stream = sim.server().connection().incoming(upload.streamId());
		// One stream window, and no more than one send buffer at the sender.
		assertThat(stream.bytes()).isBetween(MIB - 20_000L, (long) MIB);
		assertThat(client.figures().bufferedSendBytes()).isLessThanOrEqualTo(MIB);
		assertThat(client.figures().bytesInFlight()).isZero();
		long before = stream.bytes();
		sim.server().application().reading(PeerListener.Reading.PROMPT);
		// Credit takes 5 ms, the next bytes 5 ms and a moment.
		sim.runForMillis(11);
		assertThat(stream.bytes()).isGreaterThan(before);
		sim.runUntilQuiet();
		assertThat(stream.isFinished()).isTrue();
		assertThat(stream.digest()).isEqualTo(upload.digest());
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-18")
	void refusedMessagesAreOfferedAgain() {
		Simulation sim = fast();
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		sim.server().application().reading(PeerListener.Reading.REFUSING);
		for (int i = 0; i < 8_000; i++) {
			client.send(MessageType.EVENT, new byte[1_000]);
		}
		sim.runForMillis(5_000);
		assertThat(sim.server().received()).isEmpty();
		// The window of a built-in stream.
		assertThat(sim.server().connection().figures().bufferedReceiveBytes()).isBetween(MIB * 2L - 3_000, MIB * 2L);
		sim.server().application().reading(PeerListener.Reading.PROMPT);
		sim.runUntilQuiet();
		assertThat(sim.server().received()).hasSize(8_000);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-21")
	@Attack("A20")
	void backgroundIsNotStarvedByCalls() {
		Simulation sim = Simulation.seeded(7).baseLink();
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		for (int i = 0; i < 1_500; i++) {
			client.send(MessageType.CALL, new byte[1_000]);
			client.send(MessageType.EVENT, new byte[1_000]);
		}
		sim.server().application().answerCalls(false, 0);
		sim.runForMillis(1_000);
		long events = sim.server()
			.connection()
			.receivedMessages()
			.stream()
			.filter((message) -> message.type() == MessageType.EVENT)
			.count();
		long calls = sim.server().connection().receivedMessages().size() - events;
		// Weights 8 and 1: a ninth of the bytes, and never less than a hundredth.
		assertThat(events).isBetween(calls / 12, calls / 6);
		sim.runUntilQuiet();
		assertThat(sim.server().connection().receivedMessages()).hasSize(3_000);
		sim.closeAndCheck();
	}

	@Test
	void resetStreamTellsTheReader() {
		Simulation sim = Simulation.seeded(7).baseLink();
		SimulatedConnection client = sim.client().connection();
		OutgoingStream upload = client.upload(10L * MIB, 4_000);
		sim.runForMillis(500);
		client.reset(upload, ErrorCode.CANCELLED);
		sim.runUntilQuiet();
		IncomingStream stream = sim.server().connection().incoming(upload.streamId());
		assertThat(stream.isReset()).isTrue();
		assertThat(stream.isFinished()).isFalse();
		assertThat(client.state()).isEqualTo(ConnectionState.ESTABLISHED);
		sim.closeAndCheck();
	}

	@Test
	void readerMayStopTheWriter() {
		Simulation sim = Simulation.seeded(7).baseLink();
		SimulatedConnection client = sim.client().connection();
		OutgoingStream upload = client.upload(10L * MIB, 4_000);
		sim.runForMillis(500);
		sim.server().connection().stopSending(upload.streamId(), ErrorCode.CANCELLED);
		sim.runUntilQuiet();
		assertThat(upload.isFinished()).isTrue();
		assertThat(sim.uplink().sent()).isLessThan(1_500);
		sim.closeAndCheck();
	}

	@Test
	@Requirement({ "REL-13", "REL-22" })
	void datagramsBeyondTheRateAreDroppedAndReported() {
		Simulation sim = Simulation.seeded(7).baseLink();
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		int sent = 0;
		// 1,000 bytes each 80 us: ten times the rate, for two seconds.
		for (int i = 0; i < 25_000; i++) {
			sent += client.datagram(i, new byte[1_000], 200) ? 1 : 0;
			sim.runForMicros(80);
		}
		sim.runUntilQuiet();
		int arrived = sim.server().connection().receivedMessages().size();
		int gone = client.datagrams(DatagramFate.LOST).size() + client.datagrams(DatagramFate.QUEUE_FULL).size()
				+ client.datagrams(DatagramFate.EXPIRED).size();
		assertThat(arrived + gone).isEqualTo(sent);
		assertThat(arrived).isBetween(1_000, 2_800);
		assertThat(client.figures().framesRetransmitted()).isLessThanOrEqualTo(10);
		sim.closeAndCheck();
	}

	@Test
	@Attack("A16")
	void whereMigrationIsOffAReboundPortIsNotThePathOfTheConnection() {
		Simulation sim = Simulation.seeded(7)
			.delayMillis(20)
			.configureServer((config) -> config.withPath(config.path().withMigration(false)));
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		sim.client().rebindPort(41_000);
		client.send("from another port");
		sim.runForMillis(60_000);
		assertThat(sim.server().received()).isEmpty();
		assertThat(client.closeReason().code()).isEqualTo(ErrorCode.IDLE_TIMEOUT);
		sim.closeAndCheck();
	}

	private static byte[] content(Simulation sim, String name, int length) {
		byte[] bytes = new byte[length];
		sim.content(name).nextBytes(bytes);
		return bytes;
	}

}
