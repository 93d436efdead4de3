/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The diagram in the specification is the transition table.
 */
class HandshakeStateDiagramTests {

	@Test
	void theDiagramIsMadeFromTheTable() throws IOException {
		assertThat(Files.readString(specification()))
			.as("docs/protocol/handshake.md must hold this diagram:\n%s", diagram())
			.contains(diagram());
	}

	@Test
	void everyStateCanFailAndFailedLeadsNowhere() {
		for (HandshakeState state : HandshakeState.values()) {
			assertThat(state.next().contains(HandshakeState.FAILED)).isEqualTo(state != HandshakeState.FAILED);
		}
		assertThat(HandshakeState.FAILED.next()).isEmpty();
	}

	private static String diagram() {
		StringBuilder text = new StringBuilder("```mermaid\nstateDiagram-v2\n    [*] --> WAITING_PEER\n");
		for (HandshakeState state : HandshakeState.values()) {
			for (HandshakeState next : state.next()) {
				text.append("    ").append(state).append(" --> ").append(next).append('\n');
			}
		}
		return text.append("    FAILED --> [*]\n```").toString();
	}

	private static Path specification() {
		Path directory = Path.of("").toAbsolutePath();
		while (!Files.exists(directory.resolve("docs/protocol/handshake.md"))) {
			directory = directory.getParent();
		}
		return directory.resolve("docs/protocol/handshake.md");
	}

}
