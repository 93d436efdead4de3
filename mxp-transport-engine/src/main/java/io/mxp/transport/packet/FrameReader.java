/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

import java.nio.charset.StandardCharsets;

import io.mxp.transport.ErrorCode;

/**
 * Walks the frames of an opened packet. One reader is reused for all packets of a
 * connection.
 *
 * <p>
 * {@link #next()} checks every bound and every fixed length, so that the accessors of the
 * current frame never leave it. A frame that is not well-formed is a
 * {@link ProtocolViolation} of FRAME_ENCODING_ERROR; nothing else is thrown.
 */
// SPEC frames.md#frame-header
public final class FrameReader {

	/** Most ranges in one ACK frame. */
	public static final int MAX_ACK_RANGES = 64;

	private static final byte[] EMPTY = new byte[0];

	private byte[] bytes = EMPTY;

	private int next;

	private int limit;

	private int frame;

	private int bodyLength;

	/** Starts at {@code offset}; the payload ends before {@code limit}. */
	public FrameReader wrap(byte[] bytes, int offset, int limit) {
		this.bytes = bytes;
		this.next = offset;
		this.limit = limit;
		this.frame = offset;
		this.bodyLength = 0;
		return this;
	}

	/**
	 * Moves to the next frame that is not padding.
	 * @return false at the end of the payload
	 * @throws ProtocolViolation where the bytes are not a well-formed frame
	 */
	public boolean next() throws ProtocolViolation {
		int at = this.next;
		while (at < this.limit) {
			if (this.limit - at < FrameType.HEADER_LENGTH) {
				return endOfPadding(at);
			}
			int length = LittleEndian.getUnsignedShort(this.bytes, at + 2);
			int end = at + FrameType.HEADER_LENGTH + length;
			if (end > this.limit) {
				throw malformed("a frame runs over the end of its packet");
			}
			int following = at + LittleEndian.align8(FrameType.HEADER_LENGTH + length);
			if (this.bytes[at] == FrameType.PADDING) {
				at = following;
				continue;
			}
			this.frame = at;
			this.bodyLength = length;
			this.next = following;
			checkLength();
			return true;
		}
		this.next = this.limit;
		return false;
	}

	public byte[] array() {
		return this.bytes;
	}

	public int type() {
		return this.bytes[this.frame] & 0xFF;
	}

	public int flags() {
		return this.bytes[this.frame + 1] & 0xFF;
	}

	/** The sub-type of a CONTROL frame. */
	public int control() {
		return flags();
	}

	/** The four bytes of the frame header whose meaning depends on the type. */
	public long word() {
		return LittleEndian.getUnsignedInt(this.bytes, this.frame + 4);
	}

	public int bodyOffset() {
		return this.frame + FrameType.HEADER_LENGTH;
	}

	public int bodyLength() {
		return this.bodyLength;
	}

	/** The {@code index}-th eight bytes of the body. */
	public long bodyLong(int index) {
		return LittleEndian.getLong(this.bytes, bodyOffset() + (index << 3));
	}

	/**
	 * Stream id of STREAM_OPEN, STREAM_DATA, STREAM_FIN and of the CONTROL frames that
	 * name a stream.
	 */
	public long streamId() {
		return bodyLong(0);
	}

	/** Offset within the stream of the first data byte of STREAM_DATA. */
	public long streamOffset() {
		return bodyLong(1);
	}

	/** Array index of the data of STREAM_DATA. */
	public int dataOffset() {
		return bodyOffset() + 16;
	}

	public int dataLength() {
		return this.bodyLength - 16;
	}

	public boolean messageBoundary() {
		return (flags() & FrameType.DATA_MESSAGE_BOUNDARY) != 0;
	}

	/** Final size of STREAM_FIN and RESET_STREAM. */
	public long finalSize() {
		return bodyLong(1);
	}

	/**
	 * Delay between receiving the largest packet and sending this ACK, in microseconds.
	 */
	public long ackDelayMicros() {
		return word();
	}

	/** Largest packet number of an ACK. */
	public long ackLargest() {
		return bodyLong(0);
	}

	public boolean ackHasEcn() {
		return (flags() & FrameType.ACK_ECN) != 0;
	}

	public long ackEct0() {
		return bodyLong(this.bodyLength / 8 - 3);
	}

	public long ackEct1() {
		return bodyLong(this.bodyLength / 8 - 2);
	}

