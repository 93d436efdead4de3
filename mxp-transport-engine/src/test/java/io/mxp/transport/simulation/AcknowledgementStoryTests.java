/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.List;
import java.util.stream.IntStream;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageType;
import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages with REQUIRES_ACK over a network that loses, repeats and delays. */
class AcknowledgementStoryTests {

	private static final long MS = 1_000_000;

	@Test
	@Requirement("REL-02")
	void everyMessageIsAcknowledgedOnceUnderLossAndDuplication() {
		Simulation sim = Simulation.seeded(11).baseLink();
		sim.bothWays((link) -> link.loss(0.05).duplicate(0.2));
		SimulatedConnection client = sim.client().connection();
		List<CallOutcome> outcomes = IntStream.range(0, 500)
			.mapToObj((i) -> client.sendAcknowledged("event " + i, 60_000))
			.toList();
		sim.runUntilQuiet();
		// An outcome that ended twice would have thrown.
		assertThat(outcomes).allMatch((outcome) -> outcome.isEnded() && outcome.failure() == null);
		assertThat(sim.server().received()).hasSize(500).doesNotHaveDuplicates();
		assertThat(client.figures().acksIgnored()).isZero();
		assertThat(sim.client().connection().figures().pendingAcks()).isZero();
		sim.closeAndCheck();
	}

	@Test
	void aHandlerThatNeverEndsIsLeftAtTheDeadline() {
		Simulation sim = Simulation.seeded(11).baseLink();
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		sim.server().application().answerCalls(false, 0);
		long start = sim.nowNanos();
		CallOutcome outcome = client.sendAcknowledged("for ever", 300);
		sim.runUntil(outcome::isEnded, 1_000);
		assertThat(outcome.failure()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
		assertThat(outcome.endedAtNanos() - start).isBetween(300 * MS, 301 * MS);
		assertThat(sim.server().received()).containsExactly("for ever");
		sim.closeAndCheck();
	}

	@Test
	void anAckBehindTheDeadlineIsIgnoredAndCounted() {
		Simulation sim = Simulation.seeded(11).baseLink();
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		sim.server().application().answerCalls(true, 500 * MS);
		CallOutcome late = client.sendAcknowledged("slow", 300);
		sim.runForMillis(1_000);
		assertThat(late.failure()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
		assertThat(client.figures().acksIgnored()).isEqualTo(1);
		sim.closeAndCheck();
	}

	@Test
	void acksTwiceAndOfMessagesNeverSentAreIgnoredAndCounted() {
		Simulation sim = Simulation.seeded(11).baseLink();
		SimulatedConnection client = sim.client().connection();
		CallOutcome outcome = client.sendAcknowledged("once", 1_000);
		sim.runUntilQuiet();
		CallOutcome call = client.call("still answered", 5_000);
		sim.server().application().answerCalls(false, 0);
		sim.server().connection().answer(MessageType.ACK, Messages.ack(1));
		sim.server().connection().answer(MessageType.ACK, Messages.ack(77_777));
		// An Ack is no answer to a call: the second message's id is 2.
		sim.server().connection().answer(MessageType.ACK, Messages.ack(2));
		sim.runForMillis(200);
		assertThat(outcome.failure()).isNull();
		assertThat(client.figures().acksIgnored()).isEqualTo(3);
		assertThat(call.isEnded()).isFalse();
		assertThat(client.received()).isEmpty();
		sim.runForMillis(6_000);
		sim.closeAndCheck();
	}

	@Test
	void soManyMayWaitAndNoneMore() {
		Simulation sim = Simulation.seeded(11)
			.baseLink()
			.configure((config) -> config.withSession(config.session().withMaxPendingCalls(10)));
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		List<CallOutcome> outcomes = IntStream.range(0, 11)
			.mapToObj((i) -> client.sendAcknowledged("event " + i, 1_000))
			.toList();
		assertThat(outcomes.get(10).failure()).isEqualTo(ErrorCode.OVERLOADED);
		sim.runUntilQuiet();
		assertThat(outcomes.subList(0, 10)).allMatch((outcome) -> outcome.isEnded() && outcome.failure() == null);
		assertThat(sim.server().received()).hasSize(10).doesNotContain("event 10");
		sim.closeAndCheck();
	}

	@Test
	void theEndOfTheConnectionEndsTheWait() {
		Simulation sim = Simulation.seeded(11).baseLink();
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		sim.server().application().answerCalls(false, 0);
		CallOutcome outcome = client.sendAcknowledged("hello", 60_000);
		sim.runForMillis(100);
		sim.server().connection().close(ErrorCode.SERVER_SHUTDOWN, "good night");
		sim.runForMillis(100);
		assertThat(outcome.failure()).isEqualTo(ErrorCode.SERVER_SHUTDOWN);
		sim.closeAndCheck();
	}

}
