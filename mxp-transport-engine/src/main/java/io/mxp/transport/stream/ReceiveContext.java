/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.function.LongSupplier;

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
	private final FlowWindow exempt = FlowWindow.unlimited();

	private final AssemblyBudget assembly;

	private final RangeBudget ranges;

	private AgentBudget agent = AgentBudget.UNLIMITED;

	private LongSupplier roundTrip = () -> 0;

	/** What the agent's budget knows that this connection holds. */
	private long reportedStreamBytes;

	private long reportedBandBytes;

	private boolean bandCreditWithheld;

	private boolean frameRefused;

	private long nowNanos;

	private byte[] scratch = EMPTY;

	private long recordsReceived;

	ReceiveContext(RecordSink sink, RecordWalker walker, ChunkPool pool, FlowConfig config) {
		this.sink = sink;
		this.walker = walker;
		this.pool = pool;
		this.config = config;
		this.connection = new FlowWindow(config.connectionWindowBytes(), config.maxConnectionWindowBytes());
		this.assembly = new AssemblyBudget(config.assemblyBudgetBytes());
		this.ranges = RangeBudget.of(config);
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

	/** Whether bytes of the frame at hand may be kept; remembers where not. */
	boolean mayKeep(int bytes) {
		boolean admitted = this.pool.admits(bytes);
		this.frameRefused |= !admitted;
		return admitted;
	}

	/** Whether a frame was refused since the last call. */
	boolean pollFrameRefused() {
		boolean was = this.frameRefused;
		this.frameRefused = false;
		return was;
	}

	/** The connection's window, counted by dynamic streams. */
	FlowWindow connection() {
		return this.connection;
	}

	FlowWindow connectionFor(long streamId) {
		return StreamId.isBand(streamId) ? this.exempt : this.connection;
	}

	FlowWindow windowFor(long streamId) {
		return StreamId.isBand(streamId)
				? new FlowWindow(this.config.bandWindowBytes(), this.config.maxBandWindowBytes())
				: new FlowWindow(this.config.streamWindowBytes(), this.config.maxStreamWindowBytes());
	}

	void measureRoundTripBy(LongSupplier nanos) {
		this.roundTrip = nanos;
	}

	void shareBudget(AgentBudget budget) {
		this.agent = budget;
		this.reportedStreamBytes = 0;
		this.reportedBandBytes = 0;
		reportHeld();
	}

	/** Smoothed round trip; 0 before one is known. */
	long roundTripNanos() {
		return this.roundTrip.getAsLong();
	}

	/** The time of the last packet in or out. */
	long nowNanos() {
		return this.nowNanos;
	}

	void onTime(long now) {
		this.nowNanos = now;
	}

	/** Tells the agent's budget what changed since the last call. */
	// SPEC streams.md#agent-budget
	void reportHeld() {
		long streams = this.connection.held();
		long bands = this.exempt.held();
		if (streams != this.reportedStreamBytes || bands != this.reportedBandBytes) {
			this.agent.onHeld(streams - this.reportedStreamBytes, bands - this.reportedBandBytes);
			this.reportedStreamBytes = streams;
			this.reportedBandBytes = bands;
		}
	}

	long heldBytes() {
		return this.connection.held() + this.exempt.held();
	}

	/** Whether the connection's credit may be raised. */
	boolean mayCreditStreams() {
		return this.agent.allowsStreams();
	}

	/** Whether a stream's credit may be raised; remembers where a band's may not. */
	boolean mayCredit(long streamId) {
		if (!StreamId.isBand(streamId) || this.agent.allowsBands()) {
			return true;
		}
		this.bandCreditWithheld = true;
		return false;
	}

	/** Whether bands lack credit for the agent's sake, and may have it now. */
	boolean pollBandCredit() {
		if (!this.bandCreditWithheld || !this.agent.allowsBands()) {
			return false;
		}
		this.bandCreditWithheld = false;
		return true;
	}

	AssemblyBudget assembly() {
		return this.assembly;
	}

	RangeBudget ranges() {
		return this.ranges;
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
