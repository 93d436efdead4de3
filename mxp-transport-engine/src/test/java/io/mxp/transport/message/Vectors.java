/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The vectors of the message format, computed by its reference implementation.
 */
final class Vectors {

	private static final JsonNode ROOT = load();

	private Vectors() {
	}

	static List<JsonNode> section(String name) {
		return StreamSupport.stream(ROOT.get(name).spliterator(), false).toList();
	}

	static JsonNode scan(String name) {
		return ROOT.get("scans").get(name);
	}

	static byte[] hex(JsonNode vector, String field) {
		return HexFormat.of().parseHex(vector.get(field).asString());
	}

	static String name(JsonNode vector) {
		return vector.get("name").asString();
	}

	static long unsigned(JsonNode value) {
		return new BigInteger(value.asString()).longValue();
	}

	static byte[] payload(JsonNode vector) {
		JsonNode rule = vector.get("payload_rule");
		int length = vector.get("payload_len").asInt();
		return switch (rule.get("rule").asString()) {
			case "affine" -> affine(rule.get("a").asInt(), rule.get("b").asInt(), length);
			case "splitmix64" -> splitmix(Long.parseUnsignedLong(rule.get("seed").asString(), 16), length);
			case "utf8" -> rule.get("text").asString().getBytes(StandardCharsets.UTF_8);
			default -> throw new IllegalStateException("unknown rule in " + name(vector));
		};
	}

	private static byte[] affine(int a, int b, int length) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) (a * i + b);
		}
		return bytes;
	}

	private static byte[] splitmix(long seed, int length) {
		byte[] bytes = new byte[length + 7];
		long state = seed;
		for (int i = 0; i < length; i += 8) {
			state += 0x9E3779B97F4A7C15L;
			long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
			z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
			z ^= z >>> 31;
			for (int j = 0; j < 8 && i + j < bytes.length; j++) {
				bytes[i + j] = (byte) (z >>> (8 * j));
			}
		}
		return Arrays.copyOf(bytes, length);
	}

	private static JsonNode load() {
		try (InputStream stream = Vectors.class.getResourceAsStream("/vectors/mxp-message-vectors.json")) {
			return new ObjectMapper().readTree(stream);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
