/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.nio.charset.StandardCharsets;

/**
 * The payload of a StreamClose: nothing at all for a normal end, else a code and a
 * reason.
 *
 * @param code 0 for a normal end, else an error code, unsigned 32 bits
 * @param reason a sentence for people, may be empty
 */
// SPEC messages.md#streamclose
public record StreamClosePayload(long code, String reason) {

	/** The normal end. */
	public static final StreamClosePayload NORMAL = new StreamClosePayload(0, "");

	/**
	 * Checks the code.
	 * @throws IllegalArgumentException if it is out of range
	 */
	public StreamClosePayload {
		if (code < 0 || code > 0xFFFF_FFFFL) {
			throw new IllegalArgumentException("code " + code + " is out of range");
		}
	}

	/**
	 * Whether the stream ended normally.
	 * @return true for code 0
	 */
	public boolean isNormal() {
		return this.code == 0;
	}

	/**
	 * Reads a payload.
	 * @param bytes holds the payload
	 * @param offset index of its first byte
	 * @param length its length
	 * @return what it says
	 * @throws MessageFormatException if it is not such a payload
	 */
	public static StreamClosePayload parse(byte[] bytes, int offset, int length) throws MessageFormatException {
		if (length == 0) {
			return NORMAL;
		}
		PayloadReader reader = new PayloadReader(bytes, offset, length);
		long code = reader.u32();
		return new StreamClosePayload(code, reader.text(reader.remaining()));
	}

	/**
	 * Writes the payload.
	 * @return a new array, empty for a normal end without a reason
	 */
	public byte[] toPayload() {
		if (isNormal() && this.reason.isEmpty()) {
			return new byte[0];
		}
		return new PayloadWriter().u32(this.code).bytes(this.reason.getBytes(StandardCharsets.UTF_8)).toByteArray();
	}

}
