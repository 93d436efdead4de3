/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.mxp.transport.Requirement;
import io.mxp.transport.packet.Ecn;
import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;

import static io.mxp.transport.reliability.Sender.millis;
import static org.assertj.core.api.Assertions.assertThat;

class AckTrackerTests {

	private final AckTracker tracker = new AckTracker(millis(25), 2);

	@Test
	@Requirement("REL-07")
	void everySecondPacketIsAcknowledgedAtOnce() {
		receive(0, 0);
		assertThat(this.tracker.ackPending(millis(24))).isFalse();
		receive(1, 1);
		assertThat(this.tracker.ackPending(millis(1))).isTrue();
		assertThat(ackAt(1)).containsExactly("1..0");
		assertThat(this.tracker.ackPending(millis(1_000))).isFalse();
	}

	@Test
	@Requirement("REL-07")
	void oneLonelyPacketWaitsForTheMaximumDelay() {
		receive(0, 0);
		assertThat(this.tracker.deadlineNanos()).isEqualTo(millis(25));
		assertThat(this.tracker.ackPending(millis(25))).isTrue();
	}

	@Test
	@Requirement("REL-07")
	void aGapIsReportedAtOnceAndSoIsItsEnd() {
		receive(0, 0);
		ackAt(0);
		receive(2, 3);
		assertThat(this.tracker.ackPending(millis(3))).isTrue();
		assertThat(ackAt(3)).containsExactly("2..2", "0..0");
		receive(1, 4);
		assertThat(this.tracker.ackPending(millis(4))).isTrue();
		assertThat(ackAt(4)).containsExactly("2..0");
	}

	@Test
	@Requirement("REL-07")
	void aCongestionMarkIsReportedAtOnce() {
		this.tracker.onPacketReceived(0, millis(0), true, Ecn.CE);
		assertThat(this.tracker.ackPending(millis(0))).isTrue();
		FrameReader reader = read(0);
		assertThat(reader.ackHasEcn()).isTrue();
		assertThat(reader.ackCe()).isEqualTo(1);
		assertThat(reader.ackEct0()).isZero();
	}

	@Test
	void aBatchOfReceivedPacketsNeedsOneAck() {
		for (int number = 0; number < 58; number++) {
			receive(number, 7);
		}
		assertThat(this.tracker.ackPending(millis(7))).isTrue();
		assertThat(ackAt(7)).containsExactly("57..0");
		assertThat(ackAt(7)).isEmpty();
	}

