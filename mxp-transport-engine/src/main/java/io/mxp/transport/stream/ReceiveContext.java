/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.FlowConfig;

/**
 * What the receiving streams of a connection share.
 */
final class ReceiveContext {

	private static final byte[] EMPTY = new byte[0];

	private final RecordSink sink;

	private final RecordWalker walker;

	private final ChunkPool pool;

	private final FlowConfig config;

	private final FlowWindow connection;

	/** Band streams have windows of their own and none of the connection's. */
	private final FlowWindow exempt = new FlowWindow(Long.MAX_VALUE >> 1);

	private final AssemblyBudget assembly;

	private byte[] scratch = EMPTY;

	private long recordsReceived;

	ReceiveContext(RecordSink sink, RecordWalker walker, ChunkPool pool, FlowConfig config) {
		this.sink = sink;
		this.walker = walker;
		this.pool = pool;
		this.config = config;
		this.connection = new FlowWindow(config.connectionWindowBytes());
		this.assembly = new AssemblyBudget(config.assemblyBudgetBytes());
	}

	RecordSink sink() {
		return this.sink;
	}

	RecordWalker walker() {
		return this.walker;
	}

	ChunkPool pool() {
		return this.pool;
	}

	/** The connection's window, counted by dynamic streams. */
	FlowWindow connection() {
		return this.connection;
	}

	FlowWindow connectionFor(long streamId) {
		return StreamId.isBand(streamId) ? this.exempt : this.connection;
	}

	FlowWindow windowFor(long streamId) {
		return new FlowWindow(
				StreamId.isBand(streamId) ? this.config.bandWindowBytes() : this.config.streamWindowBytes());
	}

	AssemblyBudget assembly() {
		return this.assembly;
	}

	/** An array where a small record is put together for the length of a call. */
	byte[] scratch() {
		if (this.scratch.length == 0) {
			this.scratch = new byte[FrameCutter.SMALL_RECORD_BYTES];
		}
		return this.scratch;
	}

	long recordsReceived() {
		return this.recordsReceived;
	}

	void countRecord() {
		this.recordsReceived++;
	}

}
