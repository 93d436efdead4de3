/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The diagram in the specification is the transition table.
 */
class ConnectionStateDiagramTests {

	@Test
	void theDiagramIsMadeFromTheTable() throws IOException {
		assertThat(Files.readString(specification()))
			.as("docs/protocol/connection.md must hold this diagram:\n%s", diagram())
			.contains(diagram());
	}

	@Test
	void everyStateLeadsToClosedAndClosedLeadsNowhere() {
		for (ConnectionState state : ConnectionState.values()) {
			boolean closed = state == ConnectionState.CLOSED;
			assertThat(state.mayBecome(ConnectionState.CLOSED)).isEqualTo(!closed);
		}
		assertThat(ConnectionState.CLOSED.next()).isEmpty();
	}

	private static String diagram() {
		StringBuilder text = new StringBuilder("```mermaid\nstateDiagram-v2\n    [*] --> INITIAL\n");
		for (ConnectionState state : ConnectionState.values()) {
			for (ConnectionState next : state.next()) {
				text.append("    ").append(state).append(" --> ").append(next).append('\n');
			}
		}
		return text.append("    CLOSED --> [*]\n```").toString();
	}

	private static Path specification() {
		Path directory = Path.of("").toAbsolutePath();
		while (!Files.exists(directory.resolve("docs/protocol/connection.md"))) {
			directory = directory.getParent();
		}
		return directory.resolve("docs/protocol/connection.md");
	}

}
