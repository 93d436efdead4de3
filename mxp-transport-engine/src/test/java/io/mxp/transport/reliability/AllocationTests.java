/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.packet.Ecn;
import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;

import static org.assertj.core.api.Assertions.assertThat;

/** Sending, acknowledging and losing packets allocates nothing in the long run. */
class AllocationTests {

	private static final int ROUND_PACKETS = 58;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final Counts counts = new Counts();

	private final LossRecovery left = recovery();

	private final LossRecovery right = recovery();

	private final byte[] buffer = new byte[2_048];

	private final FrameWriter writer = new FrameWriter();

	private final FrameReader reader = new FrameReader();

	private long now;

	private long random = 1;

	@Test
	void aPacketThereAndItsAckBackAllocateNothing() throws ProtocolViolation {
		for (int round = 0; round < 5_000; round++) {
			round();
		}
		long least = Long.MAX_VALUE;
		// The JVM's own allocations (class loading, compilation) hit one run, not all.
		for (int run = 0; run < 5; run++) {
			long before = THREADS.getCurrentThreadAllocatedBytes();
			for (int round = 0; round < 1_000; round++) {
				round();
			}
			least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
		}
		assertThat(least).isZero();
		assertThat(this.counts.acked).isGreaterThan(300_000);
		assertThat(this.counts.lost).isGreaterThan(3_000);
	}

	/** A burst of packets of which one in a hundred is lost, answered by one ACK. */
	private void round() throws ProtocolViolation {
		this.now += 100_000;
		for (int i = 0; i < ROUND_PACKETS; i++) {
			long number = this.left.nextPacketNumber(LossRecovery.APPLICATION);
			this.left.recordFrame(Sender.KIND, number, 1, 2);
			this.left.onPacketSent(LossRecovery.APPLICATION, number, this.now, 1_200, true, true);
			if (nextLong() % 100 != 0) {
				this.right.onPacketReceived(LossRecovery.APPLICATION, number, this.now + 20_000, true, Ecn.NONE);
			}
		}
		this.now += 20_000;
		if (this.right.ackPending(LossRecovery.APPLICATION, this.now)) {
			acknowledge(this.right, this.left);
		}
		if (this.left.ackPending(LossRecovery.APPLICATION, this.now)) {
			acknowledge(this.left, this.right);
		}
		if (this.left.nextTimeoutNanos() <= this.now) {
			this.left.onTimeout(this.now);
		}
		this.counts.gates += this.left.pacingAllowance(this.now) + this.left.congestionAllowance();
	}

	private void acknowledge(LossRecovery from, LossRecovery to) throws ProtocolViolation {
		this.writer.wrap(this.buffer, 0, this.buffer.length);
		from.writeAck(LossRecovery.APPLICATION, this.writer, this.now);
		long number = from.nextPacketNumber(LossRecovery.APPLICATION);
		from.onPacketSent(LossRecovery.APPLICATION, number, this.now, 100, false, false);
		this.reader.wrap(this.buffer, 0, this.writer.position());
		boolean eliciting = false;
		while (this.reader.next()) {
			if (this.reader.type() == FrameType.ACK) {
				to.onAckFrame(LossRecovery.APPLICATION, this.reader, this.now);
			}
			else {
				eliciting = true;
			}
		}
		to.onPacketReceived(LossRecovery.APPLICATION, number, this.now, eliciting, Ecn.NONE);
	}

	private LossRecovery recovery() {
		RecoveryConfig config = RecoveryConfig.defaults();
		return new LossRecovery(config, CongestionControllers.create(config, 1_200), this::nextLong, this.counts,
				1_200);
	}

	private long nextLong() {
		this.random ^= this.random << 13;
		this.random ^= this.random >>> 7;
		this.random ^= this.random << 17;
		return this.random >>> 1;
	}

	private static final class Counts implements FrameListener {

		private long acked;

		private long lost;

		private long gates;

		@Override
		public void onFrameAcked(int kind, long a, long b, long c) {
			this.acked++;
		}

		@Override
		public void onFrameLost(int kind, long a, long b, long c) {
			this.lost++;
		}

	}

}
