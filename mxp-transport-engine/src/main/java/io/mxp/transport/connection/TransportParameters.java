/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.util.Arrays;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.packet.LittleEndian;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * What a side declares about itself in its handshake payload: u16 id, u16 length, value.
 *
 * @param maxData connection window in bytes
 * @param maxStreamData window of each dynamic stream in bytes
 * @param maxBandData window of each band stream in bytes
 * @param maxStreamsBidirectional how many bidirectional streams the peer may open
 * @param maxStreamsUnidirectional how many unidirectional streams the peer may open, band
 * streams aside
 * @param idleTimeoutMillis 0 for none
 * @param maxAckDelayMicros longest delay of an acknowledgement
 * @param maxUdpPayload largest datagram that is received
 * @param messageProfile 1 where Call, Response, Event and StreamOpen carry metadata
 * @param maxDatagram largest message in a DATAGRAM frame, 0 for none
 * @param compression 1 where compressed payloads are accepted
 */
// SPEC connection.md#transport-parameters
public record TransportParameters(long maxData, long maxStreamData, long maxBandData, long maxStreamsBidirectional,
		long maxStreamsUnidirectional, long idleTimeoutMillis, long maxAckDelayMicros, long maxUdpPayload,
		int messageProfile, long maxDatagram, int compression) {

	/** Of a server only; 16 bytes. */
	static final int RESET_TOKEN = 16;

	private static final int RESET_TOKEN_BYTES = 16;

	private static final byte[] NO_TOKEN = new byte[0];

	static final int MAX_UDP_PAYLOAD = 65_000;

	static final long MIN_DATA_BYTES = 65_536;

	static final long MIN_STREAM_BYTES = 8_192;

	static final long MIN_BAND_BYTES = 32_768;

	/** An id that stands for those of later versions: receivers ignore it. */
	static final int RESERVED = 0x1A2A;

	private static final int LONG_PARAMETERS = 9;

	private static final long MAX_STREAMS = 1L << 60;

	/** What a configuration declares. */
	public static TransportParameters of(TransportConfig config) {
		return new TransportParameters(config.flow().connectionWindowBytes(), config.flow().streamWindowBytes(),
				config.flow().bandWindowBytes(), config.flow().maxStreamsBidirectional(),
				config.flow().maxStreamsUnidirectional(), config.session().idleTimeout().toMillis(),
				config.recovery().maxAckDelayNanos() / 1_000, MAX_UDP_PAYLOAD, 1, MAX_UDP_PAYLOAD,
				config.message().compression().accept() ? 1 : 0);
	}

	public byte[] encode() {
		byte[] bytes = new byte[LONG_PARAMETERS * 12 + 3 * 5];
		int at = 0;
		at = put(bytes, at, 1, this.maxData);
		at = put(bytes, at, 2, this.maxStreamData);
		at = put(bytes, at, 3, this.maxBandData);
		at = put(bytes, at, 4, this.maxStreamsBidirectional);
		at = put(bytes, at, 5, this.maxStreamsUnidirectional);
		at = put(bytes, at, 6, this.idleTimeoutMillis);
		at = put(bytes, at, 7, this.maxAckDelayMicros);
		at = put(bytes, at, 8, this.maxUdpPayload);
		at = putByte(bytes, at, 9, this.messageProfile);
		at = put(bytes, at, 10, this.maxDatagram);
		at = putByte(bytes, at, 11, this.compression);
		putByte(bytes, at, RESERVED, 0x2A);
		return bytes;
	}

	private static int putByte(byte[] bytes, int at, int id, int value) {
		LittleEndian.putShort(bytes, at, id);
		LittleEndian.putShort(bytes, at + 2, 1);
		bytes[at + 4] = (byte) value;
		return at + 5;
	}

	private static int put(byte[] bytes, int at, int id, long value) {
		LittleEndian.putShort(bytes, at, id);
		LittleEndian.putShort(bytes, at + 2, 8);
		LittleEndian.putLong(bytes, at + 4, value);
		return at + 12;
	}

	/** A server's parameters, and the token by which it resets the connection. */
	public static byte[] withResetToken(byte[] encoded, byte[] token) {
		byte[] bytes = Arrays.copyOf(encoded, encoded.length + 4 + token.length);
		LittleEndian.putShort(bytes, encoded.length, RESET_TOKEN);
		LittleEndian.putShort(bytes, encoded.length + 2, token.length);
		System.arraycopy(token, 0, bytes, encoded.length + 4, token.length);
		return bytes;
	}

	/**
	 * The token in well-formed parameters; empty where there is none.
	 * @throws ProtocolViolation where there are two, or it has another length than 16
	 */
	static byte[] resetToken(byte[] bytes) throws ProtocolViolation {
		byte[] token = NO_TOKEN;
		for (int at = 0; at < bytes.length;) {
			int length = LittleEndian.getUnsignedShort(bytes, at + 2);
			if (LittleEndian.getUnsignedShort(bytes, at) == RESET_TOKEN) {
				if (token.length > 0 || length != RESET_TOKEN_BYTES) {
					throw violation(
							"transport parameter " + RESET_TOKEN + " is there twice or has " + length + " bytes");
				}
				token = Arrays.copyOfRange(bytes, at + 4, at + 4 + length);
			}
			at += 4 + length;
		}
		return token;
	}

	/**
	 * Reads what a peer declares; unknown ids are ignored, missing ones have the value 0.
	 * @throws ProtocolViolation TRANSPORT_PARAMETER_ERROR where the bytes are not
	 * well-formed or a value is out of range
	 */
	public static TransportParameters decode(byte[] bytes) throws ProtocolViolation {
		long[] values = new long[12];
		int seen = 0;
		int at = 0;
		while (at < bytes.length) {
			if (bytes.length - at < 4) {
				throw violation("a transport parameter is cut off");
			}
			int id = LittleEndian.getUnsignedShort(bytes, at);
			int length = LittleEndian.getUnsignedShort(bytes, at + 2);
			at += 4;
			if (length > bytes.length - at) {
				throw violation("transport parameter " + id + " is cut off");
			}
			if (id >= 1 && id <= 11) {
				if ((seen & (1 << id)) != 0) {
					throw violation("transport parameter " + id + " is there twice");
				}
				seen |= 1 << id;
				values[id] = value(bytes, at, id, length);
			}
			at += length;
		}
		requireAtLeast(1, values[1], MIN_DATA_BYTES);
		requireAtLeast(2, values[2], MIN_STREAM_BYTES);
		requireAtLeast(3, values[3], MIN_BAND_BYTES);
		return new TransportParameters(values[1], values[2], values[3], values[4], values[5], values[6], values[7],
				checkedPayload(values[8]), (int) values[9], values[10], (int) values[11]);
	}

	private static long value(byte[] bytes, int at, int id, int length) throws ProtocolViolation {
		int expected = (id == 9 || id == 11) ? 1 : 8;
		if (length != expected) {
			throw violation("transport parameter " + id + " has " + length + " bytes");
		}
		long value = (length == 1) ? bytes[at] & 0xFF : LittleEndian.getLong(bytes, at);
		if (value < 0 || ((id == 4 || id == 5) && value > MAX_STREAMS)) {
			throw violation("transport parameter " + id + " is out of its range");
		}
		return value;
	}

	/** Smaller windows could not carry the messages that need no stream of their own. */
	private static void requireAtLeast(int id, long value, long least) throws ProtocolViolation {
		if (value < least) {
			throw violation("transport parameter " + id + " is " + value + ", below the least of " + least);
		}
	}

	private static long checkedPayload(long maxUdpPayload) throws ProtocolViolation {
		if (maxUdpPayload < 1_200) {
			throw violation("the peer takes datagrams of " + maxUdpPayload + " bytes only");
		}
		return Math.min(maxUdpPayload, MAX_UDP_PAYLOAD);
	}

	private static ProtocolViolation violation(String reason) {
		return new ProtocolViolation(ErrorCode.TRANSPORT_PARAMETER_ERROR, -1, reason);
	}

}
