/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.CallRequest;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.Requirement;
import io.mxp.transport.SchedulerConfig.Overflow;
import io.mxp.transport.TransportException;
import io.mxp.transport.observe.TransportSnapshot;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Bands by configuration: where a type travels, and what a full queue does. */
class OverflowTests {

	private static final int QUEUE = 64 * 1024;

	private static final int PAYLOAD = 4_000;

	private static TransportPair narrow(Gate gate, Overflow overflow) {
		return TransportPair.with(gate)
			.narrow(QUEUE)
			.both((config) -> config.withScheduler(config.scheduler()
				.withOverflow(PriorityBand.CONTROL, overflow)
				.withMapping(MessageType.CALL, PriorityBand.CONTROL)))
			.start();
	}

	@Test
	@Requirement("SEC-53")
	void whatFindsTheQueueFullWaitsInOrderAndNoMoreThanTheQueueHolds() {
		Gate gate = new Gate();
		try (TransportPair pair = narrow(gate, Overflow.WAIT)) {
			MxpConnection connection = pair.connect();
			List<CompletableFuture<Void>> accepted = new ArrayList<>();
			while (accepted.isEmpty() || !accepted.get(accepted.size() - 1).isCompletedExceptionally()) {
				ByteBuffer payload = ByteBuffer.allocate(PAYLOAD).putInt(0, accepted.size());
				accepted.add(connection.submit(MessageType.AGENT_HEARTBEAT, MessageMetadata.EMPTY, payload));
				payload.putInt(0, -1); // the bytes were copied
				assertThat(accepted).hasSizeLessThan(1_000);
			}
			CompletableFuture<Void> refused = accepted.remove(accepted.size() - 1);
			assertThat(Await.anyFailure(refused)).isInstanceOf(TransportException.Overloaded.class);
			long waiting = accepted.stream().filter((future) -> !future.isDone()).count();
			// 16 x 4,000 fit into 64 KiB, 17 do not; a few may have moved on meanwhile
			assertThat(waiting).isBetween(1L, (long) QUEUE / PAYLOAD);
			gate.open();
			for (CompletableFuture<Void> future : accepted) {
				Await.result(future);
			}
			for (int i = 0; i < accepted.size(); i++) {
				assertThat(ByteBuffer.wrap(gate.nextMessage().payload()).getInt()).isEqualTo(i);
			}
		}
	}

	@Test
	void orIsRefusedAtOnce() {
		Gate gate = new Gate();
		try (TransportPair pair = narrow(gate, Overflow.REFUSE)) {
			MxpConnection connection = pair.connect();
			CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
			for (int i = 0; i < 1_000 && !last.isCompletedExceptionally(); i++) {
				last = connection.submit(MessageType.AGENT_HEARTBEAT, MessageMetadata.EMPTY,
						ByteBuffer.allocate(PAYLOAD));
				assertThat(last).isDone();
			}
			assertThat(Await.anyFailure(last)).isInstanceOf(TransportException.Overloaded.class);
			gate.open();
		}
	}

	@Test
	void aCallThatWaitsForRoomGoesOnOrMeetsItsDeadline() {
		Gate gate = new Gate();
		try (TransportPair pair = narrow(gate, Overflow.WAIT)) {
			MxpConnection connection = pair.connect();
			List<CompletableFuture<Void>> full = new ArrayList<>();
			while (full.isEmpty() || full.get(full.size() - 1).isDone()) {
				full.add(connection.submit(MessageType.AGENT_HEARTBEAT, MessageMetadata.EMPTY,
						ByteBuffer.allocate(PAYLOAD)));
			}
			CompletableFuture<?> patient = connection
				.call(CallRequest.of("echo", Inbox.bytes("patient")).withTimeout(Duration.ofSeconds(30)));
			CompletableFuture<?> hasty = connection
				.call(CallRequest.of("echo", Inbox.bytes("hasty")).withTimeout(Duration.ofMillis(50)));
			assertThat(Await.anyFailure(hasty)).isInstanceOf(TransportException.DeadlineExceeded.class);
			assertThat(patient).isNotDone();
			gate.open();
			Await.result(patient);
		}
	}

	@Test
	void eachSideSendsInTheBandsOfItsOwnConfigurationAndTakesTheOthers() {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.with(inbox)
			.client((config) -> config.withScheduler(config.scheduler()
				.withMapping(MessageType.EVENT, PriorityBand.CRITICAL)
				.withMapping(MessageType.CALL, PriorityBand.BACKGROUND)))
			.start()) {
			MxpConnection connection = pair.connect();
			assertThat(connection.event("urgent", Inbox.bytes("news"))).isTrue();
			assertThat(inbox.nextMessage().text()).isEqualTo("news");
			assertThat(TransportPair.echo(connection, "no hurry")).isEqualTo("no hurry");
			List<TransportSnapshot.Band> client = pair.client().snapshot().bands();
			assertThat(client).extracting(TransportSnapshot.Band::messagesSent).containsExactly(1L, 0L, 0L, 1L);
			// the answer comes in the critical band, where the server sends answers
			List<TransportSnapshot.Band> server = pair.server().snapshot().bands();
			assertThat(server).extracting(TransportSnapshot.Band::messagesReceived).containsExactly(1L, 0L, 0L, 1L);
			assertThat(server).extracting(TransportSnapshot.Band::messagesSent).containsExactly(1L, 0L, 0L, 0L);
		}
	}

}
