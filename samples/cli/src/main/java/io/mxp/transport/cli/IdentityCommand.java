/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import picocli.CommandLine.Command;

/** {@code mxp identity}: keys, certificates and trust files. */
@Command(name = "identity", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
		description = "Makes authorities, identities, trust files and deny lists, and shows what a file holds.",
		subcommands = { IdentityCaCommand.class, IdentityAgentCommand.class, IdentityTrustCommand.class,
				IdentityDenyCommand.class, IdentityShowCommand.class },
		footer = { "", "In a hurry:", "  mxp identity ca    --trust-domain example.org --out ca",
				"  mxp identity agent weather --ca ca.pem", "  mxp identity trust --ca ca.crt --out trust.pem",
				"  mxp identity show  weather.pem" })
final class IdentityCommand {

}
