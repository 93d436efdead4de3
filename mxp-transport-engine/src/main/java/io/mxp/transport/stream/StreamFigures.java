/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * What the streams of a connection hold at this moment. Reading costs a walk over the
 * open streams where it sums.
 */
public final class StreamFigures {

	private final StreamRegistry registry;

	private final ReceiveContext context;

	private final DatagramQueue datagrams;

	private final FlowBlockage blockage;

	StreamFigures(StreamRegistry registry, ReceiveContext context, DatagramQueue datagrams, FlowBlockage blockage) {
		this.registry = registry;
		this.context = context;
		this.datagrams = datagrams;
		this.blockage = blockage;
	}

	/** How long something waited for the peer's credit until now. */
	public long flowBlockedNanos(long nowNanos) {
		return this.blockage.blockedNanos(nowNanos);
	}

	/** Whether something waits for the peer's credit. */
	public boolean isBlocked() {
		return this.blockage.isBlocked();
	}

	/** DATA_BLOCKED frames sent. */
	public long blockedFramesSent() {
		return this.blockage.sent();
	}

	/** DATA_BLOCKED frames received. */
	public long blockedFramesReceived() {
		return this.blockage.received();
	}

	/** Streams that could not be opened because the peer's limit was reached. */
	public long streamLimitReached() {
		return this.blockage.streamLimitReached();
	}

	/** Window of the connection now: what the peer may send before it is consumed. */
	public long connectionWindowBytes() {
		return this.context.connection().windowBytes();
	}

	/** Bytes received and not consumed, those of large records in assembly aside. */
	public long heldBytes() {
		return this.context.heldBytes();
	}

	/** Streams that are open, the built-in ones not counted. */
	public int openStreams() {
		return this.registry.openStreams();
	}

	/** Streams that the peer opened and that are not over. */
	public int peerStreams(boolean unidirectional) {
		return this.registry.peerOpenStreams(unidirectional);
	}

	/** Bytes written to all streams and not acknowledged. */
	public long bufferedSendBytes() {
		return this.registry.bufferedSendBytes();
	}

	/** Bytes received and not delivered, large records in assembly not counted. */
	public long bufferedReceiveBytes() {
		return this.registry.bufferedReceiveBytes();
	}

	/** Bytes set aside for large records that are incomplete or not consumed. */
	public long assemblyBytes() {
		return this.context.assembly().reserved();
	}

	/** Bytes written to the built-in stream of a band and not acknowledged. */
	public long queuedBytes(int band) {
		SendStream send = this.registry.band(band).send();
		return (send != null) ? send.retained() : 0;
	}

	/** Datagrams that wait to be sent. */
	public int queuedDatagrams() {
		return this.datagrams.size();
	}

	/** Bytes of datagrams that wait to be sent, books included. */
	public int queuedDatagramBytes() {
		return this.datagrams.queuedBytes();
	}

	/** Records delivered so far, datagrams not counted. */
	public long recordsReceived() {
		return this.context.recordsReceived();
	}

	/**
	 * When the oldest datagram that waits is too old; Long.MAX_VALUE where none waits.
	 */
	public long nextDatagramExpiryNanos() {
		return this.datagrams.nextExpiryNanos();
	}

}
