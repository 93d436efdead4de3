/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Utf8Tests {

	@Test
	void agreesWithTheJdkOnEverySequenceOfUpToThreeBytes() {
		for (int first = 0; first < 256; first++) {
			check((byte) first);
			for (int second = 0; second < 256; second++) {
				check((byte) first, (byte) second);
				if (first >= 0xE0) {
					for (int third : new int[] { 0, 0x7F, 0x80, 0xBF, 0xC0 }) {
						check((byte) first, (byte) second, (byte) third);
						check((byte) first, (byte) second, (byte) 0x80, (byte) third);
					}
				}
			}
		}
	}

	@Test
	void writesAsTheJdkDoes() {
		SplittableRandom random = new SplittableRandom(5);
		for (int round = 0; round < 20_000; round++) {
			char[] units = new char[random.nextInt(10)];
			for (int i = 0; i < units.length; i++) {
				units[i] = (char) switch (random.nextInt(4)) {
					case 0 -> random.nextInt(0x80);
					case 1 -> random.nextInt(0x800);
					case 2 -> 0xD800 + random.nextInt(0x800);
					default -> random.nextInt(0x10000);
				};
			}
			String text = new String(units);
			byte[] expected = text.getBytes(StandardCharsets.UTF_8);
			byte[] target = new byte[expected.length + 2];
			assertThat(Utf8.write(text, target, 1)).isEqualTo(expected.length + 1);
			assertThat(Arrays.copyOfRange(target, 1, expected.length + 1)).isEqualTo(expected);
		}
	}

	@Test
	void prefixesEndWithACharacter() {
		byte[] bytes = "aé世🚀".getBytes(StandardCharsets.UTF_8);
		int[] expected = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10 };
		for (int length = 0; length < expected.length; length++) {
			assertThat(Utf8.prefixLength(bytes, length)).isEqualTo(expected[length]);
		}
	}

	private static void check(byte... bytes) {
		boolean valid;
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
			valid = true;
		}
		catch (CharacterCodingException ex) {
			valid = false;
		}
		if (Utf8.isValid(bytes, 0, bytes.length) != valid) {
			assertThat(bytes).as("valid: " + valid).isNull();
		}
	}

}
