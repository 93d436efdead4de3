/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;

import io.mxp.transport.MessageMetadata;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** What is sent beside the subject, and how what arrives is shown. */
final class Payloads {

	@Option(names = { "-d", "--data" }, paramLabel = "DATA", order = 1,
			description = "The payload: text, @FILE for a file's content, - for standard input. Default: none.")
	private @Nullable String data;

	@Option(names = "--content-type", paramLabel = "TYPE", order = 2,
			description = "Default: application/json where the payload is JSON, else text/plain or"
					+ " application/octet-stream.")
	private @Nullable String contentType;

	@Option(names = { "-H", "--header" }, paramLabel = "NAME=VALUE", order = 3,
			description = "A header of the message. May be given again.")
	private Map<String, String> headers = Map.of();

	byte[] bytes() throws IOException {
		if (this.data == null) {
			return new byte[0];
		}
		if (this.data.equals("-")) {
			return System.in.readAllBytes();
		}
		if (this.data.startsWith("@")) {
			Path file = Path.of(this.data.substring(1));
			if (!Files.isRegularFile(file)) {
				throw new IllegalArgumentException("The file " + file + " of --data is not there. Check the path.");
			}
			return Files.readAllBytes(file);
		}
		return this.data.getBytes(StandardCharsets.UTF_8);
	}

	MessageMetadata metadata(String subject, byte[] payload) {
		MessageMetadata.Builder builder = MessageMetadata.builder().subject(subject);
		String type = (this.contentType != null) ? this.contentType : guessType(payload);
		if (type != null) {
			builder.contentType(type);
		}
		this.headers.forEach(builder::header);
		return builder.build();
	}

	private static @Nullable String guessType(byte[] payload) {
		if (payload.length == 0) {
			return null;
		}
		String text = text(payload);
		if (text == null) {
			return "application/octet-stream";
		}
		return Json.isJson(text) ? "application/json" : "text/plain";
	}

	/** The bytes as UTF-8 text, or null if they are none. */
	static @Nullable String text(byte[] bytes) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	/** Text with a line break at its end, everything else as it is. */
	static void print(byte[] payload) {
		System.out.write(payload, 0, payload.length);
		if (payload.length > 0 && payload[payload.length - 1] != '\n' && text(payload) != null) {
			System.out.println();
		}
		System.out.flush();
	}

	/** Puts a payload into JSON: as JSON, as text, or as hex. */
	static void put(ObjectNode json, MessageMetadata metadata, byte[] payload) {
		if (metadata.subject() != null) {
			json.put("subject", metadata.subject());
		}
		if (metadata.contentType() != null) {
			json.put("content_type", metadata.contentType());
		}
		if (!metadata.headers().isEmpty()) {
			ObjectNode headers = json.putObject("headers");
			metadata.headers().forEach((header) -> headers.put(header.name(), header.value()));
		}
		String text = text(payload);
		if (text == null) {
			json.put("payload_hex", HexFormat.of().formatHex(payload));
		}
		else if (!text.isEmpty() && Json.isJson(text)) {
			json.set("payload_json", Json.read(text));
		}
		else {
			json.put("payload", text);
		}
	}

}
