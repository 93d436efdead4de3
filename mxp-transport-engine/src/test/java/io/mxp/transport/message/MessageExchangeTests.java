/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.mxp.transport.Requirement;
import io.mxp.transport.message.MessageExchange.Registration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MessageExchangeTests {

	private final List<Long> ended = new ArrayList<>();

	@Test
	void anAnswerFindsItsCallOnce() {
		MessageExchange exchange = new MessageExchange(10, 0);
		assertThat(exchange.register(7, 100, "seven")).isEqualTo(Registration.ACCEPTED);
		assertThat(exchange.register(0, MessageExchange.NO_DEADLINE, "zero")).isEqualTo(Registration.ACCEPTED);
		assertThat(exchange.register(7, 50, "again")).isEqualTo(Registration.DUPLICATE);
		assertThat(exchange.pending()).isEqualTo(2);
		assertThat(exchange.isPending(7)).isTrue();
		assertThat(exchange.complete(7)).isEqualTo("seven");
		assertThat(exchange.complete(7)).isNull();
		assertThat(exchange.complete(8)).isNull();
		assertThat(exchange.complete(0)).isEqualTo("zero");
		assertThat(exchange.pending()).isZero();
	}

	@Test
	void callsExpireInTheOrderOfTheirDeadlines() {
		MessageExchange exchange = new MessageExchange(100, 1);
		long[] deadlines = { 50, 10, 40, Long.MAX_VALUE, 20, -5, 30 };
		for (int i = 0; i < deadlines.length; i++) {
			exchange.register(i, deadlines[i], "call " + i);
		}
		assertThat(exchange.nextDeadlineNanos()).isEqualTo(-5);
		assertThat(exchange.expire(-6, this::onEnded)).isZero();
		assertThat(exchange.expire(20, this::onEnded)).isEqualTo(3);
		assertThat(this.ended).containsExactly(5L, 1L, 4L);
		assertThat(exchange.nextDeadlineNanos()).isEqualTo(30);
		exchange.complete(6);
		assertThat(exchange.nextDeadlineNanos()).isEqualTo(40);
		assertThat(exchange.expire(Long.MAX_VALUE - 1, this::onEnded)).isEqualTo(2);
		assertThat(exchange.nextDeadlineNanos()).isEqualTo(MessageExchange.NO_DEADLINE);
		assertThat(exchange.pending()).isEqualTo(1);
	}

	@Test
	@Requirement("SEC-53")
	void theCapIsExactAndRoomComesBack() {
		MessageExchange exchange = new MessageExchange(MessageExchange.DEFAULT_MAX_PENDING, 2);
		for (int i = 0; i < 65_536; i++) {
			assertThat(exchange.register(i, i, this)).isEqualTo(Registration.ACCEPTED);
		}
		assertThat(exchange.register(65_536, 0, this)).isEqualTo(Registration.FULL);
		assertThat(exchange.pending()).isEqualTo(65_536);
		assertThat(exchange.nextDeadlineNanos()).isZero();
		exchange.complete(123);
		assertThat(exchange.register(65_536, 0, this)).isEqualTo(Registration.ACCEPTED);
		assertThat(exchange.register(65_537, 0, this)).isEqualTo(Registration.FULL);
		assertThatIllegalArgumentException().isThrownBy(() -> new MessageExchange(0, 0));
	}

	@Test
	@Requirement("SEC-53")
	void aCapOfOneHoldsOne() {
		MessageExchange exchange = new MessageExchange(1, 2);
		assertThat(exchange.register(1, 5, this)).isEqualTo(Registration.ACCEPTED);
		assertThat(exchange.register(2, 5, this)).isEqualTo(Registration.FULL);
	}

	@Test
	void everyCallFailsWithTheConnection() {
		MessageExchange exchange = new MessageExchange(100, 3);
		for (int i = 0; i < 40; i++) {
			exchange.register(i, i % 2 == 0 ? i : MessageExchange.NO_DEADLINE, this);
		}
		assertThat(exchange.failAll(this::onEnded)).isEqualTo(40);
		assertThat(this.ended).hasSize(40).isSorted();
		assertThat(exchange.pending()).isZero();
		assertThat(exchange.nextDeadlineNanos()).isEqualTo(MessageExchange.NO_DEADLINE);
	}

	@Test
	void endedCallsMayRegisterOthers() {
		MessageExchange exchange = new MessageExchange(100, 4);
		for (int i = 0; i < 20; i++) {
			exchange.register(i, 1, this);
		}
		assertThat(exchange.expire(1, (id, what) -> exchange.register(id + 100, 2, what))).isEqualTo(20);
		assertThat(exchange.pending()).isEqualTo(20);
		assertThat(exchange.failAll((id, what) -> exchange.register(id + 100, 1, what))).isEqualTo(20);
		assertThat(exchange.failAll(this::onEnded)).isEqualTo(20);
		assertThat(this.ended.get(0)).isEqualTo(200);
	}

	@Test
	void expiryEndsThoughEveryCallIsReplacedByAnExpiredOne() {
		MessageExchange exchange = new MessageExchange(100, 4);
		exchange.register(1, 1, this);
		exchange.register(2, 1, this);
		assertThat(exchange.expire(1, (id, what) -> exchange.register(id + 100, 0, what))).isEqualTo(2);
		assertThat(exchange.nextDeadlineNanos()).isZero();
	}

	@Test
	void behavesLikeAMap() {
		SplittableRandom random = new SplittableRandom(7);
		for (int run = 0; run < 20; run++) {
			MessageExchange exchange = new MessageExchange(300, random.nextLong());
			Map<Long, Call> model = new HashMap<>();
			long now = 0;
			for (int step = 0; step < 5_000; step++) {
				long id = random.nextBoolean() ? random.nextInt(500) : random.nextInt(500) * 0x1_0000_0000L;
				int action = random.nextInt(10);
				if (action < 6) {
					register(exchange, model, new Call(id, deadline(random, now)));
				}
				else if (action < 9) {
					assertThat(exchange.complete(id)).isSameAs(model.remove(id));
				}
				else {
					now += random.nextInt(100);
					expire(exchange, model, now);
				}
				assertThat(exchange.pending()).isEqualTo(model.size());
				assertThat(exchange.nextDeadlineNanos()).isEqualTo(model.values()
					.stream()
					.mapToLong(Call::deadlineNanos)
					.min()
					.orElse(MessageExchange.NO_DEADLINE));
			}
		}
	}

	private static void register(MessageExchange exchange, Map<Long, Call> model, Call call) {
		Registration expected = model.containsKey(call.id()) ? Registration.DUPLICATE
				: (model.size() == 300) ? Registration.FULL : Registration.ACCEPTED;
		assertThat(exchange.register(call.id(), call.deadlineNanos(), call)).isEqualTo(expected);
		if (expected == Registration.ACCEPTED) {
			model.put(call.id(), call);
		}
	}

	private static void expire(MessageExchange exchange, Map<Long, Call> model, long now) {
		List<Call> due = model.values().stream().filter((call) -> call.deadlineNanos() <= now).toList();
		List<Call> expired = new ArrayList<>();
		assertThat(exchange.expire(now, (id, call) -> expired.add((Call) call))).isEqualTo(due.size());
		assertThat(expired).containsExactlyInAnyOrderElementsOf(due)
			.isSortedAccordingTo(Comparator.comparingLong(Call::deadlineNanos));
		due.forEach((call) -> model.remove(call.id()));
	}

	private static long deadline(SplittableRandom random, long now) {
		return (random.nextInt(10) == 0) ? MessageExchange.NO_DEADLINE : now + random.nextInt(1_000);
	}

	private void onEnded(long messageId, Object attachment) {
		this.ended.add(messageId);
	}

	private record Call(long id, long deadlineNanos) {
	}

}
