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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

import io.mxp.transport.DenyList;
import io.mxp.transport.security.IdentityFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mxp identity deny}: a list of those who are trusted no longer. */
@Command(name = "deny", mixinStandardHelpOptions = true,
		description = { "Adds entries to a deny list: agents, certificates, keys that are not accepted any more.",
				"'mxp identity show' prints ids, serial numbers and fingerprints." })
final class IdentityDenyCommand implements Callable<Integer> {

	@Option(names = "--agent", paramLabel = "UUID", description = "Deny this agent. May be given again.")
	private List<UUID> agents = List.of();

	@Option(names = "--serial", paramLabel = "HEX",
			description = "Deny the certificate of this serial number. May be given again.")
	private List<String> serials = List.of();

	@Option(names = "--fingerprint", paramLabel = "SHA256",
			description = "Deny the key or certificate of this fingerprint. May be given again.")
	private List<String> fingerprints = List.of();

	@Option(names = "--out", paramLabel = "FILE", defaultValue = "deny.txt",
			description = "The list; entries that it has stay. Default: ${DEFAULT-VALUE}.")
	private Path out = Path.of("deny.txt");

	@Option(names = "--json", description = "Print one JSON object.")
	private boolean json;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Override
	public Integer call() throws IOException {
		if (this.agents.isEmpty() && this.serials.isEmpty() && this.fingerprints.isEmpty()) {
			throw new ParameterException(this.spec.commandLine(),
					"Name whom to deny, with --agent UUID, --serial HEX or --fingerprint SHA256.");
		}
		DenyList.Builder builder = DenyList.builder();
		if (Files.exists(this.out)) {
			builder.add(IdentityFiles.readDenyList(this.out));
		}
		this.agents.forEach(builder::agent);
		this.serials.forEach((serial) -> builder.entry("serial " + serial));
		this.fingerprints.forEach(builder::fingerprint);
		DenyList list = builder.build();
		OutputFiles files = new OutputFiles(true);
		files.check(this.out);
		files.writePublic(this.out, String.join("\n", list.entries()) + "\n");
		new Report(this.spec, this.json).item("deny_list", this.out, "who is not accepted any more")
			.item("entries", list.size(), null)
			.print();
		return 0;
	}

}
