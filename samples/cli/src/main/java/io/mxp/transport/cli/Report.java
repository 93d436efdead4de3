/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.node.ObjectNode;

/** What a command did: names and values for people, or one JSON object for scripts. */
final class Report {

	private final PrintWriter out;

	private final boolean json;

	private final ObjectNode object = Json.object();

	private final List<String[]> rows = new ArrayList<>();

	private @Nullable String next;

	Report(CommandSpec spec, boolean json) {
		this.out = spec.commandLine().getOut();
		this.json = json;
	}

	Report item(String name, Object value, @Nullable String remark) {
		if (value instanceof Number number) {
			this.object.putPOJO(name, number);
		}
		else {
			this.object.put(name, value.toString());
		}
		this.rows.add(new String[] { name.replace('_', ' '), value.toString(), (remark != null) ? remark : "" });
		return this;
	}

	/** What one would do next; for people only. */
	Report next(String next) {
		this.next = next;
		return this;
	}

	void print() {
		if (this.json) {
			this.out.println(Json.line(this.object));
		}
		else {
			int nameWidth = this.rows.stream().mapToInt((row) -> row[0].length()).max().orElse(0);
			for (String[] row : this.rows) {
				String remark = row[2].isEmpty() ? "" : "  (" + row[2] + ")";
				this.out.println(row[0] + " ".repeat(nameWidth - row[0].length() + 2) + row[1] + remark);
			}
			if (this.next != null) {
				this.out.println();
				this.out.println("Next: " + this.next);
			}
		}
		this.out.flush();
	}

}
