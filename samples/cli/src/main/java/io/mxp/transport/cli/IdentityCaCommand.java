/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

import io.mxp.transport.security.CertificateAuthority;
import io.mxp.transport.security.IdentityFiles;
import io.mxp.transport.security.IdentityPem;
import io.mxp.transport.security.SigningKeyKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mxp identity ca}: a new certificate authority. */
@Command(name = "ca", mixinStandardHelpOptions = true,
		description = { "Makes an Ed25519 certificate authority for one trust domain, or one below another.",
				"Writes OUT.pem (private key and certificate, for its owner only) and OUT.crt (the certificate, to be"
						+ " trusted)." })
final class IdentityCaCommand implements Callable<Integer> {

	@Option(names = "--trust-domain", paramLabel = "DOMAIN",
			description = "The trust domain of its agents, as example.org.")
	private @Nullable String trustDomain;

	@Option(names = "--ca", paramLabel = "FILE",
			description = "Make an intermediate authority below this one, for the same trust domain.")
	private @Nullable Path parent;

	@Option(names = "--name", paramLabel = "NAME",
			description = "Its common name, another than the one above it has. Default: MXP CA, or MXP intermediate CA.")
	private @Nullable String name;

	@Option(names = "--days", paramLabel = "N", defaultValue = "3650",
			description = "How long it is valid. Default: ${DEFAULT-VALUE} days.")
	private int days;

	@Option(names = "--signing-key", paramLabel = "KIND", defaultValue = "ed25519",
			description = "The key of a root: ${COMPLETION-CANDIDATES}; an intermediate authority has one like its"
					+ " root's. Default: ${DEFAULT-VALUE}.")
	private SigningKeyKind signingKey = SigningKeyKind.ED25519;

	@Option(names = "--out", paramLabel = "OUT", defaultValue = "ca",
			description = "Where to write, without an ending. Default: ${DEFAULT-VALUE}.")
	private String out = "";

	@Option(names = "--force", description = "Replace files that are there.")
	private boolean force;

	@Option(names = "--json", description = "Print one JSON object.")
	private boolean json;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Override
	public Integer call() throws IOException {
		Durations.requirePositive(this.days, "--days", this.spec);
		if ((this.trustDomain == null) == (this.parent == null)) {
			throw new ParameterException(this.spec.commandLine(),
					"Give either --trust-domain DOMAIN, for a root, or --ca FILE, for an intermediate authority.");
		}
		Path privateFile = Path.of(this.out + ".pem");
		Path certificateFile = Path.of(this.out + ".crt");
		OutputFiles files = new OutputFiles(this.force);
		files.check(privateFile, certificateFile);
		Instant now = Instant.now();
		CertificateAuthority authority = make(Duration.ofDays(this.days), now);
		files.writePrivate(privateFile, IdentityFiles.write(authority));
		files.writePublic(certificateFile, IdentityPem.write(authority.certificate()));
		new Report(this.spec, this.json).item("private_file", privateFile, "the authority: keep it secret")
			.item("certificate_file", certificateFile,
					((this.parent == null) ? "its certificate: give it to those who are to trust it"
							: "its certificate: agents show it, those who trust the root need not have it"))
			.item("trust_domain", authority.trustDomain(), null)
			.item("expires", authority.certificate().getNotAfter().toInstant(), null)
			.next("mxp identity agent NAME --ca " + privateFile)
			.print();
		return 0;
	}

	private CertificateAuthority make(Duration life, Instant now) {
		SecureRandom random = new SecureRandom();
		if (this.parent != null) {
			String below = (this.name != null) ? this.name : "MXP intermediate CA";
			return IdentityFiles.readAuthority(this.parent).createIntermediate(below, life, now, random);
		}
		String root = (this.name != null) ? this.name : "MXP CA";
		return CertificateAuthority.create(root, String.valueOf(this.trustDomain), this.signingKey, life, now, random);
	}

}
