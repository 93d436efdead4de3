/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The payload of an Error: a code, a text for people, and details whose meaning is the
 * application's. The Error's message id is that of the message that failed.
 */
// SPEC messages.md#error
public final class ErrorPayload {

	/** What {@link #of} keeps of a text: bytes in UTF-8. */
	public static final int MAX_SENT_TEXT_LENGTH = 1024;

	private static final byte[] NO_DETAILS = {};

	private final long code;

	private final String text;

	private final byte[] details;

	/**
	 * An error with details.
	 * @param code an error code, unsigned 32 bits
	 * @param text at most 65,535 bytes in UTF-8
	 * @param details any bytes, may be empty
	 * @throws IllegalArgumentException if code or text are out of range
	 */
	public ErrorPayload(long code, String text, byte[] details) {
		if (code < 0 || code > 0xFFFF_FFFFL) {
			throw new IllegalArgumentException("code " + code + " is out of range");
		}
		this.code = code;
		this.text = PayloadWriter.requireShortText(text, "the text of an error");
		this.details = details.clone();
	}

	/**
	 * An error without details. A text over 1,024 bytes is cut at a character.
	 * @param code an error code, unsigned 32 bits
	 * @param text a text for people, may be empty
	 * @return the payload
	 */
	public static ErrorPayload of(long code, String text) {
		byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		int length = Utf8.prefixLength(utf8, MAX_SENT_TEXT_LENGTH);
		return new ErrorPayload(code, Utf8.read(utf8, 0, length), NO_DETAILS);
	}

	/**
	 * The error code.
	 * @return 0 to 2^32-1
	 */
	public long code() {
		return this.code;
	}

	/**
	 * The text for people.
	 * @return the text, may be empty
	 */
	public String text() {
		return this.text;
	}

	/**
	 * The application's details.
	 * @return a copy, may be empty
	 */
	public byte[] details() {
		return this.details.clone();
	}

	/**
	 * Reads a payload.
	 * @param bytes holds the payload
	 * @param offset index of its first byte
	 * @param length its length
	 * @return what it says
	 * @throws MessageFormatException if it is not such a payload
	 */
	public static ErrorPayload parse(byte[] bytes, int offset, int length) throws MessageFormatException {
		PayloadReader reader = new PayloadReader(bytes, offset, length);
		long code = reader.u32();
		String text = reader.text();
		return new ErrorPayload(code, text, reader.bytes(reader.remaining()));
	}

	/**
	 * Writes the payload.
	 * @return a new array
	 */
	public byte[] toPayload() {
		return new PayloadWriter().u32(this.code).text(this.text).bytes(this.details).toByteArray();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ErrorPayload that && this.code == that.code && this.text.equals(that.text)
				&& Arrays.equals(this.details, that.details);
	}

	@Override
	public int hashCode() {
		return Long.hashCode(this.code) + 31 * this.text.hashCode();
	}

	@Override
	public String toString() {
		return "ErrorPayload[code=" + this.code + ", text=" + this.text + ", details=" + this.details.length
				+ " bytes]";
	}

}
