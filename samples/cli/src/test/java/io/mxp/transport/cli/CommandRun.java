/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

import tools.jackson.databind.node.ObjectNode;

/** One run of the command in this process: its status and what it printed. */
record CommandRun(int status, String out, String err) {

	static CommandRun of(String... arguments) {
		StringWriter out = new StringWriter();
		StringWriter err = new StringWriter();
		int status = MxpCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true)).execute(arguments);
		return new CommandRun(status, out.toString(), err.toString());
	}

	static CommandRun withInput(String input, String... arguments) {
		InputStream before = System.in;
		System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
		try {
			return of(arguments);
		}
		finally {
			System.setIn(before);
		}
	}

	List<String> lines() {
		return this.out.lines().toList();
	}

	ObjectNode json() {
		return Json.parse(this.out);
	}

}
