/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import org.jspecify.annotations.Nullable;

/**
 * A stream that is not over: its two sides, of which a unidirectional stream has one, the
 * queues it stands in and the control frames that it owes.
 */
final class LiveStream {

	/** RESET_STREAM is owed. */
	static final int RESET = 1;

	/** STOP_SENDING is owed. */
	static final int STOP = 2;

	/** MAX_STREAM_DATA is owed. */
	static final int CREDIT = 4;

	/** DATA_BLOCKED is owed. */
	static final int BLOCKED = 8;

	private static final int NO_CODE = -1;

	private final long id;

	private final @Nullable SendStream send;

	private final @Nullable ReceiveStream receive;

	/** There is one object of this class for each stream: what is small is kept small. */
	private byte band;

	private boolean unordered;

	private byte owed;

	private int queues;

	private int stopCode = NO_CODE;

	private int peerStopCode = NO_CODE;

	private boolean peerStopped;

	private boolean closed;

	LiveStream(long id, int band, boolean unordered, @Nullable SendStream send, @Nullable ReceiveStream receive) {
		this.id = id;
		this.band = (byte) band;
		this.unordered = unordered;
		this.send = send;
		this.receive = receive;
	}

	long id() {
		return this.id;
	}

	int band() {
		return this.band;
	}

	boolean isUnordered() {
		return this.unordered;
	}

	/** What the peer's STREAM_OPEN says. */
	void describe(int band, boolean unordered) {
		this.band = (byte) band;
		this.unordered = unordered;
	}

	@Nullable SendStream send() {
		return this.send;
	}

	@Nullable ReceiveStream receive() {
		return this.receive;
	}

	boolean owes(int frame) {
		return (this.owed & frame) != 0;
	}

	boolean owesNothing() {
		return this.owed == 0;
	}

	void owe(int frame) {
		this.owed |= frame;
	}

	void settle(int frame) {
		this.owed &= ~frame;
	}

	/** Enters a queue; returns false where it stands in it. */
	boolean enter(int queue) {
		if ((this.queues & queue) != 0) {
			return false;
		}
		this.queues |= queue;
		return true;
	}

	boolean stands(int queue) {
		return (this.queues & queue) != 0;
	}

	void leave(int queue) {
		this.queues &= ~queue;
	}

	int stopCode() {
		return this.stopCode;
	}

	void stopWith(int code) {
		this.stopCode = code;
	}

	/** The peer's STOP_SENDING came before its STREAM_OPEN. */
	void rememberPeerStop(int code) {
		this.peerStopped = true;
		this.peerStopCode = code;
	}

	boolean isPeerStopped() {
		return this.peerStopped;
	}

	int peerStopCode() {
		return this.peerStopCode;
	}

	boolean isClosed() {
		return this.closed;
	}

	void close() {
		this.closed = true;
	}

	/** Whether both sides are over. */
	boolean isDone() {
		SendStream sending = this.send;
		ReceiveStream receiving = this.receive;
		return (sending == null || sending.isClosed()) && (receiving == null || receiving.isClosed());
	}

}
