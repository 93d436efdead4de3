/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;
import java.util.BitSet;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.LittleEndian;
import io.mxp.transport.packet.ProtocolViolation;
import org.jspecify.annotations.Nullable;

/**
 * Puts the bytes of CRYPTO frames in order and cuts them into the messages that a peer
 * sends: u32 length and as many bytes, one behind the other.
 */
// SPEC handshake.md#crypto-stream
final class CryptoReceiveBuffer {

	/** Bytes of the stream that are taken during the handshake. */
	static final int HANDSHAKE_LIMIT = 16 * 1024;

	/** Bytes of the stream that are taken after the handshake. */
	static final int ESTABLISHED_LIMIT = 4 * 1024;

	static final int LENGTH_BYTES = 4;

	private byte[] bytes = new byte[0];

	private final BitSet present = new BitSet();

	/** Where the next message begins. */
	private int next;

	/**
	 * Checks bytes that come after the handshake; they are not kept, since this version
	 * sends none.
	 */
	static void checkEstablished(int offset, int length) throws ProtocolViolation {
		if (Integer.toUnsignedLong(offset) + length > ESTABLISHED_LIMIT) {
			throw exceeded(ESTABLISHED_LIMIT);
		}
	}

	/**
	 * Takes the bytes of one frame; what is there already is kept.
	 * @param offset where in the stream the bytes belong, unsigned
	 */
	void receive(int offset, byte[] source, int from, int length) throws ProtocolViolation {
		long end = Integer.toUnsignedLong(offset) + length;
		if (end > HANDSHAKE_LIMIT) {
			throw exceeded(HANDSHAKE_LIMIT);
		}
		if (end > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes,
					(int) Math.min(HANDSHAKE_LIMIT, Math.max(end, 2L * this.bytes.length)));
		}
		int at = this.present.nextClearBit(offset);
		while (at < end) {
			int gapEnd = this.present.nextSetBit(at);
			int stop = (gapEnd < 0) ? (int) end : (int) Math.min(gapEnd, end);
			System.arraycopy(source, from + at - offset, this.bytes, at, stop - at);
			at = this.present.nextClearBit(stop);
		}
		this.present.set(offset, (int) end);
	}

	/** The next message without its length, once it is whole. */
	byte @Nullable [] nextMessage() throws ProtocolViolation {
		int contiguous = this.present.nextClearBit(0);
		int begin = this.next + LENGTH_BYTES;
		if (contiguous < begin) {
			return null;
		}
		long length = LittleEndian.getUnsignedInt(this.bytes, this.next);
		if (length > HANDSHAKE_LIMIT - begin) {
			throw exceeded(HANDSHAKE_LIMIT);
		}
		int end = begin + (int) length;
		if (contiguous < end) {
			return null;
		}
		this.next = end;
		return Arrays.copyOfRange(this.bytes, begin, end);
	}

	void clear() {
		this.bytes = new byte[0];
		this.present.clear();
		this.next = 0;
	}

	/** Bytes allocated for what came; for tests of the bound. */
	int capacity() {
		return this.bytes.length;
	}

	private static ProtocolViolation exceeded(int limit) {
		return new ProtocolViolation(ErrorCode.CRYPTO_BUFFER_EXCEEDED, FrameType.CRYPTO,
				"more than " + limit + " bytes of handshake");
	}

}
