/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.ProtocolViolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SentPacketsTests {

	private final Map<Long, String> fates = new HashMap<>();

	private final RttEstimator rtt = new RttEstimator(1_000_000);

	private final CongestionState congestion = new CongestionState(new NewReno(RecoveryConfig.defaults(), 1_000),
			this.rtt, new LossThresholds(3), 1_000);

	private final SentPackets sent = new SentPackets(this.congestion, new Fates(), new AckTracker(0, 1), 4);

	private final FrameRecords staged = new FrameRecords(4);

	private final AckOutcome outcome = new AckOutcome();

	private long nextRecord;

	private long now;

	private int sizeBytes = 1_000;

	@Test
	@Requirement("REL-08")
	void aNumberIsNeverUsedTwice() {
		this.sent.add(5, 0, 100, true, true, this.staged);
		assertThatIllegalArgumentException().isThrownBy(() -> this.sent.add(5, 0, 100, true, true, this.staged));
		assertThatIllegalArgumentException().isThrownBy(() -> this.sent.add(4, 0, 100, true, true, this.staged));
	}

	@Test
	void anAckOfThousandsOfPacketsReportsEachOnce() throws ProtocolViolation {
		for (int number = 0; number < 10_000; number++) {
			send(number, 3, true);
		}
		ack(9_999, 5_000);
		ack(9_999, 4_000);
		ack(9_999, 0);
		assertThat(this.fates).hasSize(30_000).containsValues("acked").doesNotContainValue("lost");
		assertThat(this.congestion.bytesInFlight()).isZero();
	}

	@Test
	void aReceiverThatOnlyAcknowledgesRemembersNothing() {
		for (int number = 0; number < 1_000_000; number++) {
			this.sent.add(number, number, 60, false, false, this.staged);
		}
		assertThat(this.sent.capacity()).isEqualTo(4);
	}

	@Test
	@Requirement("SEC-53")
	void whatCannotBeRememberedCountsAsLost() {
		send(0, 1, true);
		for (int number = 1; number <= SentPackets.MAX_REMEMBERED; number++) {
			this.sent.add(number, 1, 60, false, false, this.staged);
		}
		assertThat(this.sent.capacity()).isEqualTo(SentPackets.MAX_REMEMBERED);
		assertThat(this.fates).containsExactly(Map.entry(0L, "lost"));
		assertThat(this.congestion.bytesInFlight()).isZero();
		assertThat(this.sent.elicitingOpen()).isZero();
	}

	@Test
	@Requirement("REL-05")
	void aSkippedNumberIsNoticedThoughAllBeforeItWasAcknowledged() throws ProtocolViolation {
		send(0, 1, true);
		send(2, 1, true);
		ack(0, 0);
		assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> ack(2, 0));
		ack(2, 2);
		assertThat(this.fates).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	@Requirement("REL-03")
	void booksEqualAModelUnderRandomAcksAndLosses(long seed) throws ProtocolViolation {
		SplittableRandom random = new SplittableRandom(seed);
		TreeMap<Long, Packet> open = new TreeMap<>();
		List<Long> received = new ArrayList<>();
		Map<Long, String> expected = new HashMap<>();
		long next = 0;
		long largestAcked = -1;
		for (int step = 0; step < 4_000; step++) {
			for (int burst = random.nextInt(20); burst > 0; burst--) {
				next += (random.nextInt(50) == 0) ? 1 + random.nextInt(3) : 0;
				boolean eliciting = random.nextInt(5) != 0;
				boolean inFlight = eliciting && random.nextInt(10) != 0;
				long firstRecord = this.nextRecord;
				int records = eliciting ? random.nextInt(4) : 0;
				this.now = step;
				this.sizeBytes = 100 + random.nextInt(1_000);
				send(next, records, eliciting, inFlight);
				if (eliciting) {
					open.put(next, new Packet(firstRecord, records, inFlight ? this.sizeBytes : 0));
				}
				if (random.nextInt(10) != 0) {
					received.add(next);
				}
				next++;
			}
			if (random.nextBoolean() && !received.isEmpty()) {
				List<long[]> ranges = someRanges(received, random);
				for (long[] range : ranges) {
					for (Packet packet : open.subMap(range[1], true, range[0], true).values()) {
						packet.expect(expected, "acked");
					}
					open.subMap(range[1], true, range[0], true).clear();
					largestAcked = Math.max(largestAcked, range[0]);
				}
				ackRanges(ranges);
			}
			if (random.nextInt(3) == 0) {
				long lostUpTo = Math.min(largestAcked, largestAcked - random.nextInt(40));
				for (Packet packet : open.headMap(lostUpTo, true).values()) {
					packet.expect(expected, "lost");
				}
				open.headMap(lostUpTo, true).clear();
				this.outcome.begin();
				this.sent.detectLost(largestAcked, lostUpTo, -1, this.outcome, step);
				this.sent.forget(step - 10);
			}
			assertThat(this.sent.elicitingOpen()).isEqualTo(open.size());
			assertThat(this.congestion.bytesInFlight())
				.isEqualTo(open.values().stream().mapToLong(Packet::bytes).sum());
		}
		assertThat(this.fates).isEqualTo(expected);
		assertThat(this.sent.recordCount()).isLessThan(1_000);
	}

	private void send(long number, int records, boolean eliciting) {
		send(number, records, eliciting, true);
	}

	private void send(long number, int records, boolean eliciting, boolean inFlight) {
		for (int i = 0; i < records; i++) {
			this.staged.append(Sender.KIND, this.nextRecord++, 0, 0);
		}
		this.sent.add(number, this.now, this.sizeBytes, eliciting, inFlight, this.staged);
		if (inFlight) {
			this.congestion.onPacketSent(this.sizeBytes, this.now);
		}
	}

	private void ack(long largest, long smallest) throws ProtocolViolation {
		ackRanges(List.of(new long[] { largest, smallest }));
	}

	private void ackRanges(List<long[]> ranges) throws ProtocolViolation {
		this.outcome.begin();
		this.congestion.beginAck(this.now);
		this.sent.onAck(ranges.stream().mapToLong((range) -> range[0]).toArray(),
				ranges.stream().mapToLong((range) -> range[1]).toArray(), ranges.size(), this.outcome);
	}

	/** Descending ranges of received numbers, as an honest peer reports them. */
	private static List<long[]> someRanges(List<Long> received, SplittableRandom random) {
		List<long[]> ranges = new ArrayList<>();
		int at = received.size() - 1 - random.nextInt(Math.min(received.size(), 30));
		int most = 1 + random.nextInt(64);
		while (at >= 0 && ranges.size() < most) {
			long top = received.get(at);
			long bottom = top;
			while (at > 0 && received.get(at - 1) == bottom - 1) {
				bottom--;
				at--;
			}
			at--;
			ranges.add(new long[] { top, bottom });
		}
		return ranges;
	}

	private record Packet(long firstRecord, int records, int bytes) {

		void expect(Map<Long, String> fates, String fate) {
			for (long record = this.firstRecord; record < this.firstRecord + this.records; record++) {
				fates.put(record, fate);
			}
		}

	}

	/** Every record reports once. */
	private final class Fates implements FrameListener {

		@Override
		public void onFrameAcked(int kind, long a, long b, long c) {
			assertThat(SentPacketsTests.this.fates.put(a, "acked")).isNull();
		}

		@Override
		public void onFrameLost(int kind, long a, long b, long c) {
			assertThat(SentPacketsTests.this.fates.put(a, "lost")).isNull();
		}

	}

}
