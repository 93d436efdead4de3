/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.MessageType;
import io.mxp.transport.message.DecodeError;
import io.mxp.transport.message.MessageFlags;
import io.mxp.transport.message.SealedAnswer;
import io.mxp.transport.message.SealedContent;
import io.mxp.transport.message.SealedRequest;
import io.mxp.transport.security.SealedBox;
import io.mxp.transport.security.StrangersSeal;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The byte examples of {@code docs/security/e2e.md} are what a stranger makes of that
 * page, and what this implementation opens.
 */
class SealSpecificationTests {

	private static final Path PAGE = Path.of("..", "docs", "security", "e2e.md");

	private static final Pattern EXAMPLE = Pattern.compile("^```hex ([\\w-]+)\\n(.*?)^```$",
			Pattern.DOTALL | Pattern.MULTILINE);

	private static final byte[] SENDER = filled(0x11);

	private static final byte[] RECIPIENT = filled(0x22);

	private static final byte[] EPHEMERAL = filled(0x44);

	private static final byte[] NONCE = filled(0x55);

	private static final int FLAGS = MessageFlags.ENCRYPTED;

	private static byte[] filled(int value) {
		byte[] bytes = new byte[32];
		Arrays.fill(bytes, (byte) value);
		return bytes;
	}

	/** By the page alone: offsets, orders of bytes and all. */
	private static byte[] strangersEvent() {
		byte[] senderKey = StrangersSeal.publicKey(SENDER);
		byte[] recipientKey = StrangersSeal.publicKey(RECIPIENT);
		byte[] header = ByteBuffer.allocate(52)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(new byte[] { 1, 0, 0, 0 })
			.put(StrangersSeal.sha256(senderKey), 0, 4)
			.put(StrangersSeal.sha256(recipientKey), 0, 4)
			.put(agentId(senderKey))
			.put(agentId(recipientKey))
			.putLong(1_700_000_000_000L)
			.array();
		byte[] covered = ByteBuffer.allocate(54).put((byte) 0x12).put((byte) 0x02).put(header).array();
		byte[] content = HexFormat.of().parseHex("01" + "01010c00" + "010500" + "7469646573" + "6c6f77");
		StrangersSeal seal = StrangersSeal.sender(EPHEMERAL, SENDER, recipientKey);
		byte[] ciphertext = seal.seal(covered, content);
		return ByteBuffer.allocate(84 + ciphertext.length).put(header).put(seal.encapsulated()).put(ciphertext).array();
	}

	private static byte[] agentId(byte[] key) {
		byte[] id = Arrays.copyOf(StrangersSeal.sha256(key), 16);
		id[6] = (byte) (id[6] & 0x0F | 0x80);
		id[8] = (byte) (id[8] & 0x3F | 0x80);
		return id;
	}

	private static byte[] strangersAnswer() {
		byte[] content = HexFormat.of().parseHex("00" + "01000400" + "6f6b");
		byte[] ciphertext = StrangersSeal.sender(EPHEMERAL, SENDER, StrangersSeal.publicKey(RECIPIENT))
			.sealAnswer(NONCE, HexFormat.of().parseHex("1102" + "01000000"), content);
		return ByteBuffer.allocate(36 + ciphertext.length)
			.put(new byte[] { 1, 0, 0, 0 })
			.put(NONCE)
			.put(ciphertext)
			.array();
	}

	@Test
	void examplesAreWhatAStrangerMakesOfThePage() throws IOException {
		assertThat(specified("sealed-event")).isEqualTo(HexFormat.ofDelimiter(" ").formatHex(strangersEvent()));
		assertThat(specified("sealed-answer")).isEqualTo(HexFormat.ofDelimiter(" ").formatHex(strangersAnswer()));
	}

	@Test
	void examplesOpenHere() {
		AgentIdentity sender = AgentIdentity.builder(SENDER).build();
		AgentIdentity recipient = AgentIdentity.builder(RECIPIENT).build();
		byte[] event = strangersEvent();
		SealedRequest request = new SealedRequest();
		assertThat(request.wrap(event, 0, event.length)).isEqualTo(DecodeError.NONE);
		assertThat(request.sender()).isEqualTo(sender.agentId());
		assertThat(request.recipient()).isEqualTo(recipient.agentId());
		assertThat(request.sentAtMillis()).isEqualTo(1_700_000_000_000L);
		SealedBox.Opened opened = SealedBox.open(RECIPIENT, sender.staticKey(), request.encapsulated(),
				request.associatedData(MessageType.EVENT.code(), FLAGS), event, request.ciphertextOffset(),
				request.ciphertextLength());
		assertThat(opened).isNotNull();
		SealedContent content = new SealedContent();
		assertThat(content.wrapRequest(opened.content(), 0, opened.content().length)).isEqualTo(DecodeError.NONE);
		assertThat(content.metadata().subject()).isEqualTo("tides");
		assertThat(new String(opened.content(), content.dataOffset(), content.dataLength(), StandardCharsets.UTF_8))
			.isEqualTo("low");
		byte[] answer = strangersAnswer();
		SealedAnswer sealed = new SealedAnswer();
		assertThat(sealed.wrap(answer, 0, answer.length)).isEqualTo(DecodeError.NONE);
		assertThat(opened.answers()
			.open(sealed.nonce(), SealedAnswer.associatedData(MessageType.RESPONSE.code(), FLAGS), answer,
					sealed.ciphertextOffset(), sealed.ciphertextLength()))
			.endsWith("ok".getBytes(StandardCharsets.UTF_8));
	}

	private static String specified(String name) throws IOException {
		assumeTrue(Files.exists(PAGE), "docs is not in this checkout");
		Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
		while (example.find()) {
			if (example.group(1).equals(name)) {
				return example.group(2).replaceAll("#[^\\n]*", "").replaceAll("\\s+", " ").strip();
			}
		}
		return "no example " + name;
	}

}
