/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.Callable;

import io.mxp.transport.MessageType;
import io.mxp.transport.message.DecodeError;
import io.mxp.transport.message.MessageCodec;
import io.mxp.transport.message.MessageFlags;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code mxp encode}: one JSON object a line in, hex out. */
@Command(name = "encode", mixinStandardHelpOptions = true, description = {
		"Encodes MXP messages: reads one JSON object a line from standard input and prints each message as"
				+ " hex; or, where that is not possible, a JSON object with the kind of the error and its fields.",
		"Fields: type (number or name), flags (number or names, 0), message_id (0), trace_id (0), and one of"
				+ " payload_hex, payload (text), payload_json (any JSON). 64-bit numbers may be strings. What 'mxp"
				+ " decode' prints can be encoded again." },
		exitCodeListHeading = "%nExit status:%n",
		exitCodeList = { "0:every line was encoded", "1:at least one was not", "2:wrong usage" },
		footer = { "", "Example: echo '{\"type\":\"Call\",\"message_id\":7,\"payload\":\"hi\"}' | mxp encode" })
final class EncodeCommand implements Callable<Integer> {

	@Option(names = "--custom-types", description = "Accept the types 0x80 to 0xEF.")
	private boolean customTypes;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Override
	public Integer call() throws IOException {
		PrintWriter out = this.spec.commandLine().getOut();
		MessageCodec codec = new MessageCodec(MessageCodec.MAX_PAYLOAD_LENGTH, this.customTypes);
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		boolean failed = false;
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			String answer = encode(codec, line);
			failed |= answer.startsWith("{");
			out.println(answer);
			out.flush();
		}
		return failed ? 1 : 0;
	}

	private String encode(MessageCodec codec, String line) {
		try {
			ObjectNode json = Json.parse(line);
			if (json.has("error")) {
				return Json
					.line(MessageJson.error("InvalidInput", "The line is an error of 'mxp decode', not a message."));
			}
			int type = type(json.get("type"));
			int flags = flags(json.get("flags"));
			byte[] payload = payload(json);
			ObjectNode refusal = refusal(type, flags, payload.length);
			if (refusal != null) {
				return Json.line(refusal);
			}
			byte[] target = new byte[MessageCodec.encodedLength(payload.length)];
			codec.encode(target, 0, type, flags, unsigned(json, "message_id"), unsigned(json, "trace_id"), payload, 0,
					payload.length);
			return HexFormat.of().formatHex(target);
		}
		catch (IllegalArgumentException ex) {
			return Json.line(MessageJson.error("InvalidInput", "The line cannot be encoded: " + ex.getMessage() + "."));
		}
	}

	private @Nullable ObjectNode refusal(int type, int flags, int payloadLength) {
		if (MessageType.fromCode(type) == null && !(this.customTypes && MessageType.isCustomCode(type))) {
			return MessageJson.error(DecodeError.INVALID_TYPE, type, 0);
		}
		if ((flags & ~MessageFlags.DEFINED) != 0) {
			return MessageJson.error(DecodeError.INVALID_FLAGS, flags, MessageFlags.DEFINED);
		}
		if (payloadLength > MessageCodec.MAX_PAYLOAD_LENGTH) {
			return MessageJson.error(DecodeError.PAYLOAD_TOO_LARGE, payloadLength, MessageCodec.MAX_PAYLOAD_LENGTH);
		}
		return null;
	}

	private static int type(@Nullable JsonNode node) {
		if (node == null) {
			throw new IllegalArgumentException("'type' is missing, a number or a name such as \"Call\"");
		}
		if (node.isString()) {
			int code = MessageJson.typeCode(node.stringValue());
			if (code < 0) {
				throw new IllegalArgumentException("there is no type named '" + node.stringValue() + "'");
			}
			return code;
		}
		return octet(node, "type");
	}

	private static int flags(@Nullable JsonNode node) {
		if (node == null) {
			return 0;
		}
		if (!node.isArray()) {
			return octet(node, "flags");
		}
		int flags = 0;
		for (JsonNode name : node) {
			int bit = name.isString() ? MessageJson.flag(name.stringValue()) : -1;
			if (bit < 0) {
				throw new IllegalArgumentException(
						"there is no flag " + name + "; there are COMPRESSED, ENCRYPTED, REQUIRES_ACK and FINAL");
			}
			flags |= bit;
		}
		return flags;
	}

	private static int octet(JsonNode node, String field) {
		if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0 || node.intValue() > 0xFF) {
			throw new IllegalArgumentException("'" + field + "' has to be a number from 0 to 255");
		}
		return node.intValue();
	}

	private static long unsigned(ObjectNode json, String field) {
		JsonNode node = json.get(field);
		if (node == null) {
			return 0;
		}
		if (node.isString() || node.isIntegralNumber()) {
			try {
				return Long.parseUnsignedLong(node.isString() ? node.stringValue() : node.toString());
			}
			catch (NumberFormatException ex) {
				// Falls through to the same message.
			}
		}
		throw new IllegalArgumentException("'" + field + "' has to be a number from 0 to 2^64-1");
	}

	private static byte[] payload(ObjectNode json) {
		JsonNode hex = json.get("payload_hex");
		JsonNode text = json.get("payload");
		JsonNode any = json.get("payload_json");
		int given = ((hex != null) ? 1 : 0) + ((text != null) ? 1 : 0) + ((any != null) ? 1 : 0);
		if (given > 1) {
			throw new IllegalArgumentException("only one of payload_hex, payload and payload_json may be there");
		}
		if ((hex != null && !hex.isString()) || (text != null && !text.isString())) {
			throw new IllegalArgumentException("payload_hex and payload have to be strings");
		}
		if (hex != null) {
			return HexFormat.of().parseHex(hex.stringValue());
		}
		if (text != null) {
			return text.stringValue().getBytes(StandardCharsets.UTF_8);
		}
		return (any != null) ? Json.line(any).getBytes(StandardCharsets.UTF_8) : new byte[0];
	}

}
