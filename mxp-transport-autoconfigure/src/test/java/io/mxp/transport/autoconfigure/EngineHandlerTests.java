/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;

/** Handlers and requesters over the engine: real UDP on loopback, mutual authentication. */
class EngineHandlerTests extends HandlerContract {

	@TempDir
	static Path developmentDirectory;

	@Override
	TestAgents agents() {
		return TestAgents.onLoopback(developmentDirectory);
	}

}