	@Test
	@Requirement("REL-15")
	void packetsThatOnlyAcknowledgeAreNeverAcknowledgedForTheirOwnSake() {
		for (int number = 0; number < 100; number += 2) {
			this.tracker.onPacketReceived(number, millis(number), false, Ecn.NONE);
		}
		assertThat(this.tracker.ackPending(millis(10_000))).isFalse();
		assertThat(this.tracker.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
		assertThat(ackAt(10_000)).isEmpty();
	}

	@Test
	void theDelayIsCountedFromTheLargestNumber() {
		receive(0, 10);
		receive(2, 20);
		receive(1, 24);
		assertThat(read(30).ackDelayMicros()).isEqualTo(10_000);
	}

	@Test
	@Requirement({ "REL-06", "SEC-53" })
	void sixtyFourRangesAreKeptAndTheOldestGivenUp() {
		for (int i = 0; i < 100; i++) {
			receive(2 * i, i);
		}
		List<String> ranges = ackAt(100);
		assertThat(ranges).hasSize(64).startsWith("198..198", "196..196").endsWith("72..72");
		receive(0, 101);
		assertThat(ackAt(101)).hasSize(64).endsWith("72..72");
	}

	@Test
	void whatThePeerKnowsIsNotToldAgain() {
		receive(0, 0);
		receive(1, 0);
		receive(5, 0);
		ackAt(0);
		receive(6, 1);
		receive(9, 1);
		this.tracker.onAckAcknowledged(5, 0);
		assertThat(ackAt(2)).containsExactly("9..9", "6..6");
		this.tracker.onAckAcknowledged(9, 6);
		receive(10, 3);
		assertThat(ackAt(3)).containsExactly("10..9");
	}

	@Test
	void anAckThatHadNoRoomForAllRangesForgetsOnlyWhatItSaid() {
		for (int i = 0; i < 10; i++) {
			receive(2 * i, 0);
		}
		byte[] bytes = new byte[8 + 16 + 3 * 8];
		FrameWriter writer = new FrameWriter().wrap(bytes, 0, bytes.length);
		long oldest = this.tracker.write(writer, 0);
		assertThat(oldest).isEqualTo(12);
		this.tracker.onAckAcknowledged(18, oldest);
		receive(19, 1);
		assertThat(ackAt(1)).containsExactly("19..18", "10..10", "8..8", "6..6", "4..4", "2..2", "0..0");
	}

	@Test
	void anAbandonedAckIsStillOwed() {
		receive(0, 0);
		receive(1, 0);
		ackAt(0);
		this.tracker.onAckDiscarded();
		assertThat(this.tracker.ackPending(0)).isTrue();
		assertThat(ackAt(0)).containsExactly("1..0");
	}

	@Test
	void numbersFarApartDoNotOverflowTheirFields() {
		receive(0, 0);
		receive(1L << 40, 1);
		assertThat(ackAt(1)).containsExactly((1L << 40) + ".." + (1L << 40));
		receive(5, 2);
		assertThat(ackAt(2)).containsExactly((1L << 40) + ".." + (1L << 40));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	@Requirement("REL-06")
	void rangesEqualAModelUnderRandomOrder(long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		TreeSet<Long> model = new TreeSet<>();
		long next = 0;
		for (int step = 0; step < 20_000; step++) {
			long number;
			if (random.nextInt(8) == 0 && next > 0) {
				number = Math.max(0, next - 1 - random.nextInt(100));
			}
			else {
				next += (random.nextInt(6) == 0) ? 1 + random.nextInt(4) : 0;
				number = next++;
			}
			this.tracker.onPacketReceived(number, step, true, Ecn.NONE);
			insert(model, number);
			if (random.nextInt(20) == 0) {
				long to = next - random.nextInt(30);
				this.tracker.onAckAcknowledged(to, 0);
				trim(model, to);
			}
			assertThat(this.tracker.rangeCount()).isLessThanOrEqualTo(AckTracker.MAX_RANGES);
			if (step % 50 == 0) {
				assertThat(ackAt(1)).isEqualTo(ranges(model));
				assertThat(this.tracker.contains(number)).isEqualTo(model.contains(number));
			}
		}
	}

	/**
	 * A new range where 64 are full makes way for itself, or is ignored if the lowest.
	 */
	private static void insert(TreeSet<Long> model, long number) {
		model.add(number);
		while (ranges(model).size() > AckTracker.MAX_RANGES) {
			long lowest = model.first();
			while (model.remove(lowest)) {
				lowest++;
			}
		}
	}

	private static void trim(TreeSet<Long> model, long to) {
		long largest = model.last();
		model.headSet(Math.min(to, largest), true).clear();
		model.add(largest);
	}

	private static List<String> ranges(TreeSet<Long> model) {
		List<String> ranges = new ArrayList<>();
		long top = -1;
		long bottom = -1;
		for (long number : model.descendingSet()) {
			if (number != bottom - 1 || top < 0) {
				if (top >= 0) {
					ranges.add(top + ".." + bottom);
				}
				top = number;
			}
			bottom = number;
		}
		ranges.add(top + ".." + bottom);
		return ranges;
	}

	private void receive(long number, double atMillis) {
		this.tracker.onPacketReceived(number, millis(atMillis), true, Ecn.NONE);
	}

	private FrameReader read(double atMillis) {
		byte[] bytes = new byte[1_024];
		FrameWriter writer = new FrameWriter().wrap(bytes, 0, bytes.length);
		assertThat(this.tracker.write(writer, millis(atMillis))).isGreaterThanOrEqualTo(0);
		FrameReader reader = AckFrames.read(bytes, writer.position());
		assertThat(reader.type()).isEqualTo(FrameType.ACK);
		return reader;
	}

	private List<String> ackAt(double atMillis) {
		if (!this.tracker.hasUnreported()) {
			return List.of();
		}
		long[] largest = new long[64];
		long[] smallest = new long[64];
		List<String> ranges = new ArrayList<>();
		try {
			int count = read(atMillis).ackRanges(largest, smallest);
			for (int i = 0; i < count; i++) {
				ranges.add(largest[i] + ".." + smallest[i]);
			}
		}
		catch (ProtocolViolation ex) {
			throw new AssertionError(ex);
		}
		return ranges;
	}

}
