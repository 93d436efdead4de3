/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.LittleEndian;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * One side of a connection that has nothing but loss recovery: it moves numbered items in
 * DATAGRAM frames, in plain packets that begin with their number.
 */
final class SimulatedPeer implements FrameListener {

	static final int PACKET_BYTES = 1_200;

	private static final int ITEM_BYTES = 300;

	final LossRecovery recovery;

	final BitSet ackedItems = new BitSet();

	final BitSet receivedItems = new BitSet();

	private final Deque<Integer> toSend = new ArrayDeque<>();

	private final Set<Long> receivedNumbers = new HashSet<>();

	private final byte[] buffer = new byte[PACKET_BYTES];

	private final FrameWriter writer = new FrameWriter();

	private final FrameReader reader = new FrameReader();

	int ackOnlyPackets;

	int probePackets;

	int resentItems;

	long overWindow;

	SimulatedPeer(RecoveryConfig config, SplittableRandom random, int items) {
		this.recovery = new LossRecovery(config, CongestionControllers.create(config, PACKET_BYTES), random::nextLong,
				this, PACKET_BYTES);
		this.recovery.setHandshakeConfirmed();
		for (int item = 0; item < items; item++) {
			this.toSend.add(item);
		}
	}

	/** The next packet to put on the wire at this instant, or an empty array. */
	byte[] poll(long nowNanos) {
		boolean probe = this.recovery.probesPending(LossRecovery.APPLICATION) > 0;
		boolean data = !this.toSend.isEmpty() && this.recovery.congestionAllowance() >= PACKET_BYTES
				&& this.recovery.pacingAllowance(nowNanos) >= PACKET_BYTES;
		if (!probe && !data && !this.recovery.ackPending(LossRecovery.APPLICATION, nowNanos)) {
			return new byte[0];
		}
		long number = this.recovery.nextPacketNumber(LossRecovery.APPLICATION);
		LittleEndian.putLong(this.buffer, 0, number);
		this.writer.wrap(this.buffer, 8, PACKET_BYTES);
		this.recovery.writeAck(LossRecovery.APPLICATION, this.writer, nowNanos);
		boolean eliciting = false;
		while ((probe || data) && !this.toSend.isEmpty() && this.writer.datagramCapacity() >= ITEM_BYTES) {
			int item = this.toSend.poll();
			LittleEndian.putLong(this.buffer, this.writer.beginDatagram(ITEM_BYTES), item);
			this.recovery.recordFrame(Sender.KIND, item, 0, 0);
			eliciting = true;
		}
		if (probe && !eliciting) {
			this.writer.ping();
			eliciting = true;
		}
		this.probePackets += probe ? 1 : 0;
		this.ackOnlyPackets += eliciting ? 0 : 1;
		this.recovery.onPacketSent(LossRecovery.APPLICATION, number, nowNanos, this.writer.position(), eliciting,
				eliciting);
		if (!probe && this.recovery.congestionAllowance() < 0 && eliciting) {
			this.overWindow++;
		}
		return Arrays.copyOf(this.buffer, this.writer.position());
	}

	void receive(byte[] packet, int ecn, long nowNanos) throws ProtocolViolation {
		long number = LittleEndian.getLong(packet, 0);
		if (!this.receivedNumbers.add(number)) {
			return;
		}
		boolean eliciting = false;
		this.reader.wrap(packet, 8, packet.length);
		while (this.reader.next()) {
			if (this.reader.type() == FrameType.ACK) {
				this.recovery.onAckFrame(LossRecovery.APPLICATION, this.reader, nowNanos);
				continue;
			}
			eliciting = true;
			if (this.reader.type() == FrameType.DATAGRAM) {
				this.receivedItems.set((int) this.reader.bodyLong(0));
			}
		}
		this.recovery.onPacketReceived(LossRecovery.APPLICATION, number, nowNanos, eliciting, ecn);
	}

	/** When this side wants to be called without a packet coming in. */
	long wakeUpNanos(long nowNanos) {
		long next = this.recovery.nextTimeoutNanos();
		if (!this.toSend.isEmpty() && this.recovery.congestionAllowance() >= PACKET_BYTES) {
			next = Math.min(next, Math.max(nowNanos + 1, this.recovery.pacingDeadlineNanos(nowNanos)));
		}
		return next;
	}

	@Override
	public void onFrameAcked(int kind, long a, long b, long c) {
		this.ackedItems.set((int) a);
	}

	@Override
	public void onFrameLost(int kind, long a, long b, long c) {
		this.resentItems++;
		this.toSend.addFirst((int) a);
	}

}
