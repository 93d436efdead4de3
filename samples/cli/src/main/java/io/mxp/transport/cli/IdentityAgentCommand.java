/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.PeerRole;
import io.mxp.transport.security.CertificateAuthority;
import io.mxp.transport.security.Certificates;
import io.mxp.transport.security.IdentityFiles;
import io.mxp.transport.security.IdentityPem;
import io.mxp.transport.security.LeafProfile;
import io.mxp.transport.security.SigningKeyKind;
import io.mxp.transport.security.SpiffeId;
import io.mxp.transport.security.StaticKeyKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mxp identity agent}: a new identity, or a new certificate for one. */
@Command(name = "agent", mixinStandardHelpOptions = true,
		description = { "Makes an agent's identity: a static key, and with --ca its certificate.",
				"Writes OUT.pem (private key and certificates, for its owner only), OUT.pub (the public key, to be"
						+ " pinned) and with --ca OUT.crt (the certificates).",
				"With --renew the key and the agent id stay, and the certificate is new." })
final class IdentityAgentCommand implements Callable<Integer> {

	@Parameters(index = "0", paramLabel = "NAME", description = "The agent's name for people.")
	private String name = "";

	@Option(names = "--ca", paramLabel = "FILE",
			description = "The authority that certifies it, as 'mxp identity ca' wrote it.")
	private @Nullable Path ca;

	@Option(names = "--id", paramLabel = "UUID",
			description = "Its agent id. Default: a random one; without --ca the one that the key derives.")
	private @Nullable UUID id;

	@Option(names = "--life", paramLabel = "TIME", defaultValue = "24h", converter = Durations.class,
			description = "How long the certificate is valid: 24h, 30d. Default: ${DEFAULT-VALUE}.")
	private Duration life = CertificateAuthority.DEFAULT_LEAF_LIFE;

	@Option(names = "--key", paramLabel = "KIND", defaultValue = "x25519",
			description = "The static key: ${COMPLETION-CANDIDATES}; p256 where approved algorithms are required."
					+ " Default: ${DEFAULT-VALUE}.")
	private StaticKeyKind key = StaticKeyKind.X25519;

	@Option(names = "--form", paramLabel = "a|b", defaultValue = "a",
			description = "a: the certificate is for the static key. b: it is for a signing key, which signs the static"
					+ " key; OUT.key is that key, to renew with. Default: ${DEFAULT-VALUE}.")
	private Form form = Form.A;

