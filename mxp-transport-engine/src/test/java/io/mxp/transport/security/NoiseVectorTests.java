/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.mxp.transport.Requirement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The published vectors of the cacophony project. The file is not part of this
 * repository: it is looked for in {@code shared/vectors/noise} of every parent directory,
 * or where the system property {@code mxp.noise.vectors} says.
 */
@Requirement("SEC-01")
class NoiseVectorTests {

	private static final String FILE = "cacophony-subset.json";

	private static final HexFormat HEX = HexFormat.of();

	@TestFactory
	List<DynamicTest> everyVectorHolds() throws Exception {
		Path file = find();
		assumeTrue(file != null, "no shared/vectors/noise/" + FILE
				+ " above the working directory; set -Dmxp.noise.vectors=<file> to run the published vectors");
		List<DynamicTest> tests = new ArrayList<>();
		for (JsonNode vector : new ObjectMapper().readTree(Files.readAllBytes(file)).get("vectors")) {
			tests.add(DynamicTest.dynamicTest(vector.get("protocol_name").asString(), () -> check(vector)));
		}
		assertThat(tests).hasSizeGreaterThanOrEqualTo(20);
		return tests;
	}

	// one vector of the file, so that a build without it still checks something foreign
	@Test
	void oneVectorIsBuiltIn() throws Exception {
		check(new ObjectMapper().readTree(
				"""
						{"protocol_name": "Noise_NK_25519_AESGCM_BLAKE2s",
						 "init_prologue": "4a6f686e2047616c74",
						 "init_ephemeral": "893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a",
						 "init_remote_static": "31e0303fd6418d2f8c0e78b91f22e8caed0fbe48656dcf4767e4834f701b8f62",
						 "resp_prologue": "4a6f686e2047616c74",
						 "resp_static": "4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893",
						 "resp_ephemeral": "bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b",
						 "handshake_hash": "ffc57d6f944a5d4bb85695b8e5adb722c705ac5131c8ab6d52e6754c87725fec",
						 "messages": [
						  {"payload": "4c756477696720766f6e204d69736573",
						   "ciphertext": "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c794483f5d1437b1e7fed8b1cb7002723e37d02e2d0e1d04e608f12de976727761472"},
						  {"payload": "4d757272617920526f746862617264",
						   "ciphertext": "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f1448088438ca2b3224a8125b51153ee96dfd7667074b4e99493caa98aa357b3d58ae15e"},
						  {"payload": "462e20412e20486179656b",
						   "ciphertext": "2b2460a36f7d55f9ef9b18534da44b6ef65240997229a6a386b0b3"}]}
						"""));
	}

	private static void check(JsonNode vector) throws Exception {
		String name = vector.get("protocol_name").asString();
		CoreNoiseHandshake initiator = start(vector, name, true);
		CoreNoiseHandshake responder = start(vector, name, false);
		CipherState @Nullable [] initiatorPair = null;
		CipherState @Nullable [] responderPair = null;
		int index = 0;
		for (JsonNode message : vector.get("messages")) {
			byte[] payload = HEX.parseHex(message.get("payload").asString());
			byte[] ciphertext = HEX.parseHex(message.get("ciphertext").asString());
			boolean fromInitiator = index % 2 == 0;
			if (initiatorPair == null || responderPair == null) {
				assertThat((fromInitiator ? initiator : responder).writeMessage(payload)).isEqualTo(ciphertext);
				assertThat((fromInitiator ? responder : initiator).readMessage(ciphertext)).isEqualTo(payload);
				if (initiator.finished()) {
					assertThat(HEX.formatHex(initiator.handshakeHash()))
						.isEqualTo(vector.get("handshake_hash").asString());
					assertThat(responder.handshakeHash()).isEqualTo(initiator.handshakeHash());
					initiatorPair = initiator.split();
					responderPair = responder.split();
				}
			}
			else {
				int direction = fromInitiator ? 0 : 1;
				CipherState sender = (fromInitiator ? initiatorPair : responderPair)[direction];
				CipherState receiver = (fromInitiator ? responderPair : initiatorPair)[direction];
				assertThat(sender.encryptWithAd(new byte[0], payload)).isEqualTo(ciphertext);
				assertThat(receiver.decryptWithAd(new byte[0], ciphertext)).isEqualTo(payload);
			}
			index++;
		}
		assertThat(initiatorPair).isNotNull();
	}

	private static CoreNoiseHandshake start(JsonNode vector, String name, boolean initiator) {
		String side = initiator ? "init_" : "resp_";
		byte[] ephemeral = bytes(vector, side + "ephemeral");
		JsonNode psks = vector.get(side + "psks");
		return new CoreNoiseHandshake(new NoiseParameters(name, initiator, bytes(vector, side + "prologue"),
				bytes(vector, side + "static"), initiator ? bytes(vector, "init_remote_static") : null,
				(psks != null) ? HEX.parseHex(psks.get(0).asString()) : null, fixed(ephemeral)));
	}

	private static byte[] bytes(JsonNode vector, String field) {
		return vector.has(field) ? HEX.parseHex(vector.get(field).asString()) : null;
	}

	static RandomSource fixed(byte[] ephemeral) {
		return new RandomSource() {

			@Override
			public void nextBytes(byte[] bytes) {
				System.arraycopy(ephemeral, 0, bytes, 0, bytes.length);
			}

			@Override
			public long nextLong() {
				throw new IllegalStateException("Noise draws nothing but ephemerals");
			}
		};
	}

	private static @Nullable Path find() {
		String property = System.getProperty("mxp.noise.vectors");
		if (property != null) {
			return Path.of(property);
		}
		for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
			Path candidate = dir.resolve("shared/vectors/noise").resolve(FILE);
			if (Files.isReadable(candidate)) {
				return candidate;
			}
		}
		return null;
	}

}
