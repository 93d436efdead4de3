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
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mxp identity ca}: a new certificate authority. */
@Command(name = "ca", mixinStandardHelpOptions = true,
		description = { "Makes an Ed25519 certificate authority for one trust domain.",
				"Writes OUT.pem (private key and certificate, for its owner only) and OUT.crt (the certificate, to be"
						+ " trusted)." })
final class IdentityCaCommand implements Callable<Integer> {

	@Option(names = "--trust-domain", required = true, paramLabel = "DOMAIN",
			description = "The trust domain of its agents, as example.org.")
	private String trustDomain = "";

	@Option(names = "--name", paramLabel = "NAME", defaultValue = "MXP CA",
			description = "Its common name. Default: ${DEFAULT-VALUE}.")
	private String name = "";

	@Option(names = "--days", paramLabel = "N", defaultValue = "3650",
			description = "How long it is valid. Default: ${DEFAULT-VALUE} days.")
	private int days;

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
		Path privateFile = Path.of(this.out + ".pem");
		Path certificateFile = Path.of(this.out + ".crt");
		OutputFiles files = new OutputFiles(this.force);
		files.check(privateFile, certificateFile);
		Instant now = Instant.now();
		CertificateAuthority authority = CertificateAuthority.create(this.name, this.trustDomain,
				Duration.ofDays(this.days), now, new SecureRandom());
		files.writePrivate(privateFile, IdentityFiles.write(authority));
		files.writePublic(certificateFile, IdentityPem.write(authority.certificate()));
		new Report(this.spec, this.json).item("private_file", privateFile, "the authority: keep it secret")
			.item("certificate_file", certificateFile, "its certificate: give it to those who are to trust it")
			.item("trust_domain", authority.trustDomain(), null)
			.item("expires", authority.certificate().getNotAfter().toInstant(), null)
			.next("mxp identity agent NAME --ca " + privateFile)
			.print();
		return 0;
	}

}
