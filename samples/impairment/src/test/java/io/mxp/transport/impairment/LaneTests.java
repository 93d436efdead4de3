/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.impairment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** What a lane does, in a time of the test's own. */
class LaneTests {

	private static final long MS = 1_000_000;

	private final List<String> out = new ArrayList<>();

	@Test
	void aRateSpacesDatagramsAndAFullQueueDropsThem() {
		// 1,000 bytes at 8 Mbit/s take 1 ms.
		Lane lane = new Lane(1, Impairment.none().withRate(8_000_000, 5));
		for (int i = 0; i < 8; i++) {
			lane.accept(0, null, datagram(i, 1_000));
		}
		drain(lane, MS - 1);
		assertThat(this.out).isEmpty();
		drain(lane, 2 * MS);
		assertThat(this.out).containsExactly("0", "1");
		// At 2 ms two have left, so two more fit.
		for (int i = 8; i < 11; i++) {
			lane.accept(2 * MS, null, datagram(i, 1_000));
		}
		drain(lane, 7 * MS);
		assertThat(this.out).containsExactly("0", "1", "2", "3", "4", "8", "9");
		lane.publish();
		assertThat(lane.counters()).isEqualTo(new ImpairmentCounters(11, 0, 4, 0, 0, 0, 7, 0));
	}

	@Test
	void aDelayComesBehindTheRate() {
		Lane lane = new Lane(1, Impairment.none().withRate(8_000_000, 5).withDelay(Duration.ofMillis(20)));
		lane.accept(0, null, datagram(0, 1_000));
		assertThat(lane.waitNanos(0)).isEqualTo(21 * MS);
		drain(lane, 21 * MS - 1);
		assertThat(this.out).isEmpty();
		drain(lane, 21 * MS);
		assertThat(this.out).containsExactly("0");
		assertThat(lane.waitNanos(21 * MS)).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void lossesComeInBurstsOfTheGivenLengthAndShare() {
		Lane lane = new Lane(7, Impairment.none().withBurstLoss(0.3, 3));
		for (int i = 0; i < 30_000; i++) {
			lane.accept(0, null, datagram(i, 1));
		}
		drain(lane, 0);
		int before = -1;
		for (String number : this.out) {
			int now = Integer.parseInt(number);
			assertThat((now - before - 1) % 3).isZero();
			before = now;
		}
		assertThat(1 - this.out.size() / 30_000.0).isCloseTo(0.3, within(0.02));
	}

	@Test
	void theSameSeedLosesTheSameDatagramsWhateverElseIsOn() {
		Impairment loss = Impairment.none().withLoss(0.1);
		List<String> first = survivors(3, loss);
		assertThat(survivors(3, loss)).isEqualTo(first);
		assertThat(survivors(3, loss.withCorruption(0.5).withJitter(Duration.ZERO).withReordering(0.5, Duration.ZERO)))
			.hasSameSizeAs(first);
		assertThat(survivors(4, loss)).isNotEqualTo(first);
	}

	@Test
	void aDatagramThatIsHeldBackIsOvertaken() {
		Lane lane = new Lane(1, Impairment.none().withReordering(1, Duration.ofMillis(5)));
		lane.accept(0, null, datagram(0, 10));
		lane.impair(Impairment.none());
		lane.accept(MS, null, datagram(1, 10));
		drain(lane, 5 * MS);
		assertThat(this.out).containsExactly("1", "0");
	}

	@Test
	void duplicationAndCorruptionAreCounted() {
		Lane lane = new Lane(1, Impairment.none().withDuplication(1).withCorruption(1));
		byte[] before = datagram(5, 100);
		lane.accept(0, null, before.clone());
		Lane.Kept first = lane.poll(0);
		Lane.Kept second = lane.poll(0);
		assertThat(lane.poll(0)).isNull();
		assertThat(first.bytes()).isNotEqualTo(before).isEqualTo(second.bytes());
		int changed = 0;
		for (int i = 0; i < before.length; i++) {
			changed += (before[i] != first.bytes()[i]) ? 1 : 0;
		}
		assertThat(changed).isBetween(1, 3);
		lane.publish();
		assertThat(lane.counters()).isEqualTo(new ImpairmentCounters(1, 0, 0, 1, 0, 1, 0, 0));
	}

	@Test
	void whatALaneKeepsIsBounded() {
		Lane lane = new Lane(1, Impairment.none().withDelay(Duration.ofHours(1)));
		// 1,024 of 64 KiB are exactly the 64 MiB.
		for (int i = 0; i < 1_024; i++) {
			lane.accept(0, null, new byte[65_536]);
		}
		lane.publish();
		assertThat(lane.counters().queueDrops()).isZero();
		lane.accept(0, null, new byte[1]);
		lane.publish();
		assertThat(lane.counters().queueDrops()).isEqualTo(1);
	}

	@Test
	void sharesAndTimesHaveRanges() {
		assertThatIllegalArgumentException().isThrownBy(() -> Impairment.none().withLoss(1.01));
		assertThatIllegalArgumentException().isThrownBy(() -> Impairment.none().withLoss(Double.NaN));
		assertThatIllegalArgumentException().isThrownBy(() -> Impairment.none().withBurstLoss(0.1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> Impairment.none().withDelay(Duration.ofNanos(-1)));
		assertThat(Impairment.none().withLoss(1).loss()).isEqualTo(1);
	}

	private List<String> survivors(long seed, Impairment impairment) {
		Lane lane = new Lane(seed, impairment);
		for (int i = 0; i < 1_000; i++) {
			lane.accept(0, null, datagram(i, 8));
		}
		this.out.clear();
		drain(lane, 0);
		return List.copyOf(this.out);
	}

	/** A datagram that begins with its number. */
	private static byte[] datagram(int number, int bytes) {
		byte[] datagram = new byte[Math.max(bytes, 4)];
		for (int i = 0; i < 4; i++) {
			datagram[i] = (byte) (number >>> 8 * i);
		}
		return datagram;
	}

	private void drain(Lane lane, long nowNanos) {
		for (Lane.Kept next = lane.poll(nowNanos); next != null; next = lane.poll(nowNanos)) {
			int number = 0;
			for (int i = 3; i >= 0; i--) {
				number = number << 8 | next.bytes()[i] & 0xFF;
			}
			this.out.add(String.valueOf(number));
			lane.onDelivered(true);
		}
	}

}
