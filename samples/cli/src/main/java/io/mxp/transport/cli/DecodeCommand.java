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

import io.mxp.transport.message.DecodeError;
import io.mxp.transport.message.DecodedMessage;
import io.mxp.transport.message.MessageCodec;
import io.mxp.transport.message.MessageHeader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code mxp decode}: hex in, one JSON object out for each line. */
@Command(name = "decode", mixinStandardHelpOptions = true,
		description = { "Decodes MXP messages: reads hex from standard input, one message a line, and prints one JSON"
				+ " object a line with every header field, the payload and the bytes used; or with the kind of the"
				+ " error and its fields.",
				"Of a compressed payload it shows the content, of a sealed one what everybody can read.",
				"Blanks, colons and a leading 0x in the hex are ignored. 64-bit numbers are strings." },
		exitCodeListHeading = "%nExit status:%n",
		exitCodeList = { "0:every line was a message", "1:at least one was not", "2:wrong usage" }, footer = { "",
				"Example: mxp encode | mxp decode", "  {\"type\":\"Call\",\"message_id\":7,\"payload\":\"hi\"}" })
final class DecodeCommand implements Callable<Integer> {

	@Option(names = "--exact", description = "Take bytes behind the message as an error.")
	private boolean exact;

	@Option(names = "--custom-types", description = "Accept the types 0x80 to 0xEF.")
	private boolean customTypes;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	private final DecodedMessage message = new DecodedMessage();

	@Override
	public Integer call() throws IOException {
		PrintWriter out = this.spec.commandLine().getOut();
		MessageCodec codec = new MessageCodec(MessageCodec.MAX_PAYLOAD_LENGTH, this.customTypes);
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		boolean failed = false;
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			ObjectNode answer = decode(codec, line);
			failed |= answer.has("error");
			out.println(Json.line(answer));
			out.flush();
		}
		return failed ? 1 : 0;
	}

	private ObjectNode decode(MessageCodec codec, String line) {
		byte[] bytes;
		try {
			bytes = hex(line);
		}
		catch (IllegalArgumentException ex) {
			return MessageJson.error("InvalidHex", "The line is no hex: " + ex.getMessage() + ".");
		}
		int used = this.exact ? codec.decodeExactly(bytes, 0, bytes.length, this.message)
				: codec.decode(bytes, 0, bytes.length, this.message);
		if (this.message.error() != DecodeError.NONE) {
			return MessageJson.error(this.message.error(), this.message.errorValue(), this.message.errorLimit());
		}
		return fields(bytes, used);
	}

	private ObjectNode fields(byte[] bytes, int used) {
		int payloadLength = this.message.payloadLength();
		ObjectNode json = Json.object();
		json.put("magic", String.format("0x%08x", MessageHeader.magic(bytes, 0)));
		json.put("type", this.message.typeCode());
		json.put("type_name", MessageJson.typeName(this.message.typeCode()));
		json.put("flags", this.message.flags());
		json.set("flag_names", MessageJson.flagNames(this.message.flags()));
		json.put("reserved", (bytes[6] & 0xFF) | (bytes[7] & 0xFF) << 8);
		json.put("message_id", Long.toUnsignedString(this.message.messageId()));
		json.put("trace_id", Long.toUnsignedString(this.message.traceId()));
		json.put("payload_len", payloadLength);
		json.put("payload_hex", HexFormat.of()
			.formatHex(bytes, this.message.payloadOffset(), this.message.payloadOffset() + payloadLength));
		json.put("checksum", String.format("%016x", MessageHeader.checksum(bytes, 0, payloadLength)));
		json.put("bytes_used", used);
		json.put("trailing_bytes", bytes.length - used);
		EncodedPayload.describe(json, this.message.typeCode(), this.message.flags(), bytes,
				this.message.payloadOffset(), payloadLength);
		return json;
	}

	private static byte[] hex(String line) {
		String digits = line.strip().replaceAll("[\\s:]", "");
		return HexFormat.of()
			.parseHex((digits.startsWith("0x") || digits.startsWith("0X")) ? digits.substring(2) : digits);
	}

}
