/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;

import io.mxp.transport.packet.LittleEndian;

/**
 * Handshake bytes on their way to the peer, until all of them are acknowledged. The
 * connection takes ranges out with {@link #next} and reports what became of them.
 */
public final class CryptoSendBuffer {

	private static final byte PENDING = 0;

	private static final byte IN_FLIGHT = 1;

	private static final byte ACKED = 2;

	private byte[] bytes = new byte[0];

	private byte[] status = new byte[0];

	private int offset;

	private int length;

	private boolean answered;

	CryptoSendBuffer() {
	}

	/** Appends a message with its length before it. */
	void append(byte[] message) {
		int at = this.bytes.length;
		int end = at + CryptoReceiveBuffer.LENGTH_BYTES + message.length;
		this.bytes = Arrays.copyOf(this.bytes, end);
		this.status = Arrays.copyOf(this.status, end);
		LittleEndian.putInt(this.bytes, at, message.length);
		System.arraycopy(message, 0, this.bytes, at + CryptoReceiveBuffer.LENGTH_BYTES, message.length);
	}

	/**
	 * Whether bytes wait to be sent, for the first time or once more.
	 * @return true where {@link #next} would give a range
	 */
	public boolean hasPending() {
		return firstPending() < this.bytes.length;
	}

	/**
	 * Takes the next range to send; it is in flight from now on.
	 * @param capacity how many bytes there is room for
	 * @return whether there is a range: {@link #offset}, {@link #length}, {@link #copyTo}
	 */
	public boolean next(int capacity) {
		int start = firstPending();
		int end = start;
		while (end < this.bytes.length && end - start < capacity && this.status[end] == PENDING) {
			end++;
		}
		this.offset = start;
		this.length = end - start;
		Arrays.fill(this.status, start, end, IN_FLIGHT);
		return this.length > 0;
	}

	/**
	 * Where the range that {@link #next} gave begins in the stream.
	 * @return an offset in bytes
	 */
	public int offset() {
		return this.offset;
	}

	/**
	 * How many bytes the range has that {@link #next} gave.
	 * @return a length in bytes
	 */
	public int length() {
		return this.length;
	}

	/**
	 * Copies the range that {@link #next} gave.
	 * @param target where to
	 * @param at index of the first byte
	 */
	public void copyTo(byte[] target, int at) {
		System.arraycopy(this.bytes, this.offset, target, at, this.length);
	}

	/**
	 * A range arrived.
	 * @param offset its first byte
	 * @param length its length
	 */
	public void onAcked(int offset, int length) {
		mark(offset, length, ACKED);
	}

	/** The peer answers: whatever was sent arrived. */
	// SPEC handshake.md#crypto-stream
	void onAnswered() {
		this.answered |= !allAcked();
		Arrays.fill(this.status, ACKED);
	}

	/**
	 * Whether the peer has answered what was not acknowledged.
	 * @return true once
	 */
	public boolean pollAnswered() {
		boolean was = this.answered;
		this.answered = false;
		return was;
	}

	/**
	 * A range was lost: what was not acknowledged of it waits to be sent again.
	 * @param offset its first byte
	 * @param length its length
	 */
	public void onLost(int offset, int length) {
		mark(offset, length, PENDING);
	}

	/**
	 * Whether everything arrived; also true while there is nothing.
	 * @return true where neither {@link #onAcked} nor {@link #onLost} is awaited
	 */
	public boolean allAcked() {
		for (byte one : this.status) {
			if (one != ACKED) {
				return false;
			}
		}
		return true;
	}

	void clear() {
		this.bytes = new byte[0];
		this.status = new byte[0];
		this.offset = 0;
		this.length = 0;
	}

	private int firstPending() {
		int at = 0;
		while (at < this.status.length && this.status[at] != PENDING) {
			at++;
		}
		return at;
	}

	// reports about a buffer that was cleared meanwhile find nothing to mark
	private void mark(int from, int count, byte value) {
		int end = Math.min(from + count, this.status.length);
		for (int i = from; i < end; i++) {
			if (this.status[i] != ACKED) {
				this.status[i] = value;
			}
		}
	}

}
