/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

/**
 * Frame types, the first byte of each frame.
 */
public final class FrameType {

	public static final int PADDING = 0x00;

	public static final int STREAM_OPEN = 0x01;

	public static final int STREAM_DATA = 0x02;

	public static final int STREAM_FIN = 0x03;

	public static final int DATAGRAM = 0x04;

	public static final int ACK = 0x05;

	public static final int CRYPTO = 0x06;

	public static final int CONTROL = 0x07;

	/**
	 * First of the sixteen types that are ignored, so that peers never learn to rely on a
	 * closed list.
	 */
	public static final int GREASE_FIRST = 0x40;

	public static final int GREASE_LAST = 0x4F;

	/** Length of the header of every frame in bytes. */
	public static final int HEADER_LENGTH = 8;

	/** STREAM_OPEN: the band in bits 0 and 1. */
	public static final int OPEN_BAND_MASK = 0x03;

	/** STREAM_OPEN: messages are delivered as soon as each is complete. */
	public static final int OPEN_UNORDERED = 0x04;

	/** STREAM_OPEN: only the opener sends. */
	public static final int OPEN_UNIDIRECTIONAL = 0x08;

	/** STREAM_DATA: the bytes start at a message boundary. */
	public static final int DATA_MESSAGE_BOUNDARY = 0x01;

	/** ACK: ECN counts follow the ranges. */
	public static final int ACK_ECN = 0x01;

	/** Bytes of a STREAM_DATA frame before its data: header, stream id, offset. */
	public static final int STREAM_DATA_OVERHEAD = HEADER_LENGTH + 16;

	private FrameType() {
	}

	public static boolean isGrease(int type) {
		return type >= GREASE_FIRST && type <= GREASE_LAST;
	}

	public static String name(int type) {
		switch (type) {
			case PADDING:
				return "PADDING";
			case STREAM_OPEN:
				return "STREAM_OPEN";
			case STREAM_DATA:
				return "STREAM_DATA";
			case STREAM_FIN:
				return "STREAM_FIN";
			case DATAGRAM:
				return "DATAGRAM";
			case ACK:
				return "ACK";
			case CRYPTO:
				return "CRYPTO";
			case CONTROL:
				return "CONTROL";
			default:
				return isGrease(type) ? "GREASE" : "unknown(" + type + ")";
		}
	}

}
