/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.Ecn;
import io.mxp.transport.packet.ProtocolViolation;

import static io.mxp.transport.reliability.Sender.millis;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two sides and a network between them, in virtual time: whatever is lost or reordered,
 * every frame is acknowledged in the end and then all is quiet.
 */
class RecoverySimulationTests {

	private static final int SEEDS = 20;

	private long now;

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 0", "5, 3", "30, 10", "0, 40", "10, 40" })
	@Requirement({ "REL-08", "REL-09", "REL-13", "REL-15" })
	void everyFrameArrivesAndThenAllIsQuiet(int lossPercent, int jitterMillis) throws ProtocolViolation {
		for (long seed = 1; seed <= SEEDS; seed++) {
			Network network = new Network(seed, lossPercent, jitterMillis);
			SimulatedPeer left = new SimulatedPeer(RecoveryConfig.defaults(), network.random.split(), 1_000);
			SimulatedPeer right = new SimulatedPeer(RecoveryConfig.defaults(), network.random.split(), 600);
			run(network, left, right);
			assertDone(left, right, 1_000);
			assertDone(right, left, 600);
			assertThat(left.overWindow + right.overWindow).isZero();
		}
	}

	@Test
	@Requirement("REL-15")
	void aReceiverSendsOneAckForTwoPacketsAndKeepsItsRangesFew() throws ProtocolViolation {
		Network network = new Network(1, 2, 0);
		// Halves its window at a loss, so that few are open at a time.
		RecoveryConfig config = RecoveryConfig.defaults().withCongestionControl("newreno");
		SimulatedPeer left = new SimulatedPeer(config, network.random.split(), 40_000);
		SimulatedPeer right = new SimulatedPeer(config, network.random.split(), 0);
		run(network, left, right);
		assertDone(left, right, 40_000);
		assertThat(right.recovery.packetsSent()).isLessThan(left.recovery.packetsSent() * 7 / 10);
		// It asks now and then for an acknowledgement of its own.
		assertThat(right.recovery.largestAcked(LossRecovery.APPLICATION)).isGreaterThan(0);
		assertThat(network.longestAckBytes).isLessThan(8 + 8 + 16 + 48 * 8);
	}

	@Test
	@Requirement("REL-11")
	void reorderingAloneSoonCausesNoLossesAnyMore() throws ProtocolViolation {
		Network network = new Network(3, 0, 10);
		RecoveryConfig config = RecoveryConfig.defaults().withMaxWindowBytes(128 << 10);
		SimulatedPeer left = new SimulatedPeer(config, network.random.split(), 60_000);
		SimulatedPeer right = new SimulatedPeer(config, network.random.split(), 0);
		run(network, left, right);
		assertDone(left, right, 60_000);
		assertThat(left.recovery.packetsLost()).isLessThan(left.recovery.packetsSent() / 500);
		assertThat(left.recovery.packetsSpuriouslyLost()).isEqualTo(left.recovery.packetsLost());
	}

	@Test
	void twoSecondsWithoutANetworkAreSurvived() throws ProtocolViolation {
		Network network = new Network(4, 0, 0);
		network.deadFromNanos = millis(200);
		network.deadUntilNanos = millis(2_200);
		SimulatedPeer left = new SimulatedPeer(RecoveryConfig.defaults(), network.random.split(), 20_000);
		SimulatedPeer right = new SimulatedPeer(RecoveryConfig.defaults(), network.random.split(), 20_000);
		run(network, left, right);
		assertDone(left, right, 20_000);
		assertDone(right, left, 20_000);
	}

	@Test
	void theSameSeedGivesTheSameTrace() throws ProtocolViolation {
		assertThat(trace(7)).isEqualTo(trace(7)).isNotEqualTo(trace(8));
	}

	private long trace(long seed) throws ProtocolViolation {
		Network network = new Network(seed, 5, 5);
		run(network, new SimulatedPeer(RecoveryConfig.defaults(), network.random.split(), 500),
				new SimulatedPeer(RecoveryConfig.defaults(), network.random.split(), 500));
		return network.digest;
	}

	private static void assertDone(SimulatedPeer sender, SimulatedPeer receiver, int items) {
		assertThat(sender.ackedItems.cardinality()).isEqualTo(items);
		assertThat(receiver.receivedItems.cardinality()).isEqualTo(items);
		assertThat(sender.recovery.bytesInFlight()).isZero();
		assertThat(sender.recovery.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
	}

	private void run(Network network, SimulatedPeer left, SimulatedPeer right) throws ProtocolViolation {
		this.now = 0;
		List<SimulatedPeer> peers = List.of(left, right);
		for (int step = 0; step < 10_000_000; step++) {
			for (int side = 0; side < 2; side++) {
				SimulatedPeer peer = peers.get(side);
				for (byte[] packet = peer.poll(this.now); packet.length > 0; packet = peer.poll(this.now)) {
					network.send(1 - side, packet, this.now);
				}
			}
			long next = Math.min(network.nextArrivalNanos(),
					Math.min(left.wakeUpNanos(this.now), right.wakeUpNanos(this.now)));
			if (next == Long.MAX_VALUE) {
				return;
			}
			this.now = Math.max(this.now, next);
			for (Arrival arrival : network.arrivalsUntil(this.now)) {
				peers.get(arrival.side).receive(arrival.packet, Ecn.NONE, this.now);
			}
			for (SimulatedPeer peer : peers) {
				if (peer.recovery.nextTimeoutNanos() <= this.now) {
					peer.recovery.onTimeout(this.now);
				}
			}
		}
		throw new AssertionError("it never became quiet");
	}

	private record Arrival(long atNanos, long order, int side, byte[] packet) {
	}

	/** 20 ms each way, random loss, random extra delay that reorders. */
	private static final class Network {

		private final SplittableRandom random;

		private final int lossPercent;

		private final long jitterNanos;

		private final PriorityQueue<Arrival> underWay = new PriorityQueue<>(
				Comparator.comparingLong(Arrival::atNanos).thenComparingLong(Arrival::order));

		private long deadFromNanos = Long.MAX_VALUE;

		private long deadUntilNanos;

		private long order;

		private long digest;

		private int longestAckBytes;

		Network(long seed, int lossPercent, int jitterMillis) {
			this.random = new SplittableRandom(seed);
			this.lossPercent = lossPercent;
			this.jitterNanos = millis(jitterMillis);
		}

		void send(int side, byte[] packet, long nowNanos) {
			this.digest = 31 * this.digest + nowNanos + Arrays.hashCode(packet);
			if (side == 0) {
				this.longestAckBytes = Math.max(this.longestAckBytes, packet.length);
			}
			boolean dead = nowNanos >= this.deadFromNanos && nowNanos < this.deadUntilNanos;
			if (dead || this.random.nextInt(100) < this.lossPercent) {
				return;
			}
			long delay = millis(20) + ((this.jitterNanos > 0) ? this.random.nextLong(this.jitterNanos) : 0);
			this.underWay.add(new Arrival(nowNanos + delay, this.order++, side, packet));
			if (this.random.nextInt(100) == 0) {
				this.underWay.add(new Arrival(nowNanos + delay + millis(3), this.order++, side, packet));
			}
		}

		long nextArrivalNanos() {
			return this.underWay.isEmpty() ? Long.MAX_VALUE : this.underWay.peek().atNanos();
		}

		List<Arrival> arrivalsUntil(long nowNanos) {
			List<Arrival> arrivals = new ArrayList<>();
			while (nextArrivalNanos() <= nowNanos) {
				arrivals.add(this.underWay.poll());
			}
			return arrivals;
		}

	}

}
