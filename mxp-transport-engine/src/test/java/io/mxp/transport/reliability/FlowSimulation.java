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
import java.util.PriorityQueue;
import java.util.SplittableRandom;

import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * Flows of full packets that always have more to send, over one bottleneck with a
 * drop-tail queue; nothing but loss recovery at both ends, in virtual time.
 */
final class FlowSimulation {

	static final int PACKET_BYTES = 1_200;

	private static final long SAMPLE_NANOS = 1_000_000;

	private final PriorityQueue<Event> events = new PriorityQueue<>();

	private final List<Flow> flows = new ArrayList<>();

	private final SplittableRandom random;

	private final double bytesPerNano;

	private final long rttNanos;

	private final long queueBytes;

	private final double loss;

	/** Standing bytes in the queue, once a millisecond. */
	private final List<Long> queueSamples = new ArrayList<>();

	private long now;

	private long busyUntil;

	private long order;

	private long measureFromNanos;

	FlowSimulation(long seed, double megabits, long rttMillis, double queueBdp, double loss) {
		this.random = new SplittableRandom(seed);
		this.bytesPerNano = megabits * 1e6 / 8 / 1e9;
		this.rttNanos = rttMillis * 1_000_000;
		this.queueBytes = (long) (queueBdp * bdpBytes());
		this.loss = loss;
	}

	double bdpBytes() {
		return this.bytesPerNano * this.rttNanos;
	}

	FlowSimulation flow(String controller, double startSeconds) {
		this.flows.add(new Flow(controller, (long) (startSeconds * 1e9)));
		return this;
	}

	/** Runs; what is measured begins after the warm-up. */
	FlowSimulation run(double warmUpSeconds, double seconds) throws ProtocolViolation {
		this.measureFromNanos = (long) (warmUpSeconds * 1e9);
		long end = (long) (seconds * 1e9);
		long sampleAt = this.measureFromNanos;
		while (this.now < end) {
			long next = this.events.isEmpty() ? Long.MAX_VALUE : this.events.peek().atNanos;
			for (Flow flow : this.flows) {
				next = Math.min(next, flow.wakeUpNanos);
			}
			next = Math.max(next, this.now);
			while (sampleAt < next && sampleAt < end) {
				this.queueSamples.add((long) (Math.max(0, this.busyUntil - sampleAt) * this.bytesPerNano));
				sampleAt += SAMPLE_NANOS;
			}
			this.now = next;
			while (!this.events.isEmpty() && this.events.peek().atNanos <= this.now) {
				this.events.poll().action.run();
			}
			for (Flow flow : this.flows) {
				if (flow.wakeUpNanos <= this.now) {
					flow.turn();
				}
			}
		}
		return this;
	}

	/** Share of the link that was used in the time measured. */
	double utilization() {
		double sum = 0;
		for (Flow flow : this.flows) {
			sum += flow.deliveredBytes;
		}
		return sum / (this.bytesPerNano * (this.now - this.measureFromNanos));
	}

	double share(int flow) {
		return this.flows.get(flow).deliveredBytes / (this.bytesPerNano * (this.now - this.measureFromNanos));
	}

	/** Jain's index of fairness. */
	double jain() {
		double sum = 0;
		double squares = 0;
		for (Flow flow : this.flows) {
			sum += flow.deliveredBytes;
			squares += (double) flow.deliveredBytes * flow.deliveredBytes;
		}
		return sum * sum / (this.flows.size() * squares);
	}

	/** A percentile of the queue, in bandwidth-delay products. */
	double queueBdp(double percentile) {
		long[] sorted = this.queueSamples.stream().mapToLong(Long::longValue).sorted().toArray();
		return sorted[(int) Math.min(sorted.length - 1, percentile / 100 * sorted.length)] / bdpBytes();
	}

	double lossShare() {
		long sent = 0;
		long lost = 0;
		for (Flow flow : this.flows) {
			sent += flow.sender.packetsSent();
			lost += flow.sender.packetsLost();
		}
		return (double) lost / sent;
	}

	LossRecovery sender(int flow) {
		return this.flows.get(flow).sender;
	}

	private void at(long nanos, Runnable action) {
		this.events.add(new Event(nanos, this.order++, action));
	}

	/** One sender and its receiver. */
	private final class Flow implements FrameListener {

		private final LossRecovery sender;

