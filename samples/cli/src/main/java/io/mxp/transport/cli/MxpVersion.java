/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import io.mxp.transport.MxpTransport;
import picocli.CommandLine.IVersionProvider;

/** The version of the build, and of the Java that runs it. */
final class MxpVersion implements IVersionProvider {

	@Override
	public String[] getVersion() {
		String version = MxpTransport.class.getPackage().getImplementationVersion();
		return new String[] { "mxp " + ((version != null) ? version : "(unpackaged build)"),
				"Java " + Runtime.version() + ", protocol version 1" };
	}

}
