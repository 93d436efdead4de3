/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.PeerRole;
import io.mxp.transport.Requirement;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TrustPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class IdentityFilesTests {

	private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

	private static final UUID AGENT = UUID.fromString("6f1d2c9a-8a51-4c0b-9a3b-0d3f6a3f7c11");

	@TempDir
	private Path directory;

	private final CertificateAuthority authority = CertificateAuthority.create("Relay CA", "example.org",
			Duration.ofDays(30), NOW, TestCertificates.RANDOM);

	private final AgentIdentity identity = this.authority.issueIdentity(AGENT, "weather", Duration.ofHours(24), NOW,
			TestCertificates.RANDOM);

	private Path file(String name, String text) throws IOException {
		return Files.writeString(this.directory.resolve(name), text);
	}

	private void assertUnreadable(Path key, Path certificate, String sentence) {
		assertThatIllegalArgumentException().isThrownBy(() -> IdentityFiles.readIdentity(key, certificate, NOW))
			.withMessageContaining(sentence);
	}

	@Test
	void identityIsReadFromOneFileOrTwo() throws IOException {
		Path both = file("both.pem", IdentityPem.write(this.identity));
		Path chain = file("chain.pem", IdentityPem.writeChain(this.identity));
		Path keyOnly = file("key.pem", IdentityPem.write(bare(this.identity)));
		for (AgentIdentity read : List.of(IdentityFiles.readIdentity(both, null, NOW),
				IdentityFiles.readIdentity(keyOnly, chain, NOW))) {
			assertThat(read).isEqualTo(this.identity);
			assertThat(read.agentId()).isEqualTo(AGENT);
			assertThat(read.name()).isEqualTo("weather");
			assertThat(read.certificateChain()).hasSize(1);
		}
		AgentIdentity pinnable = IdentityFiles.readIdentity(keyOnly, null, NOW);
		assertThat(pinnable.agentId()).isEqualTo(this.identity.staticKey().derivedAgentId());
		assertThat(pinnable.certificateChain()).isEmpty();
	}

	private static AgentIdentity bare(AgentIdentity identity) {
		return AgentIdentity.builder(identity.privateKey()).build();
	}

	@Test
	void everyFaultOfAnIdentityHasItsSentence() throws Exception {
		Path good = file("good.pem", IdentityPem.write(this.identity));
		Path stranger = file("stranger.pem",
				IdentityPem.write(AgentIdentity.generate("stranger", TestCertificates.RANDOM)));
		Path chain = file("chain.pem", IdentityPem.writeChain(this.identity));
		assertUnreadable(this.directory.resolve("none.pem"), null,
				"none.pem is not there. Make one: mxp identity agent");
		assertUnreadable(this.directory, null, "is a directory. Name the file in it.");
		assertUnreadable(file("text", "hello"), null, "holds no private key");
		assertUnreadable(stranger, chain, "Use the two files that were made together");
		assertUnreadable(stranger, file("empty", "hello"), "holds no certificate");
		assertUnreadable(file("ca.pem", IdentityFiles.write(this.authority)), null, "of the kind Ed25519, not X25519");
		assertUnreadable(stranger, file("cacert.pem", IdentityPem.write(this.authority.certificate())),
				"is for a key of the kind EdDSA");
		assertUnreadable(
				file("cut.pem", IdentityPem.write(this.identity).replaceFirst("-----END PRIVATE KEY-----\n", "")), null,
				"is damaged: the PEM block 'PRIVATE KEY' ends as 'CERTIFICATE'");
		assertUnreadable(file("rsa.pem", new PemBlock("RSA PRIVATE KEY", new byte[9]).encode()), null,
				"is a block 'RSA PRIVATE KEY'");
		assertUnreadable(file("locked.pem", new PemBlock("ENCRYPTED PRIVATE KEY", new byte[9]).encode()), null,
				"is encrypted, which is not supported");
		assertUnreadable(file("junk.pem", new PemBlock("PRIVATE KEY", new byte[9]).encode()), null,
				"is no PKCS#8 private key");
		Files.write(this.directory.resolve("binary"), new byte[] { 0x30, (byte) 0x82, (byte) 0xFF, (byte) 0xFE });
		assertUnreadable(this.directory.resolve("binary"), null, "is not text. Convert it to PEM");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> IdentityFiles.readIdentity(good, null, NOW.plus(Duration.ofDays(2))))
			.withMessageContaining("expired at 2026-03-02T12:00:00Z. Renew it: mxp identity agent --renew");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> IdentityFiles.readIdentity(good, null, NOW.minus(Duration.ofDays(2))))
			.withMessageContaining("Check the clock of this machine");
	}

	@Test
	void leafWithoutAgentIsRefused() throws Exception {
		AgentIdentity bare = AgentIdentity.generate("x", TestCertificates.RANDOM);
		String odd = IdentityPem.write(
				TestCertificates.by(this.authority, bare.staticKey()).uris("spiffe://example.org/relay/1").issue(NOW));
		assertUnreadable(file("key", IdentityPem.write(bare)), file("odd", odd), "does not name one agent");
	}

	@Test
	@Requirement("SEC-14")
	void messagesHoldNothingOfAPrivateKey() throws IOException {
		String secret = HexFormat.of().formatHex(this.identity.privateKey());
		String base64 = Base64.getEncoder().encodeToString(X25519Keys.toPkcs8(this.identity.privateKey()));
		String damaged = IdentityPem.write(this.identity).replaceFirst("(?m)^(MC4CAQ)", "$1!");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> IdentityFiles.readIdentity(file("damaged", damaged), null, NOW))
			.satisfies((ex) -> {
				for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
					assertThat(cause.toString()).doesNotContain(base64.substring(10, 30)).doesNotContain(secret);
				}
			});
		assertThat(this.identity.toString()).isEqualTo("AgentIdentity[" + this.identity.fingerprint() + "]")
			.doesNotContain(secret);
		assertThat(PemBlock.parse(IdentityPem.write(this.identity)).get(0).toString())
			.isEqualTo("PRIVATE KEY of 48 bytes");
	}

	@Test
	void publicKeyIsReadInEveryForm() throws IOException {
		StaticKey key = this.identity.staticKey();
		for (String text : List.of(IdentityPem.write(key), IdentityPem.writePin(key, AGENT, "weather"),
				IdentityPem.writePin(key, null, null), IdentityPem.writeChain(this.identity),
				HexFormat.of().formatHex(key.bytes()) + "\n", Base64.getEncoder().encodeToString(key.bytes()),
				" " + Base64.getUrlEncoder().withoutPadding().encodeToString(key.bytes()) + "\r\n")) {
			assertThat(IdentityFiles.readPublicKey(file("public", text))).isEqualTo(key);
		}
		assertThatIllegalArgumentException().isThrownBy(() -> IdentityFiles.readPublicKey(file("public", "nonsense")))
			.withMessageContaining("Give 64 hex digits or 44 characters of base64");
	}

	@Test
	void trustFileIsReadWhole() throws IOException {
		StaticKey any = AgentIdentity.generate("any", TestCertificates.RANDOM).staticKey();
		StaticKey bound = AgentIdentity.generate("bound", TestCertificates.RANDOM).staticKey();
		UUID boundAgent = bound.derivedAgentId();
		String text = "Our relay:\n" + IdentityPem.write(this.authority.certificate())
				+ IdentityPem.writeChain(this.identity) + IdentityPem.write(any)
				+ IdentityPem.writePin(bound, boundAgent, "printer");
		TrustPolicy.Builder builder = TrustPolicy.builder();
		IdentityFiles.readTrust(builder, file("trust.pem", text));
		TrustPolicy policy = builder.build();
		assertThat(policy.authorities()).containsExactly(
				new TrustPolicy.Authority(this.authority.certificate(), "example.org", Set.of(PeerRole.values())));
		assertThat(policy.pinnedKeys()).containsExactlyInAnyOrder(any, bound);
		assertThat(policy.pinnedAgents()).containsOnlyKeys(boundAgent);
		assertThat(policy.staticKeyOf(AGENT)).contains(this.identity.staticKey());
		assertThat(policy.directory().findByName("printer"))
			.hasValueSatisfying((entry) -> assertThat(entry.agentId()).isEqualTo(boundAgent));
	}

	@Test
	void faultsOfATrustFileHaveTheirSentences() throws Exception {
		String odd = IdentityPem
			.write(TestCertificates.by(this.authority, this.identity.staticKey()).uris("https://x").issue(NOW));
		for (List<String> fault : List.of(List.of("hello", "holds no PEM block"),
				List.of(IdentityPem.write(this.identity), "holds a private key"),
				List.of(odd, "is neither an authority's nor an agent's"),
				List.of(IdentityPem.writePin(this.identity.staticKey(), AGENT, null).replace("Agent: 6", "Agent: x"),
						"A pinned key of"),
				List.of(new PemBlock(PemBlock.CERTIFICATE, new byte[40]).encode(), "cannot be read. Check that"))) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> IdentityFiles.readTrust(TrustPolicy.builder(), file("trust.pem", fault.get(0))))
				.withMessageContaining(fault.get(1));
		}
	}

	@Test
	void privateFilesAreTheOwnersOnly() throws IOException {
		Path file = this.directory.resolve("made.pem");
		assertThat(OwnerOnlyFiles.create(file, "one")).isTrue();
		assertThat(OwnerOnlyFiles.create(file, "two")).isFalse();
		assertThat(file).hasContent("one");
		OwnerOnlyFiles.replace(file, "three");
		assertThat(file).hasContent("three");
		assertThat(this.directory).isDirectoryContaining("glob:**/made.pem").isDirectoryNotContaining("glob:**/.mxp*");
		if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
			assertThat(OwnerOnlyFiles.permissionWarning(file)).isEmpty();
			Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
			assertThat(OwnerOnlyFiles.permissionWarning(file))
				.hasValueSatisfying((text) -> assertThat(text).contains("(rw-r--r--). Run: chmod 600 " + file));
		}
	}

}
