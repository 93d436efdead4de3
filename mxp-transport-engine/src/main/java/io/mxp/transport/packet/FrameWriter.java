/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Appends frames to a byte array. One writer is reused for all packets of a connection.
 *
 * <p>
 * Every method writes one whole frame with its padding to the next multiple of eight, or
 * returns {@code false} (or -1) and writes nothing where the frame does not fit. Padding
 * behind the last frame is left out where it would pass the limit.
 */
// SPEC frames.md#frame-header
public final class FrameWriter {

	private static final byte[] EMPTY = new byte[0];

	private byte[] bytes = EMPTY;

	private int position;

	private int limit;

	/** Starts at {@code offset}; nothing is ever written at or behind {@code limit}. */
	public FrameWriter wrap(byte[] bytes, int offset, int limit) {
		this.bytes = bytes;
		this.position = offset;
		this.limit = limit;
		return this;
	}

	public byte[] array() {
		return this.bytes;
	}

	/** Where the next frame begins. */
	public int position() {
		return this.position;
	}

	public int remaining() {
		return this.limit - this.position;
	}

	public boolean streamOpen(long streamId, int band, boolean unordered, boolean unidirectional) {
		int flags = band | (unordered ? FrameType.OPEN_UNORDERED : 0)
				| (unidirectional ? FrameType.OPEN_UNIDIRECTIONAL : 0);
		int body = begin(FrameType.STREAM_OPEN, flags, 8, 0);
		if (body < 0) {
			return false;
		}
		LittleEndian.putLong(this.bytes, body, streamId);
		return true;
	}

	/**
	 * How many bytes of data one more STREAM_DATA frame can carry; zero or less where
	 * none fits.
	 */
	public int streamDataCapacity() {
		return Math.min(remaining() - FrameType.STREAM_DATA_OVERHEAD, 0xFFFF - 16);
	}

	/**
	 * Writes a STREAM_DATA frame but for its data.
	 * @return the array index where the caller copies {@code length} bytes, or -1
	 */
	public int beginStreamData(long streamId, long offset, boolean messageBoundary, int length) {
		int body = begin(FrameType.STREAM_DATA, messageBoundary ? FrameType.DATA_MESSAGE_BOUNDARY : 0, 16 + length, 0);
		if (body < 0) {
			return -1;
		}
		LittleEndian.putLong(this.bytes, body, streamId);
		LittleEndian.putLong(this.bytes, body + 8, offset);
		return body + 16;
	}

	public boolean streamFin(long streamId, long finalSize) {
		return twoLongs(FrameType.STREAM_FIN, 0, 0, streamId, finalSize);
	}

	/**
	 * Largest message that one more DATAGRAM frame can carry; zero or less where none
	 * fits.
	 */
	public int datagramCapacity() {
		return Math.min(remaining() - FrameType.HEADER_LENGTH, 0xFFFF);
	}

	/**
	 * Writes a DATAGRAM frame but for its message; returns where that is to be copied, or
	 * -1.
	 */
	public int beginDatagram(int length) {
		return begin(FrameType.DATAGRAM, 0, length, 0);
	}

	/**
	 * Writes an ACK of {@code count} ranges, inclusive and descending.
	 * @param ackDelayMicros since the largest was received; clamped to 32 bits
	 * @param largest upper ends
	 * @param smallest lower ends
	 * @param count at least 1; as many ranges are written as fit
	 */
	// SPEC frames.md#ack
	public boolean ack(long ackDelayMicros, long[] largest, long[] smallest, int count, boolean ecn, long ect0,
			long ect1, long ce) {
		int fixed = 16 + (ecn ? 24 : 0);
		int room = (remaining() - FrameType.HEADER_LENGTH - fixed) >> 3;
		if (room < 0) {
			return false;
		}
		int further = Math.min(count - 1, room);
		int body = begin(FrameType.ACK, ecn ? FrameType.ACK_ECN : 0, fixed + (further << 3),
				Math.min(Math.max(ackDelayMicros, 0), 0xFFFF_FFFFL));
		if (body < 0) {
			return false;
		}
		LittleEndian.putLong(this.bytes, body, largest[0]);
		LittleEndian.putInt(this.bytes, body + 8, (int) Math.min(largest[0] - smallest[0], 0xFFFF_FFFFL));
		LittleEndian.putInt(this.bytes, body + 12, further);
		int at = body + 16;
		for (int i = 1; i <= further; i++) {
			LittleEndian.putInt(this.bytes, at, (int) (smallest[i - 1] - largest[i] - 1));
			LittleEndian.putInt(this.bytes, at + 4, (int) (largest[i] - smallest[i] + 1));
			at += 8;
		}
		if (ecn) {
			LittleEndian.putLong(this.bytes, at, ect0);
			LittleEndian.putLong(this.bytes, at + 8, ect1);
			LittleEndian.putLong(this.bytes, at + 16, ce);
		}
		return true;
	}

	/** How many handshake bytes one more CRYPTO frame can carry. */
	public int cryptoCapacity() {
		return Math.min(remaining() - FrameType.HEADER_LENGTH, 0xFFFF);
	}

	/**
	 * Writes a CRYPTO frame but for its bytes; returns where these are to be copied, or
	 * -1.
	 */
	public int beginCrypto(int cryptoOffset, int length) {
		return begin(FrameType.CRYPTO, 0, length, cryptoOffset);
	}

	public boolean ping() {
		return begin(FrameType.CONTROL, ControlType.PING, 0, 0) >= 0;
	}

	public boolean maxData(long limitBytes) {
		return oneLong(ControlType.MAX_DATA, 0, limitBytes);
	}

