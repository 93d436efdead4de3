/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

/**
 * Sub-types of the CONTROL frame, carried in its flags byte.
 */
public final class ControlType {

	public static final int PING = 0;

	public static final int MAX_DATA = 1;

	public static final int MAX_STREAM_DATA = 2;

	public static final int MAX_STREAMS = 3;

	public static final int DATA_BLOCKED = 4;

	public static final int RESET_STREAM = 5;

	public static final int STOP_SENDING = 6;

	public static final int NEW_CONNECTION_ID = 7;

	public static final int RETIRE_CONNECTION_ID = 8;

	public static final int PATH_CHALLENGE = 9;

	public static final int PATH_RESPONSE = 10;

	public static final int NEW_TICKET = 11;

	public static final int NEW_TOKEN = 12;

	public static final int HANDSHAKE_DONE = 13;

	public static final int CONNECTION_CLOSE = 14;

	/** Stream id of a DATA_BLOCKED that speaks of the whole connection. */
	public static final long WHOLE_CONNECTION = -1L;

	/** Longest reason of a CONNECTION_CLOSE in bytes of UTF-8. */
	public static final int MAX_REASON_LENGTH = 512;

	/** Longest token or ticket in bytes. */
	public static final int MAX_TOKEN_LENGTH = 1024;

	private static final int[] BODY_LENGTHS = { 0, 8, 16, 8, 16, 16, 8, 40, 8, 8, 8, -1, -1, 0, -1 };

	private ControlType() {
	}

	/**
	 * The body length of a sub-type, -1 where it varies, -2 where the sub-type is
	 * unknown.
	 */
	static int bodyLength(int control) {
		return (control < BODY_LENGTHS.length) ? BODY_LENGTHS[control] : -2;
	}

}
