/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The byte examples of {@code docs/protocol/messages.md} are what this implementation
 * writes, every one of them.
 */
class MessageSpecificationTests {

	private static final Path SPECIFICATION = Path.of("..", "docs", "protocol", "messages.md");

	private static final Pattern EXAMPLE = Pattern.compile("^```hex ([\\w-]+)\\n(.*?)^```$",
			Pattern.DOTALL | Pattern.MULTILINE);

	private static final UUID AGENT = UUID.fromString("018f3e6a-7c1b-7d2e-9f10-2a3b4c5d6e7f");

	private static final AgentEndpoint ENDPOINT = new AgentEndpoint(new byte[] { 10, 0, 0, 7 }, 9000);

	@Test
	void examplesAreExact() throws IOException {
		Map<String, String> written = new LinkedHashMap<>();
		examples().forEach((name, bytes) -> written.put(name, HexFormat.ofDelimiter(" ").formatHex(bytes)));
		assertThat(specified()).containsExactlyInAnyOrderEntriesOf(written);
	}

	private static Map<String, byte[]> examples() {
		Map<String, byte[]> examples = new LinkedHashMap<>();
		byte[] message = new byte[44];
		new MessageCodec().encode(message, 0, MessageType.CALL.code(), MessageFlags.REQUIRES_ACK, 42,
				0xa3ce929d0e0e4736L, bytes("ping"), 0, 4);
		examples.put("message", message);
		putAgents(examples);
		putCalls(examples);
		putStreams(examples);
		examples.put("compressed", compressed(bytes("a".repeat(100))));
		byte[] ack = new byte[AckPayload.LENGTH];
		AckPayload.write(ack, 0, 42);
		examples.put("ack", ack);
		examples.put("error", ErrorPayload.of(0x102, "queue full").toPayload());
		return examples;
	}

	private static void putAgents(Map<String, byte[]> examples) {
		byte[] ipv6 = HexFormat.of().parseHex("20010db8000000000000000000000007");
		examples.put("agent-register",
				new AgentRegister(AGENT, "weather", List.of("forecast", "tides"), ENDPOINT).toPayload());
		examples.put("agent-register-ipv6",
				new AgentRegister(AGENT, "weather", List.of(), new AgentEndpoint(ipv6, 9000)).toPayload());
		examples.put("agent-discover", new AgentDiscover("tides").toPayload());
		examples.put("agent-list",
				new AgentList(List.of(new AgentRegister(AGENT, "weather", List.of("tides"), ENDPOINT))).toPayload());
		examples.put("agent-heartbeat", new AgentHeartbeat(AGENT, 3, 1_700_000_000_000L, 250).toPayload());
	}

	private static void putCalls(Map<String, byte[]> examples) {
		examples.put("call",
				call(AGENT, 1, MessageMetadata.builder().subject("tides.low").deadlineMillis(250).build()));
		examples.put("call-without-profile", call(new UUID(0, 0), 30, null));
		examples.put("response", data(0, MessageMetadata.builder().contentType("application/json").build(), "[]"));
		examples.put("event", data(0, MessageMetadata.subject("alerts"), "!"));
		examples.put("metadata",
				data(0, MessageMetadata.builder()
					.subject("alerts")
					.trace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", null)
					.idempotencyKey("order-7")
					.header("tenant", "north")
					.build(), ""));
	}

	private static void putStreams(Map<String, byte[]> examples) {
		byte[] open = data(StreamOpenPayload.FIXED_LENGTH, MessageMetadata.EMPTY, "");
		StreamOpenPayload.writeFixed(open, 0, UUID.fromString("00000000-0000-4000-8000-000000000005"), AGENT, true);
		examples.put("stream-open", open);
		examples.put("stream-chunk", bytes("hi"));
		examples.put("stream-close", new StreamClosePayload(0x106, "enough").toPayload());
	}

	private static byte[] call(UUID target, int timeoutSeconds, MessageMetadata metadata) {
		byte[] payload = data(CallPayload.FIXED_LENGTH, metadata, "{}");
		CallPayload.writeFixed(payload, 0, target.getMostSignificantBits(), target.getLeastSignificantBits(),
				timeoutSeconds);
		return payload;
	}

	private static byte[] data(int offset, MessageMetadata metadata, String data) {
		byte[] payload = new byte[offset + DataPayload.encodedLength(metadata, data.length())];
		int end = offset + DataPayload.write(payload, offset, metadata, bytes(data), 0, data.length());
		return Arrays.copyOf(payload, end);
	}

	private static byte[] compressed(byte[] content) {
		try (ZstdCodec codec = new ZstdCodec(1)) {
			byte[] target = new byte[ZstdCodec.maxCompressedLength(content.length)];
			return Arrays.copyOf(target, codec.compress(content, target));
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static Map<String, String> specified() throws IOException {
		Map<String, String> specified = new LinkedHashMap<>();
		Matcher example = EXAMPLE.matcher(Files.readString(SPECIFICATION));
		while (example.find()) {
			String hex = example.group(2).replaceAll("#.*", "").replaceAll("\\s+", " ").strip();
			assertThat(specified.put(example.group(1), hex)).isNull();
		}
		return specified;
	}

}
