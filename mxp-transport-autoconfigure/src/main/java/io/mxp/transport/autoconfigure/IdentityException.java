/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.exchange.MxpStartupException;

/** Identity or trust is missing, or cannot be used. */
public class IdentityException extends MxpStartupException {

	private static final long serialVersionUID = 1L;

	private static final String DEV_CA = """
			For local development:

			    mxp.transport.identity.dev-ca=true
			""";

	IdentityException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

	static IdentityException noIdentity(String reason) {
		return new IdentityException("This application accepts MXP connections (" + reason + ") but has no identity.",
				DEV_CA + """

						Otherwise give it a key, which 'mxp identity' makes:

						    mxp.transport.identity.private-key=file:/path/to/agent.key.pem
						    mxp.transport.identity.certificate=file:/path/to/agent.pem

						Or do not accept connections:

						    mxp.transport.server.accept=never
						""", null);
	}

	static IdentityException noTrust() {
		return new IdentityException("The MXP transport trusts nobody, so it could not talk to anyone.", DEV_CA + """

				Otherwise name the authority that signs your agents, or the keys of your peers:

				    mxp.transport.trust.certificates=file:/path/to/trust.pem
				    mxp.transport.trust.keys=<public key, as 'mxp identity show' prints it>

				Or do without the transport:

				    mxp.transport.enabled=false
				""", null);
	}

	static IdentityException noDenyList(RuntimeException cause) {
		return new IdentityException(
				"A deny list cannot be read, so whoever is denied would be let in: " + cause.getMessage(), """
						Make the place reachable where the list is kept, and start again.

						Or start without it; it is in force from when it can be read:

						    mxp.transport.trust.start-without-deny-list=true
						""", cause);
	}

	static IdentityException unusable(String property, RuntimeException cause) {
		return new IdentityException("The property " + property + " cannot be used: " + cause.getMessage(),
				"Correct the property. 'mxp identity' makes keys and certificates and shows what a file holds.", cause);
	}

}
