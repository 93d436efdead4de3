/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.connection.TransportParameters;
import io.mxp.transport.message.MessageSeeds;
import io.mxp.transport.packet.FrameSeeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The corpora: small, and none is missing. With {@code -Dmxp.fuzz.seeds=true} the seeds
 * are made anew from the encoders; what fuzzing added stays.
 */
class CorpusTests {

	private static final Path ROOT = Path.of("src/test/resources/io/mxp/transport");

	private static final long MOST_BYTES = 300_000;

	@Test
	void everyTargetHasACorpusAndTogetherTheyAreSmall() throws Exception {
		long bytes = 0;
		int targets = 0;
		try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
			for (Path file : files.filter((path) -> path.toString().endsWith("FuzzTests.java")).toList()) {
				String name = Path.of("src/test/java").relativize(file).toString().replace(".java", "");
				for (var method : Class.forName(name.replace('/', '.')).getDeclaredMethods()) {
					if (method.isAnnotationPresent(FuzzTest.class)) {
						Path inputs = Path.of("src/test/resources", name + "Inputs", method.getName());
						assertThat(inputs).isDirectoryContaining("glob:**");
						bytes += sizeOf(inputs);
						targets++;
					}
				}
			}
		}
		assertThat(targets).isEqualTo(9);
		assertThat(bytes).isLessThan(MOST_BYTES);
	}

	private static long sizeOf(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.mapToLong((path) -> path.toFile().length()).sum();
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "mxp.fuzz.seeds", matches = "true")
	void writeSeeds() throws Exception {
		authority();
		addresses();
		MessageSeeds.messages((name, bytes) -> write("message/MessageFuzzTestsInputs/message", name, bytes));
		MessageSeeds.profiles((name, bytes) -> write("message/CallProfileFuzzTestsInputs/profile", name, bytes));
		MessageSeeds.sealed((name, bytes) -> write("message/SealedFuzzTestsInputs/sealed", name, bytes));
		FrameSeeds.packets((name, bytes) -> write("packet/PacketFuzzTestsInputs/packet", name, bytes));
		FrameSeeds.connections((name, bytes) -> write("simulation/ConnectionFuzzTestsInputs/frames", name, bytes));
		handshakes();
		certificates();
	}

	private static void write(String directory, String name, byte[] bytes) throws IOException {
		Path file = ROOT.resolve(directory).resolve(name);
		Files.createDirectories(file.getParent());
		Files.write(file, bytes);
	}

	/** Once: the corpora of certificates belong to it. */
	private static void authority() throws IOException {
		if (Files.exists(ROOT.resolve("security").resolve(AuthorityOfTheCorpus.AUTHORITY))) {
			return;
		}
		SecureRandom random = new SecureRandom();
		Instant now = Instant.ofEpochMilli(1_790_000_000_000L);
		CertificateAuthority root = CertificateAuthority.create("fuzz", "fuzz.example", Duration.ofDays(20_000), now,
				random);
		CertificateAuthority issuing = root.createIntermediate("fuzz issuing", Duration.ofDays(19_000), now, random);
		AgentIdentity agent = issuing.issueIdentity(new UUID(1, 2), "agent", Duration.ofDays(18_000), now, random);
		write("security", AuthorityOfTheCorpus.AUTHORITY,
				IdentityPem.write(root.certificate()).getBytes(StandardCharsets.UTF_8));
		write("security", AuthorityOfTheCorpus.CHAIN, IdentityPem.writeChain(agent).getBytes(StandardCharsets.UTF_8));
	}

	private static void addresses() throws IOException {
		for (String text : List.of("mxp://localhost:9000", "mxp://10.0.0.1:1/00000000-0000-0001-0000-000000000002",
				"mxp://[fe80::1%eth0]:65535", "mxp://agents.example:70000", "http://a:1", "mxp://[::1]:9000/")) {
			write("MxpAddressFuzzTestsInputs/address", "address-" + text.length(),
					text.getBytes(StandardCharsets.UTF_8));
		}
	}

	private static void handshakes() throws IOException {
		String directory = "security/HandshakePayloadFuzzTestsInputs/payload";
		byte[] parameters = TransportParameters.of(TransportConfig.defaults()).encode();
		HandshakePayload client = new HandshakePayload(parameters, AuthorityOfTheCorpus.chain(), new byte[0],
				new int[] { 2, 1 }, new int[] { 1, 1, 0x1A2A3A4A }, new long[0], new byte[0]);
		HandshakePayload server = new HandshakePayload(parameters, List.of(new byte[30]), new byte[72], new int[] { 1 },
				new int[] { 1, 1 }, new long[] { 7, 8, 9 }, new byte[] { 1, 5, 5 });
		write(directory, "client", HandshakePayloadCodec.encode(client, 0x1A00));
		write(directory, "server", HandshakePayloadCodec.encode(server, 0x1A01));
		write(directory, "parameters", parameters);
		write(directory, "offer", ClientOffer.of(1, new int[] { 1 }, List.of(CipherSuite.values()), 7).encode());
		// 20 bytes at 4, 4 bytes of length at 0
		byte[] crypto = new byte[3 + 20 + 3 + 4];
		crypto[1] = 4;
		crypto[2] = 20;
		crypto[25] = 4;
		crypto[26] = 20;
		write(directory, "crypto", crypto);
	}

	private static void certificates() throws IOException {
		String directory = "security/CertificateFuzzTestsInputs/certificate";
		List<byte[]> chain = AuthorityOfTheCorpus.chain();
		write(directory, "leaf", behind(0, chain.get(0)));
		write(directory, "issuing", behind(0, chain.get(1)));
		byte[] both = new byte[(chain.get(0).length + 7) / 8 * 8 + chain.get(1).length];
		System.arraycopy(chain.get(0), 0, both, 0, chain.get(0).length);
		System.arraycopy(chain.get(1), 0, both, both.length - chain.get(1).length, chain.get(1).length);
		write(directory, "cut", behind((chain.get(0).length + 7) / 8, both));
		write(directory, "chain.pem", behind(0, AuthorityOfTheCorpus.text(AuthorityOfTheCorpus.CHAIN)));
		AgentIdentity bare = AgentIdentity
			.builder(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
					25, 26, 27, 28, 29, 30, 31, 32 })
			.build();
		write(directory, "identity.pem", behind(0, IdentityPem.write(bare)));
		write(directory, "key.pem", behind(0, IdentityPem.write(bare.staticKey())));
		write(directory, "pin.pem", behind(0, IdentityPem.writePin(bare.staticKey(), new UUID(1, 2), "agent")
				+ AuthorityOfTheCorpus.text(AuthorityOfTheCorpus.AUTHORITY)));
	}

	private static byte[] behind(int first, String text) {
		return behind(first, text.getBytes(StandardCharsets.UTF_8));
	}

	private static byte[] behind(int first, byte[] bytes) {
		byte[] all = new byte[bytes.length + 1];
		all[0] = (byte) first;
		System.arraycopy(bytes, 0, all, 1, bytes.length);
		return all;
	}

}