		private final AckTracker receiver = new AckTracker(25_000_000, 2);

		private final byte[] buffer = new byte[PACKET_BYTES];

		private final FrameWriter writer = new FrameWriter();

		private final long startNanos;

		private long wakeUpNanos;

		private long deliveredBytes;

		Flow(String controller, long startNanos) {
			RecoveryConfig config = RecoveryConfig.defaults().withCongestionControl(controller);
			this.sender = new LossRecovery(config, CongestionControllers.create(config, PACKET_BYTES),
					FlowSimulation.this.random::nextLong, this, PACKET_BYTES);
			this.sender.setHandshakeConfirmed();
			this.sender.setPeerMaxAckDelay(25_000);
			this.startNanos = startNanos;
			this.wakeUpNanos = startNanos;
		}

		void turn() {
			long time = FlowSimulation.this.now;
			if (time < this.startNanos) {
				return;
			}
			if (this.sender.nextTimeoutNanos() <= time) {
				this.sender.onTimeout(time);
			}
			while (this.sender.probesPending(LossRecovery.APPLICATION) > 0
					|| (this.sender.congestionAllowance() >= PACKET_BYTES
							&& this.sender.pacingAllowance(time) >= PACKET_BYTES)) {
				long number = this.sender.nextPacketNumber(LossRecovery.APPLICATION);
				this.sender.onPacketSent(LossRecovery.APPLICATION, number, time, PACKET_BYTES, true, true);
				transmit(number);
			}
			acknowledge();
			this.wakeUpNanos = Math.min(this.sender.nextTimeoutNanos(), this.receiver.deadlineNanos());
			if (this.sender.congestionAllowance() >= PACKET_BYTES) {
				this.wakeUpNanos = Math.min(this.wakeUpNanos, this.sender.pacingDeadlineNanos(time));
			}
			this.wakeUpNanos = Math.max(this.wakeUpNanos, time + 1);
		}

		private void transmit(long number) {
			FlowSimulation link = FlowSimulation.this;
			if (link.random.nextDouble() < link.loss) {
				return;
			}
			double queued = Math.max(0, link.busyUntil - link.now) * link.bytesPerNano;
			if (queued + PACKET_BYTES > link.queueBytes + PACKET_BYTES) {
				return;
			}
			link.busyUntil = Math.max(link.busyUntil, link.now) + (long) (PACKET_BYTES / link.bytesPerNano);
			link.at(link.busyUntil + link.rttNanos / 2, () -> {
				if (link.now >= link.measureFromNanos) {
					this.deliveredBytes += PACKET_BYTES;
				}
				this.receiver.onPacketReceived(number, link.now, true, Ecn.NONE);
				acknowledge();
				this.wakeUpNanos = Math.min(this.wakeUpNanos, this.receiver.deadlineNanos());
			});
		}

		private void acknowledge() {
			FlowSimulation link = FlowSimulation.this;
			if (!this.receiver.ackPending(link.now)) {
				return;
			}
			this.writer.wrap(this.buffer, 0, PACKET_BYTES);
			this.receiver.write(this.writer, link.now);
			byte[] ack = Arrays.copyOf(this.buffer, this.writer.position());
			link.at(link.now + link.rttNanos / 2, () -> onAck(ack));
		}

		private void onAck(byte[] ack) {
			FrameReader reader = new FrameReader();
			try {
				reader.wrap(ack, 0, ack.length);
				while (reader.next()) {
					if (reader.type() == io.mxp.transport.packet.FrameType.ACK) {
						this.sender.onAckFrame(LossRecovery.APPLICATION, reader, FlowSimulation.this.now);
					}
				}
			}
			catch (ProtocolViolation ex) {
				throw new IllegalStateException(ex);
			}
			turn();
		}

		@Override
		public void onFrameAcked(int kind, long a, long b, long c) {
			// There is always more to send: nothing is repeated.
		}

		@Override
		public void onFrameLost(int kind, long a, long b, long c) {
			// There is always more to send: nothing is repeated.
		}

	}

	private record Event(long atNanos, long order, Runnable action) implements Comparable<Event> {

		@Override
		public int compareTo(Event other) {
			return (this.atNanos != other.atNanos) ? Long.compare(this.atNanos, other.atNanos)
					: Long.compare(this.order, other.order);
		}

	}

}
