/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.Attack;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What becomes of secrets: they are erased, and nobody prints or compares them
 * carelessly.
 */
class SecretsTests {

	private static final String PACKAGE = "io.mxp.transport.security";

	@Test
	@Requirement("SEC-12")
	@Attack("A26")
	void ephemeralsAreErasedByTheEndOfTheHandshake() throws Exception {
		RecordingRandom clientRandom = new RecordingRandom(1);
		RecordingRandom serverRandom = new RecordingRandom(2);
		HandshakeSettings settings = HandshakeSettings.of(HandshakeConfig.defaults());
		SecureSession client = SecureSession.client(settings, LocalIdentity.ofKey(SessionPair.CLIENT_KEY),
				Curve25519.publicKey(SessionPair.SERVER_KEY), SessionPair.INITIAL_ID, SessionPair.CLIENT_ID,
				new byte[0], clientRandom);
		SecureSession server = SecureSession.server(settings, LocalIdentity.ofKey(SessionPair.SERVER_KEY),
				SessionPair.INITIAL_ID, SessionPair.SERVER_ID, SessionPair.CLIENT_ID, 1, new byte[0], serverRandom);
		SessionPair pair = new SessionPair(client, server, false);
		client.start();
		assertThat(clientRandom.given).singleElement().satisfies((key) -> assertThat(key).isNotEqualTo(new byte[32]));
		assertThat(reachable(client)).hasAtLeastOneElementOfType(CoreNoiseHandshake.class);
		client = pair.client;
		SessionPair.deliver(pair.clientInitials(), server);
		SessionPair.deliver(pair.serverInitials(), client);
		assertThat(clientRandom.given).containsExactly(new byte[32]);
		assertThat(serverRandom.given).containsExactly(new byte[32]);
		client.destroy();
	}

	@Test
	@Requirement("SEC-12")
	@Attack("A41")
	void handshakeKeysAreGoneAfterConfirmation() throws Exception {
		SessionPair pair = SessionPair.ik(HandshakeConfig.defaults());
		pair.client.start();
		assertThat(reachable(pair.client)).hasAtLeastOneElementOfType(InitialProtection.class);
		pair = SessionPair.ik(HandshakeConfig.defaults()).complete();
		for (SecureSession session : List.of(pair.client, pair.server)) {
			assertThat(reachable(session)).doesNotHaveAnyElementsOfTypes(InitialProtection.class,
					CoreNoiseHandshake.class, SymmetricState.class, CipherState.class);
		}
	}

	@Test
	@Requirement("SEC-12")
	void aFailedHandshakeIsErasedToo() throws Exception {
		RecordingRandom random = new RecordingRandom(1);
		CoreNoiseHandshake handshake = new CoreNoiseHandshake(new NoiseParameters("Noise_NK_25519_ChaChaPoly_SHA256",
				true, new byte[0], null, Curve25519.publicKey(SessionPair.SERVER_KEY), null, random));
		handshake.writeMessage(new byte[0]);
		assertThat(random.given).doesNotContain(new byte[32]);
		try {
			handshake.readMessage(new byte[48]);
		}
		catch (NoiseException ex) {
			assertThat(random.given).containsExactly(new byte[32]);
			return;
		}
		throw new AssertionError("a message of zeros was accepted");
	}

	@Test
	@Requirement("SEC-14")
	void noTextHoldsBytesOfASecret() throws Exception {
		SessionPair before = SessionPair.ik(HandshakeConfig.defaults());
		before.exchange();
		SessionPair after = SessionPair.ik(HandshakeConfig.defaults()).complete();
		SessionPair refused = SessionPair.ik(HandshakeConfig.defaults());
		refused.client.start();
		CoreNoiseHandshake noise = new CoreNoiseHandshake(
				NoisePair.parameters("Noise_IKpsk2_25519_ChaChaPoly_SHA256", true, new byte[0], 1));
		List<Object> roots = List.of(before.client, before.server, after.client, after.server, refused.client, noise,
				NoisePair.parameters("Noise_IKpsk2_25519_ChaChaPoly_SHA256", true, new byte[0], 1),
				LocalIdentity.ofKey(SessionPair.CLIENT_KEY), signedIdentity());
		List<Object> objects = new ArrayList<>();
		List<byte[]> arrays = new ArrayList<>();
		for (Object root : roots) {
			for (Object object : reachable(root)) {
				if (object instanceof byte[] bytes) {
					if (bytes.length >= 12 && bytes.length <= 1024) {
						arrays.add(bytes);
					}
				}
				else if (object.getClass().getName().startsWith(PACKAGE)) {
					objects.add(object);
				}
			}
		}
		assertThat(arrays).hasSizeGreaterThan(20);
		assertThat(objects).hasAtLeastOneElementOfType(PacketKeys.class)
			.hasAtLeastOneElementOfType(ApplicationProtection.class)
			.hasAtLeastOneElementOfType(SymmetricState.class);
		for (Object object : objects) {
			assertPrintsNone(object.toString(), arrays);
		}
	}

