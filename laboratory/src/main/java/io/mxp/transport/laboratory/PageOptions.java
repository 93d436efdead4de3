/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.laboratory;

import java.nio.file.Path;

import picocli.CommandLine.Option;

/** Options of every command that writes a page of the docs. */
final class PageOptions {

	@Option(names = "--out", paramLabel = "DIR", defaultValue = "${sys:mxp.sim.root:-.}/docs/reliability",
			description = "Where to write.")
	private Path directory = Path.of("docs", "reliability");

	Path directory() {
		return this.directory;
	}

	/** What the console says of a page. */
	String see(String page) {
		return "see " + this.directory.resolve(page).normalize();
	}

}
