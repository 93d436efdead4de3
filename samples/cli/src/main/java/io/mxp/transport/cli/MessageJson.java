/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.util.Locale;

import io.mxp.transport.MessageType;
import io.mxp.transport.message.DecodeError;
import io.mxp.transport.message.MessageFlags;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The names that messages and errors have in JSON: those of the reference
 * implementation's vectors.
 */
final class MessageJson {

	private MessageJson() {
	}

	/** CALL is "Call", STREAM_OPEN "StreamOpen", a custom type "Custom". */
	static String typeName(int code) {
		MessageType type = MessageType.fromCode(code);
		return (type != null) ? camelCase(type.name()) : "Custom";
	}

	/**
	 * The code of a name, in any case, with or without underscores; -1 if there is none.
	 */
	static int typeCode(String name) {
		for (MessageType type : MessageType.values()) {
			if (type.name().replace("_", "").equalsIgnoreCase(name.replace("_", "").replace("-", ""))) {
				return type.code();
			}
		}
		return -1;
	}

	static ArrayNode flagNames(int flags) {
		ArrayNode names = Json.object().putArray("flags");
		for (int bit = 1; bit <= MessageFlags.FINAL; bit <<= 1) {
			if ((flags & bit) != 0) {
				names.add(flagName(bit));
			}
		}
		return names;
	}

	/** The bit of a name; -1 if there is none. */
	static int flag(String name) {
		for (int bit = 1; bit <= MessageFlags.FINAL; bit <<= 1) {
			if (flagName(bit).equalsIgnoreCase(name.replace('-', '_'))) {
				return bit;
			}
		}
		return -1;
	}

	static ObjectNode error(String kind, String text) {
		ObjectNode json = Json.object();
		json.put("error", kind);
		json.putObject("fields");
		json.put("text", text);
		return json;
	}

	static ObjectNode error(DecodeError error, long value, long limit) {
		ObjectNode json = Json.object();
		json.put("error", kind(error));
		ObjectNode fields = json.putObject("fields");
		String first = Long.toUnsignedString(value);
		String second = Long.toUnsignedString(limit);
		switch (error) {
			case BUFFER_TOO_SMALL -> fields.put("needed", second).put("got", first);
			case INVALID_MAGIC -> fields.put("found", first);
			case RESERVED_NOT_ZERO -> fields.put("field", "header.reserved").put("value", first);
			case INVALID_TYPE -> fields.put("type_byte", first);
			case INVALID_FLAGS -> fields.put("flags", first);
			case PAYLOAD_TOO_LARGE -> fields.put("size", first).put("max", second);
			case CHECKSUM_MISMATCH -> fields.put("expected", second).put("found", first);
			case TRAILING_BYTES -> fields.put("got", first).put("used", second);
			default -> fields.put("value", first).put("limit", second);
		}
		String text = error.describe(value, limit);
		json.put("text", text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".");
		return json;
	}

	static String kind(DecodeError error) {
		return switch (error) {
			case RESERVED_NOT_ZERO -> "ReservedFieldNonZero";
			case INVALID_TYPE -> "InvalidMessageType";
			default -> camelCase(error.name());
		};
	}

	private static String flagName(int bit) {
		return switch (bit) {
			case MessageFlags.COMPRESSED -> "COMPRESSED";
			case MessageFlags.ENCRYPTED -> "ENCRYPTED";
			case MessageFlags.REQUIRES_ACK -> "REQUIRES_ACK";
			default -> "FINAL";
		};
	}

	private static String camelCase(String constant) {
		StringBuilder name = new StringBuilder();
		for (String word : constant.split("_")) {
			name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
		}
		return name.toString();
	}

}
