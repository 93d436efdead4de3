/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.CloseReason;
import io.mxp.transport.ErrorCode;

/**
 * The state of a connection, its reason to end, and when the last state ends.
 */
final class ConnectionLife {

	private static final CloseReason NONE = new CloseReason(ErrorCode.NO_ERROR, false, "");

	private final long startNanos;

	private ConnectionState state = ConnectionState.INITIAL;

	private CloseReason reason = NONE;

	private int closeFrameType = -1;

	private String wireText = "";

	private long endNanos = Long.MAX_VALUE;

	private long handshakeNanos = -1;

	private boolean confirmed;

	ConnectionLife(long nowNanos) {
		this.startNanos = nowNanos;
	}

	ConnectionState state() {
		return this.state;
	}

	void onPeerHeard() {
		if (this.state == ConnectionState.INITIAL) {
			become(ConnectionState.HANDSHAKE);
		}
	}

	void establish(long nowNanos) {
		become(ConnectionState.ESTABLISHED);
		this.handshakeNanos = nowNanos - this.startNanos;
	}

	void close(long endNanos, CloseReason reason, int frameType, String wireText) {
		become(ConnectionState.CLOSING);
		this.endNanos = endNanos;
		this.reason = reason;
		this.closeFrameType = frameType;
		this.wireText = wireText;
	}

	void drain(long endNanos, CloseReason reason) {
		become(ConnectionState.DRAINING);
		this.endNanos = endNanos;
		this.reason = reason;
	}

	void closeSilently(CloseReason reason) {
		this.reason = reason;
	}

	void finish() {
		become(ConnectionState.CLOSED);
		this.endNanos = Long.MAX_VALUE;
	}

	void confirm() {
		this.confirmed = true;
	}

	/**
	 * Whether both sides know that the other one has accepted. A client whose server
	 * never says so has no connection, though it has keys.
	 */
	boolean isHandshakeOver() {
		return this.confirmed && this.state == ConnectionState.ESTABLISHED;
	}

	boolean isConfirmed() {
		return this.confirmed;
	}

	CloseReason reason() {
		return this.reason;
	}

	/** What the peer is told beside the code. */
	String wireText() {
		return this.wireText;
	}

	int closeFrameType() {
		return this.closeFrameType;
	}

	long endNanos() {
		return this.endNanos;
	}

	/** From the first packet to established; -1 before. */
	long handshakeNanos() {
		return this.handshakeNanos;
	}

	private void become(ConnectionState next) {
		if (!this.state.mayBecome(next)) {
			throw new IllegalStateException("a connection cannot go from " + this.state + " to " + next);
		}
		this.state = next;
	}

}
