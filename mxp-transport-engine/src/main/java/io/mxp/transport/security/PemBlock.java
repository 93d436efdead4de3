/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of a PEM text (RFC 7468), with the headers of RFC 1421 where it has some.
 *
 * @param type the label, as "CERTIFICATE"
 * @param headers the headers in their order, usually none
 * @param content the decoded bytes
 */
public record PemBlock(String type, Map<String, String> headers, byte[] content) {

	/** Label of an X.509 certificate. */
	public static final String CERTIFICATE = "CERTIFICATE";

	/** Label of a PKCS#8 private key. */
	public static final String PRIVATE_KEY = "PRIVATE KEY";

	/** Label of a SubjectPublicKeyInfo. */
	public static final String PUBLIC_KEY = "PUBLIC KEY";

	/** Label of a raw X25519 key that is trusted, with its agent in the headers. */
	public static final String PINNED_KEY = "MXP PINNED KEY";

	/** Label of a static key and what a certificate's key says about it (form B). */
	public static final String STATEMENT = "MXP STATIC KEY STATEMENT";

	/** Header of a pinned key: the agent id that it is pinned for. */
	public static final String AGENT_HEADER = "Agent";

	/** Header of a pinned key: the agent's name for people. */
	public static final String NAME_HEADER = "Name";

	/** Header of a pinned key: the roles that its agent may play, as "client, server". */
	public static final String ROLES_HEADER = "Roles";

	private static final String BEGIN = "-----BEGIN ";

	private static final Pattern BLOCK = Pattern
		.compile("-----BEGIN ([A-Z0-9 ]+)-----[ \\t]*\\r?\\n(.*?)-----END ([A-Z0-9 ]+)-----", Pattern.DOTALL);

	private static final Pattern HEADER = Pattern.compile("([A-Za-z0-9-]+):[ \\t]*(.*)");

	/**
	 * A block without headers.
	 * @param type the label
	 * @param content the bytes
	 */
	public PemBlock(String type, byte[] content) {
		this(type, Map.of(), content);
	}

	/**
	 * Finds all blocks of a text; what stands between them is ignored.
	 * @param text the text
	 * @return the blocks, possibly none
	 * @throws IllegalArgumentException if a block is damaged
	 */
	public static List<PemBlock> parse(String text) {
		List<PemBlock> blocks = new ArrayList<>();
		Matcher matcher = BLOCK.matcher(text);
		int end = 0;
		while (matcher.find()) {
			end = matcher.end();
			if (!matcher.group(1).equals(matcher.group(3))) {
				throw new IllegalArgumentException("the PEM block '" + matcher.group(1) + "' ends as '"
						+ matcher.group(3) + "': a part of the file is missing");
			}
			blocks.add(parseBody(matcher.group(1), matcher.group(2)));
		}
		// Half of a file must not pass for a whole one with less in it.
		if (text.indexOf(BEGIN, end) >= 0) {
			throw new IllegalArgumentException("a PEM block has no end: a part of the file is missing");
		}
		return blocks;
	}

	private static PemBlock parseBody(String type, String body) {
		Map<String, String> headers = new LinkedHashMap<>();
		StringBuilder base64 = new StringBuilder();
		for (String line : body.split("\\R")) {
			Matcher header = HEADER.matcher(line.strip());
			if (header.matches()) {
				headers.put(header.group(1), header.group(2).strip());
			}
			else {
				base64.append(line.strip());
			}
		}
		try {
			return new PemBlock(type, headers, Base64.getDecoder().decode(base64.toString()));
		}
		catch (IllegalArgumentException ex) {
			// Without the cause: its text may quote a part of a private key.
			throw new IllegalArgumentException("the PEM block '" + type + "' is no valid base64");
		}
	}

	/**
	 * The block as text, lines of 64 characters.
	 * @return the text, with a line break at its end
	 */
	public String encode() {
		StringBuilder text = new StringBuilder("-----BEGIN ").append(this.type).append("-----\n");
		this.headers.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
		if (!this.headers.isEmpty()) {
			text.append('\n');
		}
		byte[] lineBreak = "\n".getBytes(StandardCharsets.US_ASCII);
		text.append(Base64.getMimeEncoder(64, lineBreak).encodeToString(this.content));
		return text.append("\n-----END ").append(this.type).append("-----\n").toString();
	}

	/** The label and the length, never the content (SEC-14). */
	@Override
	public String toString() {
		return this.type + " of " + this.content.length + " bytes";
	}

}
