/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

import io.mxp.transport.packet.LittleEndian;

/**
 * Appends the fields of a payload of a cold message type to a growing array.
 */
final class PayloadWriter {

	private byte[] bytes = new byte[64];

	private int at;

	PayloadWriter u16(int value) {
		int from = claim(2);
		LittleEndian.putShort(this.bytes, from, value);
		return this;
	}

	PayloadWriter u32(long value) {
		int from = claim(4);
		LittleEndian.putInt(this.bytes, from, (int) value);
		return this;
	}

	PayloadWriter u64(long value) {
		int from = claim(8);
		LittleEndian.putLong(this.bytes, from, value);
		return this;
	}

	PayloadWriter uuid(UUID value) {
		int from = claim(UuidBytes.LENGTH);
		UuidBytes.write(this.bytes, from, value.getMostSignificantBits(), value.getLeastSignificantBits());
		return this;
	}

	PayloadWriter bytes(byte[] value) {
		int from = claim(value.length);
		System.arraycopy(value, 0, this.bytes, from, value.length);
		return this;
	}

	/** Text behind a u16 length; the caller has checked the length. */
	PayloadWriter text(String value) {
		byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
		return u16(utf8.length).bytes(utf8);
	}

	byte[] toByteArray() {
		return Arrays.copyOf(this.bytes, this.at);
	}

	/** Checks that a text fits a u16 length. */
	static String requireShortText(String value, String field) {
		int length = value.getBytes(StandardCharsets.UTF_8).length;
		if (length > 0xFFFF) {
			throw new IllegalArgumentException(field + " of " + length + " bytes is over the limit of 65535");
		}
		return value;
	}

	/** Makes room, for which the array may be exchanged. */
	private int claim(int length) {
		int from = this.at;
		this.at += length;
		if (this.at > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.at, this.bytes.length * 2));
		}
		return from;
	}

}
