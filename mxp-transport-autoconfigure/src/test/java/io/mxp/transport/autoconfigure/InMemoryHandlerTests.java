/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

/** Handlers and requesters over a transport in memory. */
class InMemoryHandlerTests extends HandlerContract {

	@Override
	TestAgents agents() {
		return TestAgents.inMemory();
	}

}