	@Option(names = "--signing-key", paramLabel = "KIND", defaultValue = "ed25519",
			description = "The key of form b: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
	private SigningKeyKind signingKey = SigningKeyKind.ED25519;

	@Option(names = "--role", paramLabel = "client|server",
			description = "The only role that the certificate allows. Default: both.")
	private @Nullable PeerRole role;

	@Option(names = "--out", paramLabel = "OUT", description = "Where to write, without an ending. Default: the name.")
	private @Nullable String out;

	@Option(names = "--renew", description = "Keep the key and the agent id of OUT.pem, and replace its certificate.")
	private boolean renew;

	@Option(names = "--force", description = "Replace files that are there, with a new key.")
	private boolean force;

	@Option(names = "--json", description = "Print one JSON object.")
	private boolean json;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Override
	public Integer call() throws IOException {
		checkOptions();
		String base = (this.out != null) ? this.out : this.name;
		Path privateFile = Path.of(base + ".pem");
		Path publicFile = Path.of(base + ".pub");
		Path certificateFile = Path.of(base + ".crt");
		OutputFiles files = new OutputFiles(this.force || this.renew);
		files.check(privateFile, publicFile);
		Instant now = Instant.now();
		if (this.ca != null) {
			files.check(certificateFile);
		}
		AgentIdentity identity = identity(base, files, now);
		files.writePrivate(privateFile, IdentityPem.write(identity));
		files.writePublic(publicFile, IdentityPem.writePin(identity.staticKey(), identity.agentId(), identity.name()));
		Report report = new Report(this.spec, this.json)
			.item("private_file", privateFile, "the identity: keep it secret")
			.item("public_file", publicFile, "the public key: for peers that pin it");
		if (this.ca != null) {
			files.writePublic(certificateFile, IdentityPem.writeChain(identity) + IdentityPem.writeStatement(identity));
			X509Certificate leaf = Certificates.parse(identity.certificateChain().get(0));
			report.item("certificate_file", certificateFile, "the certificate")
				.item("uri", String.valueOf(SpiffeId.of(leaf)), null)
				.item("expires", leaf.getNotAfter().toInstant(), null);
			if (identity.staticKeyStatement().length > 0) {
				report.item("signing_key_file", Path.of(base + ".key"),
						"the certificate's key: keep it secret, to renew");
			}
		}
		report.item("agent_id", identity.agentId(), null)
			.item("name", identity.name(), null)
			.item("fingerprint", identity.fingerprint(), null)
			.next((this.ca != null) ? "mxp identity trust --ca <the authority's certificate> --out trust.pem"
					: "mxp identity trust --pin " + publicFile + " --out trust.pem, at the peers")
			.print();
		return 0;
	}

	private void checkOptions() {
		if (this.renew && (this.force || this.id != null || this.ca == null)) {
			throw new ParameterException(this.spec.commandLine(),
					"--renew needs --ca, and goes with neither --force nor --id: it keeps key and id.");
		}
		if (this.ca == null && (this.form == Form.B || this.role != null)) {
			throw new ParameterException(this.spec.commandLine(),
					"--form b and --role need --ca: they are about certificates.");
		}
		if (this.name.isBlank() || this.name.length() > 64) {
			throw new ParameterException(this.spec.commandLine(), "The name has to have 1 to 64 characters.");
		}
		if (this.life.isZero() || this.life.isNegative()) {
			throw new ParameterException(this.spec.commandLine(), "--life has to be more than 0.");
		}
	}

	private AgentIdentity identity(String base, OutputFiles files, Instant now) throws IOException {
		SecureRandom random = new SecureRandom();
		if (this.ca == null) {
			AgentIdentity bare = this.key.generate(this.name, random);
			return (this.id != null) ? bare.toBuilder().agentId(this.id).build() : bare;
		}
		CertificateAuthority authority = IdentityFiles.readAuthority(this.ca);
		if (now.isAfter(authority.certificate().getNotAfter().toInstant())) {
			throw new IllegalArgumentException("The authority " + this.ca + " expired at "
					+ authority.certificate().getNotAfter().toInstant() + ". Make a new one: mxp identity ca …");
		}
		Path signingFile = Path.of(base + ".key");
		if (this.renew) {
			return renewed(authority, Path.of(base + ".pem"), signingFile, now, random);
		}
		LeafProfile profile = profile((this.id != null) ? this.id : UUID.randomUUID());
		AgentIdentity bare = this.key.generate(this.name, random);
		if (this.form == Form.A) {
			return authority.certify(bare, profile, now, random);
		}
		files.check(signingFile);
		KeyPair signing = this.signingKey.generate(random);
		files.writePrivate(signingFile, IdentityFiles.write(signing));
		return authority.certifyForSigning(bare, profile, signing, now, random);
	}

	private LeafProfile profile(UUID agentId) {
		return (this.role != null) ? new LeafProfile(agentId, this.name, this.life, Set.of(this.role))
				: new LeafProfile(agentId, this.name, this.life);
	}

	private AgentIdentity renewed(CertificateAuthority authority, Path privateFile, Path signingFile, Instant now,
			SecureRandom random) {
		X509Certificate old = IdentityFiles.readCertificates(privateFile).get(0);
		SpiffeId spiffeId = SpiffeId.of(old);
		if (spiffeId == null) {
			throw new IllegalArgumentException("The certificate in " + privateFile
					+ " names no agent, so that there is nothing to renew. Make a new identity with --force.");
		}
		// An expired certificate is what one renews: read the key as of its own time.
		AgentIdentity identity = IdentityFiles.readIdentity(privateFile, null, old.getNotBefore().toInstant());
		LeafProfile profile = profile(spiffeId.agentId());
		if (identity.staticKeyStatement().length == 0) {
			return authority.certify(identity, profile, now, random);
		}
		return authority.certifyForSigning(identity, profile, IdentityFiles.readSigningKeys(signingFile, old), now,
				random);
	}

	/** The two forms of identities with a certificate. */
	enum Form {

		/** The certificate is for the static key. */
		A,

		/** The certificate's key signs the static key. */
		B

	}

}
