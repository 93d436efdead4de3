/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import io.mxp.transport.packet.Ecn;

/**
 * Whether the path carries ECN marks and the peer reports them as they are (RFC 9000
 * §13.4.2 and appendix A.4). Packets of the application space only are marked, once the
 * handshake is confirmed.
 */
// SPEC reliability.md#ecn
public final class EcnValidation {

	/** What is known of the path. */
	public enum State {

		/** Nothing is marked: the configuration or the socket does not want it. */
		OFF,

		/** The first packets of the path are marked. */
		TESTING,

		/** Enough were marked; nothing more is until the peer has reported them. */
		UNKNOWN,

		/** Everything is marked. */
		CAPABLE,

		/** Marks are lost, changed, or kill packets: nothing is marked on this path. */
		FAILED

	}

	static final int TESTING_PACKETS = 10;

	private State state = State.OFF;

	/** Whether the packets that are being built leave with a mark. */
	private boolean marking;

	/** Packets sent with ECT(0), on all paths. */
	private long marked;

	/** Those of this path that can be lost, while it is tested. */
	private int tested;

	private int testedLost;

	private long ect0;

	private long ce;

	/** The handshake is confirmed, or the path is a new one: marks are tried. */
	void begin() {
		this.state = State.TESTING;
		this.marking = false;
		this.tested = 0;
		this.testedLost = 0;
	}

	void onPathChanged() {
		if (this.state != State.OFF) {
			begin();
		}
	}

	/**
	 * What the packets sent from now on are to be marked with, until asked again.
	 * @return one of {@link Ecn}
	 */
	public int mark() {
		this.marking = this.state == State.TESTING || this.state == State.CAPABLE;
		return this.marking ? Ecn.ECT0 : Ecn.NONE;
	}

	public State state() {
		return this.state;
	}

	/**
	 * A packet was sent.
	 * @param tracked whether its loss will be noticed
	 * @return whether it is marked
	 */
	boolean onPacketSent(boolean tracked) {
		if (!this.marking) {
			return false;
		}
		this.marked++;
		if (tracked && this.state != State.CAPABLE) {
			this.tested++;
			if (this.tested >= TESTING_PACKETS) {
				this.state = State.UNKNOWN;
			}
		}
		return true;
	}

	/** A marked packet of this path is lost: perhaps because it was marked. */
	void onMarkedLost() {
		if (this.state == State.UNKNOWN && ++this.testedLost >= this.tested) {
			this.state = State.FAILED;
		}
	}

	/**
	 * An ACK without counts raised the largest number acknowledged.
	 * @param markedAcked marked packets that it acknowledged for the first time
	 */
	void onAckWithoutCounts(int markedAcked) {
		if (markedAcked > 0 && isInUse()) {
			this.state = State.FAILED;
		}
	}

	/**
	 * An ACK with counts raised the largest number acknowledged.
	 * @param markedAcked marked packets that it acknowledged for the first time
	 * @return whether more packets met congestion than the peer had said
	 */
	boolean onCounts(long nowEct0, long nowEct1, long nowCe, int markedAcked) {
		if (!isInUse()) {
			return false;
		}
		boolean fell = nowEct0 < this.ect0 || nowCe < this.ce;
		// Nothing was sent as ECT(1). Each is at most marked, below 2^62: no overflow.
		boolean tooMany = nowEct1 != 0 || nowEct0 > this.marked || nowCe > this.marked - nowEct0;
		if (fell || tooMany || (nowEct0 - this.ect0) + (nowCe - this.ce) < markedAcked) {
			this.state = State.FAILED;
			return false;
		}
		boolean congested = nowCe > this.ce;
		this.ect0 = nowEct0;
		this.ce = nowCe;
		if (markedAcked > 0) {
			this.state = State.CAPABLE;
		}
		return congested;
	}

	private boolean isInUse() {
		return this.state != State.OFF && this.state != State.FAILED;
	}

}
