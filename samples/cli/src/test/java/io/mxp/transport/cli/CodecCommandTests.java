/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class CodecCommandTests {

	private static final String CALL = "3150584d100800000700000000000000090000000000000002000000000000006869";

	private static JsonNode vectors() throws Exception {
		return JsonMapper.builder()
			.build()
			.readTree(Files.readString(Path.of("..", "..", "mxp-transport-engine", "src", "test", "resources",
					"vectors", "mxp-message-vectors.json")));
	}

	@Test
	void everyHeaderFieldIsShown() {
		CommandRun encoded = CommandRun.withInput(
				"{\"type\":\"Call\",\"flags\":[\"FINAL\"],\"message_id\":7,\"trace_id\":\"9\",\"payload\":\"hi\"}\n",
				"encode");
		assertThat(encoded.status()).isZero();
		assertThat(encoded.lines()).singleElement().asString().startsWith(CALL).hasSize(84);
		ObjectNode decoded = CommandRun.withInput(encoded.out(), "decode").json();
		assertThat(decoded.propertyNames()).containsExactly("magic", "type", "type_name", "flags", "flag_names",
				"reserved", "message_id", "trace_id", "payload_len", "payload_hex", "checksum", "bytes_used",
				"trailing_bytes");
		assertThat(decoded.get("type_name").stringValue()).isEqualTo("Call");
		assertThat(decoded.get("message_id").stringValue()).isEqualTo("7");
		assertThat(decoded.get("payload_hex").stringValue()).isEqualTo("6869");
		assertThat(decoded.get("bytes_used").intValue()).isEqualTo(42);
	}

	@Test
	void theContentOfACompressedPayloadIsShown() {
		CommandRun encoded = CommandRun.withInput("{\"type\":\"Event\",\"flags\":[\"COMPRESSED\"],\"payload_hex\":\""
				+ "28b52ffd206445000010616101003f012c\"}\n", "encode");
		ObjectNode decoded = CommandRun.withInput(encoded.out(), "decode").json();
		assertThat(decoded.get("payload_len").intValue()).isEqualTo(17);
		assertThat(decoded.get("content_len").intValue()).isEqualTo(100);
		assertThat(decoded.get("content_hex").stringValue()).isEqualTo("61".repeat(100));
		CommandRun bomb = CommandRun.withInput(
				"{\"type\":\"Event\",\"flags\":[\"COMPRESSED\"],\"payload_hex\":\"" + "28b52ffde00000000000000100\"}\n",
				"encode");
		assertThat(CommandRun.withInput(bomb.out(), "decode").json().get("content").get("error").stringValue())
			.isNotEmpty();
	}

	@Test
	void whatEverybodyCanReadOfASealedMessageIsShown() throws Exception {
		String page = Files.readString(Path.of("..", "..", "docs", "security", "e2e.md"));
		String event = example(page, "sealed-event");
		CommandRun encoded = CommandRun
			.withInput("{\"type\":\"Event\",\"flags\":[\"ENCRYPTED\"],\"payload_hex\":\"" + event + "\"}\n", "encode");
		ObjectNode sealed = (ObjectNode) CommandRun.withInput(encoded.out(), "decode").json().get("sealed");
		assertThat(sealed.get("sent_at").stringValue()).isEqualTo("2023-11-14T22:13:20Z");
		assertThat(sealed.get("sender_key").stringValue()).isEqualTo("d19bf3f0");
		assertThat(sealed.get("sender").stringValue()).isEqualTo("d19bf3f0-8278-8c87-b783-fe7134698aef");
		assertThat(sealed.get("ciphertext_len").intValue()).isEqualTo(event.length() / 2 - 84);
		CommandRun answer = CommandRun.withInput("{\"type\":\"Response\",\"flags\":[\"ENCRYPTED\"],\"payload_hex\":\""
				+ example(page, "sealed-answer") + "\"}\n", "encode");
		assertThat(CommandRun.withInput(answer.out(), "decode").json().get("sealed").get("nonce_hex").stringValue())
			.isEqualTo("55".repeat(32));
	}

	private static String example(String page, String name) {
		int from = page.indexOf("```hex " + name) + ("```hex " + name).length();
		return page.substring(from, page.indexOf("```", from)).replaceAll("#[^\\n]*", "").replaceAll("\\s+", "");
	}

	@Test
	void allValidVectorsAreDecodedAndEncodedAgain() throws Exception {
		List<String> hex = new ArrayList<>();
		List<JsonNode> expected = new ArrayList<>();
		for (JsonNode vector : vectors().get("valid")) {
			if (vector.has("encoded_hex")) {
				hex.add(vector.get("encoded_hex").stringValue());
				expected.add(vector);
			}
		}
		assertThat(hex).hasSizeGreaterThan(50);
		CommandRun decoded = CommandRun.withInput(String.join("\n", hex) + "\n", "decode", "--exact");
		assertThat(decoded.status()).isZero();
		assertThat(decoded.lines()).hasSameSizeAs(hex);
		for (int i = 0; i < hex.size(); i++) {
			ObjectNode line = Json.parse(decoded.lines().get(i));
			for (String field : List.of("type", "type_name", "flags", "message_id", "trace_id", "payload_len",
					"checksum")) {
				assertThat(line.get(field)).as(field).isEqualTo(expected.get(i).get(field));
			}
			assertThat(line.get("bytes_used")).isEqualTo(expected.get(i).get("encoded_len"));
		}
		CommandRun encoded = CommandRun.withInput(decoded.out(), "encode");
		assertThat(encoded.status()).isZero();
		assertThat(encoded.lines()).isEqualTo(hex);
	}

	@Test
	void largeMessageGoesThroughBothWays() throws Exception {
		byte[] payload = new byte[1_000_000];
		CommandRun encoded = CommandRun
			.withInput("{\"type\":18,\"payload_hex\":\"" + HexFormat.of().formatHex(payload) + "\"}", "encode");
		ObjectNode decoded = CommandRun.withInput(encoded.out(), "decode").json();
		assertThat(decoded.get("payload_len").intValue()).isEqualTo(payload.length);
		byte[] shown = HexFormat.of().parseHex(decoded.get("payload_hex").stringValue());
		assertThat(MessageDigest.isEqual(shown, payload)).isTrue();
	}

	@Test
	void allInvalidVectorsGiveTheKindAndItsFields() throws Exception {
		List<String> hex = new ArrayList<>();
		List<JsonNode> expected = new ArrayList<>();
		for (JsonNode vector : vectors().get("invalid")) {
			hex.add(vector.get("input_hex").stringValue());
			expected.add(vector);
		}
		CommandRun decoded = CommandRun.withInput(String.join("\n", hex) + "\n", "decode");
		assertThat(decoded.status()).isEqualTo(1);
		assertThat(decoded.lines()).hasSameSizeAs(hex);
		for (int i = 0; i < hex.size(); i++) {
			ObjectNode line = Json.parse(decoded.lines().get(i));
			assertThat(line.get("error")).isEqualTo(expected.get(i).get("error"));
			assertThat(line.get("fields")).as(hex.get(i)).isEqualTo(expected.get(i).get("error_fields"));
		}
	}

	@Test
	void bytesBehindTheMessageAreCountedOrRefused() {
		String message = CommandRun.withInput("{\"type\":1}", "encode").lines().get(0);
		ObjectNode lenient = CommandRun.withInput(message + "0000\n", "decode").json();
		assertThat(lenient.get("bytes_used").intValue()).isEqualTo(40);
		assertThat(lenient.get("trailing_bytes").intValue()).isEqualTo(2);
		CommandRun exact = CommandRun.withInput(message + "0000\n", "decode", "--exact");
		assertThat(exact.status()).isEqualTo(1);
		assertThat(exact.json().get("error").stringValue()).isEqualTo("TrailingBytes");
	}

	@Test
	void hexMayBeSpaced() {
		String message = CommandRun.withInput("{\"type\":1}", "encode").lines().get(0);
		String spaced = "0x" + message.replaceAll("(..)", "$1 ");
		assertThat(CommandRun.withInput(spaced, "decode").status()).isZero();
		CommandRun wrong = CommandRun.withInput("hello\n" + message + "\n", "decode");
		assertThat(wrong.status()).isEqualTo(1);
		assertThat(wrong.lines().get(0)).contains("\"InvalidHex\"");
		assertThat(wrong.lines().get(1)).contains("AgentRegister");
	}

	@Test
	void whatCannotBeEncodedSaysWhy() {
		for (List<String> wrong : List.of(List.of("nonsense", "InvalidInput"), List.of("[1]", "InvalidInput"),
				List.of("{}", "'type' is missing"), List.of("{\"type\":\"Shout\"}", "no type named 'Shout'"),
				List.of("{\"type\":4}", "InvalidMessageType"), List.of("{\"type\":300}", "from 0 to 255"),
				List.of("{\"type\":128}", "InvalidMessageType"), List.of("{\"type\":1,\"flags\":16}", "InvalidFlags"),
				List.of("{\"type\":1,\"flags\":[\"LOUD\"]}", "there is no flag"),
				List.of("{\"type\":1,\"message_id\":-1}", "'message_id' has to be"),
				List.of("{\"type\":1,\"message_id\":\"18446744073709551616\"}", "'message_id' has to be"),
				List.of("{\"type\":1,\"payload\":5}", "have to be strings"),
				List.of("{\"type\":1,\"payload\":\"a\",\"payload_hex\":\"00\"}", "only one of"),
				List.of("{\"type\":1,\"payload_hex\":\"0\"}", "InvalidInput"),
				List.of("{\"error\":\"BufferTooSmall\"}", "is an error of 'mxp decode'"))) {
			CommandRun run = CommandRun.withInput(wrong.get(0), "encode");
			assertThat(run.status()).as(wrong.get(0)).isEqualTo(1);
			assertThat(run.out()).contains(wrong.get(1));
		}
	}

	@Test
	void customTypesAreOptional() {
		CommandRun encoded = CommandRun.withInput("{\"type\":128,\"payload_json\":{\"a\":1}}", "encode",
				"--custom-types");
		assertThat(encoded.status()).isZero();
		assertThat(CommandRun.withInput(encoded.out(), "decode").out()).contains("InvalidMessageType");
		ObjectNode decoded = CommandRun.withInput(encoded.out(), "decode", "--custom-types").json();
		assertThat(decoded.get("type_name").stringValue()).isEqualTo("Custom");
		assertThat(decoded.get("payload_hex").stringValue())
			.isEqualTo(HexFormat.of().formatHex("{\"a\":1}".getBytes()));
	}

}
