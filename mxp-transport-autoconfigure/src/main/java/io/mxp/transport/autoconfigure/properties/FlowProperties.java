/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import org.springframework.util.unit.DataSize;

/**
 * How much may be on its way at a time.
 */
public class FlowProperties {

	/**
	 * Bytes of a connection that are received and not yet consumed.
	 */
	private DataSize connectionWindow = DataSize.ofMegabytes(8);

	/**
	 * Bytes of one stream that are received and not yet consumed.
	 */
	private DataSize streamWindow = DataSize.ofMegabytes(1);

	/**
	 * Bytes of one band that are received and not yet consumed.
	 */
	private DataSize bandWindow = DataSize.ofMegabytes(2);

	/**
	 * What the window of a connection may grow to where its bytes are consumed within two
	 * round trips; raised to the connection window where that is larger.
	 */
	private DataSize maxConnectionWindow = DataSize.ofMegabytes(32);

	/**
	 * What the window of a stream may grow to; raised to the stream window where that is
	 * larger.
	 */
	private DataSize maxStreamWindow = DataSize.ofMegabytes(16);

	/**
	 * What the window of a band may grow to; raised to the band window where that is
	 * larger.
	 */
	private DataSize maxBandWindow = DataSize.ofMegabytes(8);

	/**
	 * Bytes of all connections of one authenticated peer that are received and not yet
	 * consumed, above which none of them gets more credit.
	 */
	private DataSize agentBudget = DataSize.ofMegabytes(64);

	/**
	 * Most bidirectional streams that a peer may have open.
	 */
	private int maxStreamsBidirectional = 1000;

	/**
	 * Most unidirectional streams that a peer may have open.
	 */
	private int maxStreamsUnidirectional = 1000;

	/**
	 * Bytes of one stream that are sent and not yet acknowledged, above which sending is
	 * refused.
	 */
	private DataSize streamSendBuffer = DataSize.ofMegabytes(1);

	/**
	 * Bytes of large messages (over 16 KB) that are received in part.
	 */
	private DataSize assemblyBudget = DataSize.ofBytes(67_109_024);

	/**
	 * Bytes that the buffers of all streams of one event loop may hold, both ways; 0 for
	 * half of the heap, shared by the event loops.
	 */
	private DataSize bufferLimit = DataSize.ofBytes(0);

	public DataSize getConnectionWindow() {
		return this.connectionWindow;
	}

	public void setConnectionWindow(DataSize connectionWindow) {
		this.connectionWindow = connectionWindow;
	}

	public DataSize getStreamWindow() {
		return this.streamWindow;
	}

	public void setStreamWindow(DataSize streamWindow) {
		this.streamWindow = streamWindow;
	}

	public DataSize getBandWindow() {
		return this.bandWindow;
	}

	public void setBandWindow(DataSize bandWindow) {
		this.bandWindow = bandWindow;
	}

	public DataSize getMaxConnectionWindow() {
		return this.maxConnectionWindow;
	}

	public void setMaxConnectionWindow(DataSize maxConnectionWindow) {
		this.maxConnectionWindow = maxConnectionWindow;
	}

	public DataSize getMaxStreamWindow() {
		return this.maxStreamWindow;
	}

	public void setMaxStreamWindow(DataSize maxStreamWindow) {
		this.maxStreamWindow = maxStreamWindow;
	}

	public DataSize getMaxBandWindow() {
		return this.maxBandWindow;
	}

	public void setMaxBandWindow(DataSize maxBandWindow) {
		this.maxBandWindow = maxBandWindow;
	}

	public DataSize getAgentBudget() {
		return this.agentBudget;
	}

	public void setAgentBudget(DataSize agentBudget) {
		this.agentBudget = agentBudget;
	}

	public DataSize getBufferLimit() {
		return this.bufferLimit;
	}

	public void setBufferLimit(DataSize bufferLimit) {
		this.bufferLimit = bufferLimit;
	}

	public int getMaxStreamsBidirectional() {
		return this.maxStreamsBidirectional;
	}

	public void setMaxStreamsBidirectional(int maxStreamsBidirectional) {
		this.maxStreamsBidirectional = maxStreamsBidirectional;
	}

	public int getMaxStreamsUnidirectional() {
		return this.maxStreamsUnidirectional;
	}

	public void setMaxStreamsUnidirectional(int maxStreamsUnidirectional) {
		this.maxStreamsUnidirectional = maxStreamsUnidirectional;
	}

	public DataSize getStreamSendBuffer() {
		return this.streamSendBuffer;
	}

	public void setStreamSendBuffer(DataSize streamSendBuffer) {
		this.streamSendBuffer = streamSendBuffer;
	}

	public DataSize getAssemblyBudget() {
		return this.assemblyBudget;
	}

	public void setAssemblyBudget(DataSize assemblyBudget) {
		this.assemblyBudget = assemblyBudget;
	}

}