	/** Everything of form B: a signing key, a statement, what is read from files. */
	private static LocalIdentity signedIdentity() {
		SecureRandom random = new SecureRandom();
		Instant now = Instant.now();
		CertificateAuthority authority = CertificateAuthority.create("CA", "example.org", Duration.ofDays(1), now,
				random);
		AgentIdentity signed = authority.certifyForSigning(AgentIdentity.generate("b", random),
				new LeafProfile(new UUID(1, 2), "b", Duration.ofHours(1)), SigningKeyKind.P256.generate(random), now,
				random);
		return LocalIdentity.of(signed);
	}

	@Test
	@Requirement("SEC-14")
	void damagedKeysAreNotQuoted() {
		byte[] secret = new byte[48];
		Arrays.fill(secret, (byte) 0x5A);
		String quoted = Base64.getEncoder().encodeToString(secret).substring(0, 20);
		for (int cut = 1; cut < secret.length; cut += 7) {
			String text = new PemBlock(PemBlock.PRIVATE_KEY, Arrays.copyOf(secret, cut)).encode();
			assertThatIllegalArgumentException()
				.isThrownBy(() -> IdentityPem.readIdentity(text, null, "the file", Instant.now()))
				.satisfies((failure) -> assertThat(messages(failure)).doesNotContain(quoted, "5a5a5a"));
		}
	}

	private static String messages(Throwable failure) {
		StringBuilder all = new StringBuilder();
		for (Throwable each = failure; each != null; each = each.getCause()) {
			all.append(each).append('\n');
		}
		return all.toString();
	}

	private static void assertPrintsNone(String text, List<byte[]> arrays) {
		String lower = text.toLowerCase(Locale.ROOT);
		for (byte[] array : arrays) {
			byte[] head = Arrays.copyOf(array, 12);
			assertThat(lower).doesNotContain(HexFormat.of().formatHex(head));
			assertThat(text).doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(head).substring(0, 15))
				.doesNotContain(Arrays.toString(head).replace("]", ""));
		}
	}

	// comparisons of secrets happen in MessageDigest.isEqual, in
	// PacketKeys.nonceDifference
	// and in the JCA
	@Test
	@Requirement("SEC-15")
	@Attack("A22")
	void nothingIsComparedByArraysEquals() throws Exception {
		Path sources = Path.of("src/main/java", PACKAGE.replace('.', '/'));
		assertThat(sources).as("tests run in the module's directory").isDirectory();
		List<String> users = new ArrayList<>();
		try (Stream<Path> files = Files.list(sources)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				String text = Files.readString(file, StandardCharsets.UTF_8);
				if (text.contains("Arrays.equals(") || text.contains("Arrays.compare(")
						|| text.contains("Arrays.mismatch(")) {
					users.add(file.getFileName().toString());
				}
			}
		}
		// certificates, and lists of versions and suites: all public
		assertThat(users).containsOnly("Certificates.java", "ClientOffer.java");
	}

	/** Everything of ours, and arrays, that an object leads to. */
	private static Set<Object> reachable(Object root) throws IllegalAccessException {
		Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());
		List<Object> open = new ArrayList<>(List.of(root));
		while (!open.isEmpty()) {
			Object object = open.remove(open.size() - 1);
			if (object == null || !found.add(object)) {
				continue;
			}
			if (object instanceof Object[] array) {
				open.addAll(Arrays.asList(array));
			}
			else if (object instanceof Collection<?> collection) {
				open.addAll(collection);
			}
			else if (object.getClass().getName().startsWith(PACKAGE)) {
				addFields(object, open);
			}
		}
		return found;
	}

	private static void addFields(Object object, List<Object> open) throws IllegalAccessException {
		for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (type.getName().startsWith(PACKAGE) && !Modifier.isStatic(field.getModifiers())
						&& !field.getType().isPrimitive()) {
					field.setAccessible(true);
					open.add(field.get(object));
				}
			}
		}
	}

	/** Keeps the arrays it filled, not copies of them. */
	private static final class RecordingRandom implements RandomSource {

		private final SeededRandom random;

		private final List<byte[]> given = new ArrayList<>();

		RecordingRandom(long seed) {
			this.random = new SeededRandom(seed);
		}

		@Override
		public void nextBytes(byte[] bytes) {
			this.random.nextBytes(bytes);
			this.given.add(bytes);
		}

		@Override
		public long nextLong() {
			return this.random.nextLong();
		}

	}

}
