/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import java.util.function.LongSupplier;

import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.packet.Ecn;
import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * Loss recovery of one connection: packet numbers, acknowledgements both ways, loss
 * detection, probes, congestion window and pacing (RFC 9002 and
 * {@code docs/protocol/reliability.md}).
 *
 * <p>
 * A packet is sent so: ask the gates ({@link #probesPending},
 * {@link #congestionAllowance}, {@link #pacingAllowance}), take
 * {@link #nextPacketNumber}, write frames and {@link #recordFrame} each that must be
 * repaired, then {@link #onPacketSent}. A batch of received packets is fed whole by
 * {@link #onPacketReceived} before {@link #ackPending} is asked, so that one ACK answers
 * it. After each step {@link #nextTimeoutNanos} tells when {@link #onTimeout} wants to be
 * called.
 *
 * <p>
 * All times are nanoseconds of one monotonic clock that does not wrap during the life of
 * the connection. A retransmission is a new record in a new packet with a new number:
 * nothing here ever sends a packet twice.
 */
public final class LossRecovery {

	/** Number space of Initial and Handshake packets. */
	public static final int HANDSHAKE = 0;

	/** Number space of 0-RTT, 1-RTT and Probe packets. */
	public static final int APPLICATION = 1;

	/** For {@link #setAntiDeadlock}: no probes without packets in flight. */
	public static final int NO_SPACE = ProbeTimer.NO_SPACE;

	private final RttEstimator rtt;

	private final LossThresholds thresholds;

	private final CongestionState congestion;

	private final ProbeTimer probeTimer;

	private final LossDetector detector;

	private final PacketSpace[] spaces;

	private final LongSupplier random;

	private final FrameRecords staged = new FrameRecords(16);

	private int maxDatagramSize;

	private boolean usesEcn;

	private long packetsSent;

	/**
	 * Creates the state of a new connection.
	 * @param config settings
	 * @param controller the congestion controller, of this connection only; see
	 * {@link CongestionControllers#create}
	 * @param random uniformly distributed longs; decides which packet numbers are left
	 * out, so a peer must not be able to guess them
	 * @param listener learns the fate of recorded frames
	 * @param maxDatagramSize bytes of a packet of full size, at most 65,535
	 */
	public LossRecovery(RecoveryConfig config, CongestionController controller, LongSupplier random,
			FrameListener listener, int maxDatagramSize) {
		this.random = random;
		this.usesEcn = config.ecn();
		this.maxDatagramSize = maxDatagramSize;
		this.rtt = new RttEstimator(config.initialRttNanos());
		this.thresholds = new LossThresholds(config.packetThreshold());
		this.congestion = new CongestionState(controller, this.rtt, this.thresholds, maxDatagramSize);
		this.probeTimer = new ProbeTimer(this.rtt);
		this.detector = new LossDetector(this.rtt, this.thresholds, this.congestion, this.probeTimer);
		this.spaces = new PacketSpace[] { PacketSpace.handshake(this.congestion, listener),
				PacketSpace.application(config, this.congestion, listener) };
	}

	/**
	 * Takes the number of the next packet. It is used up, even where the packet is
	 * abandoned; packets are reported in the order of their numbers.
	 */
	public long nextPacketNumber(int space) {
		return this.spaces[space].takeNumber(this.congestion.controller().windowBytes() / this.maxDatagramSize,
				this.random);
	}

	/**
	 * Notes a frame of the packet being built whose fate its owner wants to learn.
	 * @param kind zero or more, for the owner
	 */
	public void recordFrame(int kind, long a, long b, long c) {
		this.staged.append(kind, a, b, c);
	}

	/** The packet being built is abandoned: its records go, an ACK in it is due again. */
	public void discardRecords() {
		this.staged.clear();
		for (PacketSpace space : this.spaces) {
			space.onPacketAbandoned();
		}
	}

	/**
	 * A packet was sent with the frames recorded since the last one.
	 * @param space its number space
	 * @param packetNumber from {@link #nextPacketNumber}
	 * @param nowNanos the time
	 * @param bytes its whole size with header and tag
	 * @param ackEliciting whether it holds a frame other than ACK, PADDING and
	 * CONNECTION_CLOSE; frame records of other packets are dropped
	 * @param inFlight whether congestion control counts it: every ack-eliciting or padded
	 * packet but an MTU probe
	 */
	public void onPacketSent(int space, long packetNumber, long nowNanos, int bytes, boolean ackEliciting,
			boolean inFlight) {
		this.packetsSent++;
		if (this.spaces[space].onPacketSent(packetNumber, nowNanos, bytes, ackEliciting, inFlight, this.staged)) {
			this.probeTimer.restart(nowNanos);
		}
	}

	/**
	 * A packet was opened, is no duplicate and all its frames were processed.
	 * @param ecn the ECN bits of its datagram, one of {@link Ecn}
	 */
	public void onPacketReceived(int space, long packetNumber, long nowNanos, boolean ackEliciting, int ecn) {
		if (packetNumber >= 0 && packetNumber < PacketSpace.MAX_PACKET_NUMBER) {
			this.spaces[space].received.onPacketReceived(packetNumber, nowNanos, ackEliciting, ecn);
		}
	}

	/**
	 * Processes an ACK frame: round trip, listener, losses, window.
	 * @throws ProtocolViolation where it is malformed or names a packet that was never
	 * sent in this space
	 */
	public void onAckFrame(int space, FrameReader reader, long nowNanos) throws ProtocolViolation {
		this.detector.onAckFrame(space, this.spaces[space], reader, nowNanos);
	}

	/**
	 * Writes an ACK where an ack-eliciting packet came since the last one, due or not;
	 * now and then with a PING, where the peer has no other reason to acknowledge it.
	 * @return whether anything was written
	 */
	public boolean writeAck(int space, FrameWriter writer, long nowNanos) {
		PacketSpace acking = this.spaces[space];
		long oldest = acking.received.write(writer, nowNanos);
		if (oldest < 0) {
			return false;
		}
		this.staged.append(FrameRecords.ACK, acking.received.largestReceived(), oldest, 0);
		boolean ping = congestionAllowance() >= this.maxDatagramSize
				&& acking.wantsToBeAcked(this.rtt.smoothedNanos(), nowNanos) && writer.ping();
		acking.onAckStaged(ping);
		return true;
	}

	/** Whether an ACK must be sent now, without waiting for data to carry it. */
	public boolean ackPending(int space, long nowNanos) {
		return !this.spaces[space].discarded && this.spaces[space].received.ackPending(nowNanos);
	}

	/**
	 * When {@link #onTimeout} is due or an ACK becomes pending; {@link Long#MAX_VALUE}
	 * where neither will happen.
	 */
	public long nextTimeoutNanos() {
		long lossTime = Long.MAX_VALUE;
		long ackTime = Long.MAX_VALUE;
		for (PacketSpace space : this.spaces) {
			if (!space.discarded) {
				lossTime = Math.min(lossTime, space.lossTimeNanos);
				ackTime = Math.min(ackTime, space.received.deadlineNanos());
			}
		}
		if (this.probeTimer.amplificationLimited()) {
			return lossTime;
		}
		// SPEC reliability.md#timers
		return Math.min(ackTime, (lossTime != Long.MAX_VALUE) ? lossTime : this.probeTimer.deadlineNanos(this.spaces));
	}

	/** Declares packets lost or makes probes pending, where their time has come. */
	public void onTimeout(long nowNanos) {
		boolean lossTimeSet = false;
		for (PacketSpace space : this.spaces) {
			if (!space.discarded && space.lossTimeNanos != Long.MAX_VALUE) {
				lossTimeSet = true;
				this.detector.onLossTime(space, nowNanos);
			}
		}
		if (!lossTimeSet && this.probeTimer.deadlineNanos(this.spaces) <= nowNanos) {
			this.probeTimer.onExpired(nowNanos);
			this.spaces[this.probeTimer.space()].probe(this.probeTimer.probes(this.spaces), false);
		}
	}

	/** The peer waits: probes before their time, where the window has room. */
	public void probeEarly(int space) {
		if (congestionAllowance() >= ProbeTimer.PROBES * this.maxDatagramSize) {
			this.spaces[space].probe(ProbeTimer.PROBES, true);
		}
	}

	/** Offers the frames of the oldest open packets once more, to the next packets. */
	public void offerAgain(int space, int packets) {
		if (!this.spaces[space].discarded) {
			this.spaces[space].sent.offerForProbes(packets);
		}
	}

	/** How many ack-eliciting packets are to be sent now, whatever data must wait. */
	public int probesPending(int space) {
		return this.spaces[space].probesPending(congestionAllowance() >= this.maxDatagramSize);
	}

	/** Bytes that the congestion window lets out now; zero or less where none. */
	public int congestionAllowance() {
		return (int) (congestionWindow() - bytesInFlight());
	}

	/** Bytes that the pacer lets out at once; a refusal counts as waiting to send. */
	public long pacingAllowance(long nowNanos) {
		return this.congestion.pacer().allowanceBytes(nowNanos);
	}

	/** When the next burst may leave. */
	public long pacingDeadlineNanos(long nowNanos) {
		return this.congestion.pacer().deadlineNanos(nowNanos);
	}

	/** There is nothing to send though window and pacer would let it out. */
	public void onApplicationLimited() {
		this.congestion.onApplicationLimited();
	}

	/** What was sent in a space has been answered: it counts as in flight no more. */
	public void onAnswered(int space) {
		this.spaces[space].sent.leaveFlight();
	}

	/** Drops a number space whose keys are gone; its frames are not reported. */
	public void discardSpace(int space) {
		this.spaces[space].discard();
		this.probeTimer.forgetExpirations();
	}

	/** The peer is held to its ack delay, no deadlock threatens, and marks are tried. */
	public void setHandshakeConfirmed() {
		this.probeTimer.setHandshakeConfirmed();
		if (this.usesEcn) {
			this.usesEcn = false;
			this.congestion.ecn().begin();
		}
	}

	/** The peer's transport parameter; more than 16,383 ms counts as that. */
	public void setPeerMaxAckDelay(long micros) {
		this.probeTimer.setPeerMaxAckDelay(Math.min(micros, Integer.MAX_VALUE) * 1_000);
	}

	/**
	 * Client: the server may be unable to send before it hears from us again.
	 * @param space where to probe although nothing is in flight, or {@link #NO_SPACE}
	 * once the server has validated our address
	 */
	// SPEC reliability.md#the-clients-anti-deadlock-probe
	public void setAntiDeadlock(int space) {
		this.probeTimer.setAntiDeadlock(space);
	}

	/**
	 * Server: nothing may be sent until more comes in ({@link AmplificationLimit}), so
	 * that no timer but loss detection is worth waking up for.
	 */
	public void setAmplificationLimited(boolean limited) {
		this.probeTimer.setAmplificationLimited(limited);
	}

	/** Whether the path was found to carry no datagrams over 1,200 bytes any more. */
	public boolean pollBlackHole() {
		return this.congestion.blackHole().poll();
	}

	/** Asked for the mark of each batch of packets before they are built. */
	public EcnValidation ecn() {
		return this.congestion.ecn();
	}

	/** Packets of another size fit the path. */
	public void setMaxDatagramSize(int bytes) {
		this.maxDatagramSize = bytes;
		this.congestion.setMaxDatagramSize(bytes);
	}

	/** The peer's address changed. Nothing happens where only the port did. */
	// SPEC reliability.md#a-new-path
	public void onPathChanged(boolean onlyPort) {
		if (onlyPort) {
			return;
		}
		for (PacketSpace space : this.spaces) {
			space.sent.leaveFlight();
			space.pathFirstNumber = space.sent.next();
		}
		this.rtt.reset();
		this.thresholds.reset();
		this.congestion.onPathChanged();
		this.probeTimer.forgetExpirations();
	}

	/** The configured initial value before the first sample. */
	public long smoothedRttNanos() {
		return this.rtt.smoothedNanos();
	}

	/** Newest sample, 0 before the first. */
	public long latestRttNanos() {
		return this.rtt.latestNanos();
	}

	/** Least round trip sample, 0 before the first. */
	public long minRttNanos() {
		return this.rtt.minNanos();
	}

	/** The probe timeout of the application space without backoff. */
	public long probeTimeoutNanos() {
		return this.probeTimer.timeoutNanos(APPLICATION);
	}

	/** Probe timeouts in a row without an answer. */
	public int ptoCount() {
		return this.probeTimer.expirations();
	}

	/** Name, state, rates and counts of congestion control. */
	public CongestionFigures congestion() {
		return this.congestion.figures();
	}

	/** From now on tells what congestion control does; the last listener counts. */
	public void setCongestionListener(CongestionListener listener) {
		this.congestion.setListener(listener);
	}

	public long congestionWindow() {
		return this.congestion.controller().windowBytes();
	}

	public long bytesInFlight() {
		return this.congestion.bytesInFlight();
	}

	public long packetsSent() {
		return this.packetsSent;
	}

	public long packetsLost() {
		return this.detector.packetsLost();
	}

	/** Packets declared lost that were acknowledged after all. */
	public long packetsSpuriouslyLost() {
		return this.thresholds.spuriousLosses();
	}

	/** Largest number that the peer has acknowledged, or -1. */
	public long largestAcked(int space) {
		return this.spaces[space].largestAcked;
	}

	/** Largest number received, or -1. */
	public long largestReceived(int space) {
		return this.spaces[space].received.largestReceived();
	}

	/** Whether the peer still owes an acknowledgement. */
	public boolean hasElicitingInFlight(int space) {
		return this.spaces[space].hasElicitingInFlight();
	}

}
