/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.peer;

/**
 * One side of a benchmark, driven by the runner's commands.
 */
interface Peer extends AutoCloseable {

	/** What the runner must know before it starts the other side: its port at least. */
	Values opened();

	/**
	 * Carries out one command.
	 * @throws Exception where it fails; the runner ends the benchmark with the message
	 */
	Values on(String command) throws Exception;

	@Override
	void close();

}
