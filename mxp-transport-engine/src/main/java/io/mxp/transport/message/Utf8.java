/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.nio.charset.StandardCharsets;

/**
 * UTF-8 in byte arrays without garbage: validation of what a peer sent, and writing.
 */
final class Utf8 {

	private Utf8() {
	}

	/**
	 * Whether bytes are well-formed UTF-8: no overlong form, no surrogate, nothing above
	 * U+10FFFF (RFC 3629 §4).
	 */
	static boolean isValid(byte[] bytes, int offset, int length) {
		int end = offset + length;
		int at = offset;
		while (at < end) {
			int size = sequenceLength(bytes, at, end);
			if (size == 0) {
				return false;
			}
			at += size;
		}
		return true;
	}

	/** Text from bytes that were found valid. */
	static String read(byte[] bytes, int offset, int length) {
		return new String(bytes, offset, length, StandardCharsets.UTF_8);
	}

	/**
	 * Writes a text; a lone surrogate becomes a question mark, as in
	 * {@link String#getBytes(java.nio.charset.Charset)}.
	 * @return index behind the last byte written
	 */
	static int write(String text, byte[] target, int offset) {
		int at = offset;
		for (int i = 0; i < text.length(); i++) {
			int unit = text.charAt(i);
			if (unit < 0x80) {
				target[at++] = (byte) unit;
				continue;
			}
			if (Character.isSurrogate((char) unit)) {
				int point = text.codePointAt(i);
				if (point == unit) {
					target[at++] = '?';
					continue;
				}
				i++;
				unit = point;
			}
			at = writeMultibyte(unit, target, at);
		}
		return at;
	}

	/**
	 * The longest prefix of whole code points within a number of bytes.
	 * @return its length in bytes
	 */
	static int prefixLength(byte[] valid, int maxLength) {
		int end = Math.min(valid.length, maxLength);
		while (end > 0 && end < valid.length && (valid[end] & 0xC0) == 0x80) {
			end--;
		}
		return end;
	}

	private static int writeMultibyte(int point, byte[] target, int offset) {
		int at = offset;
		if (point < 0x800) {
			target[at++] = (byte) (0xC0 | (point >>> 6));
		}
		else {
			if (point < 0x10000) {
				target[at++] = (byte) (0xE0 | (point >>> 12));
			}
			else {
				target[at++] = (byte) (0xF0 | (point >>> 18));
				target[at++] = (byte) (0x80 | ((point >>> 12) & 0x3F));
			}
			target[at++] = (byte) (0x80 | ((point >>> 6) & 0x3F));
		}
		target[at++] = (byte) (0x80 | (point & 0x3F));
		return at;
	}

	/** Bytes of the well-formed sequence that starts here, or 0 if there is none. */
	private static int sequenceLength(byte[] bytes, int at, int end) {
		int first = bytes[at] & 0xFF;
		if (first < 0x80) {
			return 1;
		}
		if (first < 0xC2 || first > 0xF4) {
			return 0;
		}
		int size = (first < 0xE0) ? 2 : (first < 0xF0) ? 3 : 4;
		if (size > end - at || !isSecond(first, bytes[at + 1] & 0xFF)) {
			return 0;
		}
		for (int i = 2; i < size; i++) {
			if ((bytes[at + i] & 0xC0) != 0x80) {
				return 0;
			}
		}
		return size;
	}

	private static boolean isSecond(int first, int second) {
		int lowest = (first == 0xE0) ? 0xA0 : (first == 0xF0) ? 0x90 : 0x80;
		int highest = (first == 0xED) ? 0x9F : (first == 0xF4) ? 0x8F : 0xBF;
		return second >= lowest && second <= highest;
	}

}
