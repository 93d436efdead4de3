/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

import io.mxp.transport.StaticKey;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.security.Certificates;
import io.mxp.transport.security.IdentityFiles;
import io.mxp.transport.security.IdentityPem;
import io.mxp.transport.security.PemBlock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mxp identity trust}: a file that says whom to believe. */
@Command(name = "trust", mixinStandardHelpOptions = true,
		description = { "Writes a trust file: authorities, certificates of known agents, pinned keys.",
				"With a known agent's certificate a client can use its key at once; without, only agents with pinned"
						+ " keys can be called." })
final class IdentityTrustCommand implements Callable<Integer> {

	@Option(names = "--ca", paramLabel = "FILE", description = "Trust this authority. May be given again.")
	private List<Path> authorities = List.of();

	@Option(names = "--agent", paramLabel = "FILE",
			description = "Know the agent of this certificate. May be given again.")
	private List<Path> agents = List.of();

	@Option(names = "--pin", paramLabel = "KEY",
			description = "Trust this key: a file (as OUT.pub), or hex or base64. May be given again.")
	private List<String> pins = List.of();

	@Option(names = "--pin-agent", paramLabel = "UUID=KEY",
			description = "Trust this key for this agent, and no other key. May be given again.")
	private Map<UUID, String> pinnedAgents = Map.of();

	@Option(names = "--out", paramLabel = "FILE", defaultValue = "trust.pem",
			description = "Where to write. Default: ${DEFAULT-VALUE}.")
	private Path out = Path.of("trust.pem");

	@Option(names = "--force", description = "Replace a file that is there.")
	private boolean force;

	@Option(names = "--json", description = "Print one JSON object.")
	private boolean json;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Override
	public Integer call() throws IOException {
		if (this.authorities.isEmpty() && this.pins.isEmpty() && this.pinnedAgents.isEmpty()) {
			throw new ParameterException(this.spec.commandLine(),
					"Name whom to trust, with --ca FILE, --pin KEY or --pin-agent UUID=KEY.");
		}
		OutputFiles files = new OutputFiles(this.force);
		files.check(this.out);
		StringBuilder text = new StringBuilder();
		for (Path file : this.authorities) {
			text.append(authority(file));
		}
		for (Path file : this.agents) {
			text.append(agent(file));
		}
		for (String pin : this.pins) {
			text.append(pin(pin));
		}
		this.pinnedAgents.forEach((agent, pin) -> text.append(IdentityPem.writePin(key(pin), agent, null)));
		// Reads it back, so that no file is written that nobody can use.
		TrustPolicy.Builder builder = TrustPolicy.builder();
		IdentityPem.readTrust(builder, text.toString(), "The new trust file");
		TrustPolicy policy = builder.build();
		files.writePublic(this.out, text.toString());
		new Report(this.spec, this.json).item("trust_file", this.out, null)
			.item("authorities", policy.authorities().size(), null)
			.item("known_agents", this.agents.size(), null)
			.item("pinned_keys", policy.pinnedKeys().size(), null)
			.print();
		return 0;
	}

	private static String authority(Path file) {
		StringBuilder text = new StringBuilder();
		for (X509Certificate certificate : IdentityFiles.readCertificates(file)) {
			if (!Certificates.isAuthority(certificate)) {
				throw new IllegalArgumentException("The certificate " + certificate.getSubjectX500Principal() + " in "
						+ file + " is no authority's. Use --agent for an agent's certificate.");
			}
			text.append(IdentityPem.write(certificate));
		}
		return text.toString();
	}

	// In form B the statement says which key is the agent's.
	private static String agent(Path file) {
		X509Certificate certificate = IdentityFiles.readCertificates(file).get(0);
		if (Certificates.isAuthority(certificate)) {
			throw new IllegalArgumentException("The certificate " + certificate.getSubjectX500Principal() + " in "
					+ file + " is an authority's. Use --ca for it.");
		}
		StringBuilder text = new StringBuilder(IdentityPem.write(certificate));
		for (PemBlock block : PemBlock.parse(IdentityFiles.readText(file, "certificate", "Check the path."))) {
			if (block.type().equals(PemBlock.STATEMENT)) {
				text.append(block.encode());
			}
		}
		return text.toString();
	}

	// A .pub file says whose key it is; that stays.
	private static String pin(String keyOrFile) {
		if (Files.isRegularFile(Path.of(keyOrFile))) {
			String text = IdentityFiles.readText(Path.of(keyOrFile), "public key", "Check the path.");
			for (PemBlock block : PemBlock.parse(text)) {
				if (block.type().equals(PemBlock.PINNED_KEY)) {
					return block.encode();
				}
			}
		}
		return IdentityPem.writePin(key(keyOrFile), null, null);
	}

	static StaticKey key(String keyOrFile) {
		if (Files.isRegularFile(Path.of(keyOrFile))) {
			return IdentityFiles.readPublicKey(Path.of(keyOrFile));
		}
		try {
			return StaticKey.parse(keyOrFile);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'" + keyOrFile + "' is neither a file nor a key. " + ex.getMessage(),
					ex);
		}
	}

}
