/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.packet.Ecn;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * The loss recovery of one side with times in milliseconds. Every data packet has 1,000
 * bytes and carries one frame, recorded under the packet's number.
 */
final class Sender implements FrameListener {

	static final int PACKET_BYTES = 1_000;

	static final int KIND = 16;

	/** A kind of frame that is never sent twice. */
	static final int KIND_UNRELIABLE = 17;

	final LossRecovery recovery;

	final List<Long> acked = new ArrayList<>();

	final List<Long> lost = new ArrayList<>();

	final List<Long> probed = new ArrayList<>();

	private int kind = KIND;

	/** A window of 100 packets, so that no number below 150 is left out. */
	Sender() {
		this(new RecoveryConfig("newreno", millis(333), millis(25), 3, 2, 100, 16 << 20, false));
	}

	Sender(RecoveryConfig config) {
		this.recovery = new LossRecovery(config, CongestionControllers.create(config, PACKET_BYTES), () -> 99L << 1,
				this, PACKET_BYTES);
	}

	static long millis(double value) {
		return (long) (value * 1_000_000);
	}

	Sender unreliable() {
		this.kind = KIND_UNRELIABLE;
		return this;
	}

	long sendAt(double atMillis) {
		return sendAt(atMillis, LossRecovery.APPLICATION);
	}

	long sendAt(double atMillis, int space) {
		long number = this.recovery.nextPacketNumber(space);
		this.recovery.recordFrame(this.kind, number, 0, 0);
		this.recovery.onPacketSent(space, number, millis(atMillis), PACKET_BYTES, true, true);
		return number;
	}

	void sendManyAt(double atMillis, int packets) {
		for (int i = 0; i < packets; i++) {
			sendAt(atMillis);
		}
	}

	/** Ranges are pairs of largest and smallest. */
	void ackAt(double atMillis, long... ranges) throws ProtocolViolation {
		this.recovery.onAckFrame(LossRecovery.APPLICATION, AckFrames.ack(0, ranges), millis(atMillis));
	}

	void timeoutAt(double atMillis) {
		this.recovery.onTimeout(millis(atMillis));
	}

	/** The next timeout in whole milliseconds, or -1. */
	double nextTimeoutMillis() {
		long next = this.recovery.nextTimeoutNanos();
		return (next == Long.MAX_VALUE) ? -1 : next / 1_000_000.0;
	}

	void receiveAt(double atMillis, long packetNumber) {
		this.recovery.onPacketReceived(LossRecovery.APPLICATION, packetNumber, millis(atMillis), true, Ecn.NONE);
	}

	boolean ackPendingAt(double atMillis) {
		return this.recovery.ackPending(LossRecovery.APPLICATION, millis(atMillis));
	}

	/** Writes an ACK into a packet of its own and returns its bytes; empty if none. */
	byte[] sendAckAt(double atMillis) {
		byte[] bytes = new byte[1_200];
		FrameWriter writer = new FrameWriter().wrap(bytes, 0, bytes.length);
		if (!this.recovery.writeAck(LossRecovery.APPLICATION, writer, millis(atMillis))) {
			return new byte[0];
		}
		long number = this.recovery.nextPacketNumber(LossRecovery.APPLICATION);
		this.recovery.onPacketSent(LossRecovery.APPLICATION, number, millis(atMillis), writer.position() + 48, false,
				false);
		return Arrays.copyOf(bytes, writer.position());
	}

	@Override
	public void onFrameAcked(int kind, long a, long b, long c) {
		this.acked.add(a);
	}

	@Override
	public void onFrameLost(int kind, long a, long b, long c) {
		this.lost.add(a);
	}

	@Override
	public boolean onFrameProbed(int kind, long a, long b, long c) {
		if (kind == KIND_UNRELIABLE) {
			return false;
		}
		this.probed.add(a);
		return true;
	}

}