	public long ackCe() {
		return bodyLong(this.bodyLength / 8 - 1);
	}

	/**
	 * Reads the ranges of an ACK, inclusive and descending.
	 * @param largest receives the upper ends; 64 long
	 * @param smallest receives the lower ends; 64 long
	 * @return how many ranges, at least one
	 * @throws ProtocolViolation where a range falls below packet number zero
	 */
	// SPEC frames.md#ack
	public int ackRanges(long[] largest, long[] smallest) throws ProtocolViolation {
		int body = bodyOffset();
		long top = LittleEndian.getLong(this.bytes, body);
		long bottom = top - LittleEndian.getUnsignedInt(this.bytes, body + 8);
		int further = LittleEndian.getInt(this.bytes, body + 12);
		if (top < 0 || bottom < 0) {
			throw malformed("an ACK range falls below packet number zero");
		}
		largest[0] = top;
		smallest[0] = bottom;
		int at = body + 16;
		for (int i = 1; i <= further; i++) {
			long gap = LittleEndian.getUnsignedInt(this.bytes, at);
			long length = LittleEndian.getUnsignedInt(this.bytes, at + 4);
			top = bottom - gap - 1;
			bottom = top - length + 1;
			if (gap == 0 || length == 0 || bottom < 0) {
				throw malformed("an ACK range is empty or falls below packet number zero");
			}
			largest[i] = top;
			smallest[i] = bottom;
			at += 8;
		}
		return further + 1;
	}

	/** Error code of CONNECTION_CLOSE, RESET_STREAM and STOP_SENDING. */
	public int code() {
		return (int) word();
	}

	/** The frame type that a CONNECTION_CLOSE blames, or -1. */
	public int closeFrameType() {
		return LittleEndian.getInt(this.bytes, bodyOffset());
	}

	public String closeReason() {
		return new String(this.bytes, bodyOffset() + 8, this.bodyLength - 8, StandardCharsets.UTF_8);
	}

	private boolean endOfPadding(int at) throws ProtocolViolation {
		for (int i = at; i < this.limit; i++) {
			if (this.bytes[i] != 0) {
				throw malformed("a frame header runs over the end of its packet");
			}
		}
		this.next = this.limit;
		return false;
	}

	private void checkLength() throws ProtocolViolation {
		int type = type();
		boolean valid;
		switch (type) {
			case FrameType.STREAM_OPEN:
				valid = this.bodyLength == 8;
				break;
			case FrameType.STREAM_DATA:
				valid = this.bodyLength >= 16 && bodyLong(1) >= 0 && bodyLong(1) + dataLength() >= 0;
				break;
			case FrameType.STREAM_FIN:
				valid = this.bodyLength == 16 && bodyLong(1) >= 0;
				break;
			case FrameType.DATAGRAM:
				valid = this.bodyLength > 0;
				break;
			case FrameType.ACK:
				valid = ackLengthIsValid();
				break;
			case FrameType.CRYPTO:
				valid = word() <= Integer.MAX_VALUE - 0xFFFF;
				break;
			case FrameType.CONTROL:
				valid = controlLengthIsValid();
				break;
			default:
				valid = FrameType.isGrease(type);
		}
		if (!valid) {
			throw malformed("a " + FrameType.name(type) + " frame of " + this.bodyLength + " bytes is not well-formed");
		}
	}

	private boolean ackLengthIsValid() {
		if (this.bodyLength < 16) {
			return false;
		}
		long further = LittleEndian.getUnsignedInt(this.bytes, bodyOffset() + 12);
		return further < MAX_ACK_RANGES && this.bodyLength == 16 + 8 * further + (ackHasEcn() ? 24 : 0);
	}

	private boolean controlLengthIsValid() {
		int expected = ControlType.bodyLength(control());
		if (expected >= 0) {
			return this.bodyLength == expected;
		}
		if (control() == ControlType.CONNECTION_CLOSE) {
			return this.bodyLength >= 8 && this.bodyLength <= 8 + ControlType.MAX_REASON_LENGTH;
		}
		return expected == -1 && this.bodyLength > 0 && this.bodyLength <= ControlType.MAX_TOKEN_LENGTH;
	}

	private ProtocolViolation malformed(String reason) {
		return new ProtocolViolation(ErrorCode.FRAME_ENCODING_ERROR,
				(this.frame < this.limit) ? this.bytes[this.frame] & 0xFF : -1, reason);
	}

}