	public boolean maxStreamData(long streamId, long limitBytes) {
		return twoLongs(FrameType.CONTROL, ControlType.MAX_STREAM_DATA, 0, streamId, limitBytes);
	}

	public boolean maxStreams(boolean unidirectional, long count) {
		return oneLong(ControlType.MAX_STREAMS, unidirectional ? 1 : 0, count);
	}

	public boolean dataBlocked(long streamId, long limitBytes) {
		return twoLongs(FrameType.CONTROL, ControlType.DATA_BLOCKED, 0, streamId, limitBytes);
	}

	public boolean resetStream(long streamId, long finalSize, int code) {
		return twoLongs(FrameType.CONTROL, ControlType.RESET_STREAM, code & 0xFFFF_FFFFL, streamId, finalSize);
	}

	public boolean stopSending(long streamId, int code) {
		return oneLong(ControlType.STOP_SENDING, code & 0xFFFF_FFFFL, streamId);
	}

	/** Offers a connection id; {@code resetToken} is 16 bytes. */
	public boolean newConnectionId(long sequence, long retirePriorTo, long connectionId, byte[] resetToken) {
		int body = begin(FrameType.CONTROL, ControlType.NEW_CONNECTION_ID, 40, 0);
		if (body < 0) {
			return false;
		}
		LittleEndian.putLong(this.bytes, body, sequence);
		LittleEndian.putLong(this.bytes, body + 8, retirePriorTo);
		LittleEndian.putLong(this.bytes, body + 16, connectionId);
		System.arraycopy(resetToken, 0, this.bytes, body + 24, 16);
		return true;
	}

	public boolean retireConnectionId(long sequence) {
		return oneLong(ControlType.RETIRE_CONNECTION_ID, 0, sequence);
	}

	public boolean pathChallenge(long data) {
		return oneLong(ControlType.PATH_CHALLENGE, 0, data);
	}

	public boolean pathResponse(long data) {
		return oneLong(ControlType.PATH_RESPONSE, 0, data);
	}

	public boolean newTicket(long lifetimeSeconds, byte[] ticket) {
		return opaque(ControlType.NEW_TICKET, lifetimeSeconds, ticket);
	}

	public boolean newToken(byte[] token) {
		return opaque(ControlType.NEW_TOKEN, 0, token);
	}

	public boolean handshakeDone() {
		return begin(FrameType.CONTROL, ControlType.HANDSHAKE_DONE, 0, 0) >= 0;
	}

	/**
	 * Writes the reason why the connection ends; a reason over 512 bytes is cut at a
	 * character.
	 * @param frameType the frame that caused it, or -1
	 */
	public boolean connectionClose(int code, int frameType, String reason) {
		byte[] text = reason.getBytes(StandardCharsets.UTF_8);
		int length = Math.min(text.length, ControlType.MAX_REASON_LENGTH);
		while (length < text.length && length > 0 && (text[length] & 0xC0) == 0x80) {
			length--;
		}
		int body = begin(FrameType.CONTROL, ControlType.CONNECTION_CLOSE, 8 + length, code & 0xFFFF_FFFFL);
		if (body < 0) {
			return false;
		}
		LittleEndian.putInt(this.bytes, body, frameType);
		LittleEndian.putInt(this.bytes, body + 4, 0);
		System.arraycopy(text, 0, this.bytes, body + 8, length);
		return true;
	}

	/**
	 * A frame that every receiver ignores; {@code type} is one of the reserved sixteen.
	 */
	public boolean grease(int type, int length) {
		int body = begin(type, 0, length, 0);
		if (body < 0) {
			return false;
		}
		Arrays.fill(this.bytes, body, body + length, (byte) 0);
		return true;
	}

	/**
	 * Fills with zeros, which read as PADDING frames, up to an array index.
	 * @return the number of bytes added
	 */
	public int padTo(int end) {
		int to = Math.min(end, this.limit);
		int added = to - this.position;
		if (added <= 0) {
			return 0;
		}
		Arrays.fill(this.bytes, this.position, to, (byte) 0);
		this.position = to;
		return added;
	}

	private boolean oneLong(int control, long word, long value) {
		int body = begin(FrameType.CONTROL, control, 8, word);
		if (body < 0) {
			return false;
		}
		LittleEndian.putLong(this.bytes, body, value);
		return true;
	}

	private boolean twoLongs(int type, int flags, long word, long first, long second) {
		int body = begin(type, flags, 16, word);
		if (body < 0) {
			return false;
		}
		LittleEndian.putLong(this.bytes, body, first);
		LittleEndian.putLong(this.bytes, body + 8, second);
		return true;
	}

	private boolean opaque(int control, long word, byte[] value) {
		if (value.length > ControlType.MAX_TOKEN_LENGTH) {
			return false;
		}
		int body = begin(FrameType.CONTROL, control, value.length, word);
		if (body < 0) {
			return false;
		}
		System.arraycopy(value, 0, this.bytes, body, value.length);
		return true;
	}

	private int begin(int type, int flags, int bodyLength, long word) {
		int at = this.position;
		int end = at + FrameType.HEADER_LENGTH + bodyLength;
		if (end > this.limit || bodyLength < 0 || bodyLength > 0xFFFF) {
			return -1;
		}
		this.bytes[at] = (byte) type;
		this.bytes[at + 1] = (byte) flags;
		LittleEndian.putShort(this.bytes, at + 2, bodyLength);
		LittleEndian.putInt(this.bytes, at + 4, (int) word);
		int padded = Math.min(end + (-(FrameType.HEADER_LENGTH + bodyLength) & 7), this.limit);
		for (int i = end; i < padded; i++) {
			this.bytes[i] = 0;
		}
		this.position = padded;
		return at + FrameType.HEADER_LENGTH;
	}

}
