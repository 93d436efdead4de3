/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks;

import java.io.PrintStream;
import java.util.Locale;

/**
 * What goes on, on standard error: one line that is written over on a terminal, else only
 * what is final.
 */
final class Progress {

	private final PrintStream out = System.err;

	private final boolean quiet;

	private final boolean terminal = "1".equals(System.getenv("MXP_BENCH_TERMINAL"));

	Progress(boolean quiet) {
		this.quiet = quiet;
	}

	/** What is happening now; replaced by the next line. */
	void now(String format, Object... arguments) {
		if (!this.quiet && this.terminal) {
			this.out.print("\r\033[K" + String.format(Locale.ROOT, format, arguments));
			this.out.flush();
		}
	}

	/** What has come out. */
	void done(String format, Object... arguments) {
		if (!this.quiet) {
			this.out.println((this.terminal ? "\r\033[K" : "") + String.format(Locale.ROOT, format, arguments));
		}
	}

}
