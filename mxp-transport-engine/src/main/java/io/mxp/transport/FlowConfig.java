/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

/**
 * How much a peer may send before the application has consumed it, and how much an
 * application may send before the peer has acknowledged it. Per connection.
 *
 * <p>
 * Windows start as configured and grow to their maximum where the application consumes
 * them within two round trips.
 *
 * @param connectionWindowBytes bytes received on all streams together and not consumed
 * yet; 64 KiB to 1 GiB
 * @param streamWindowBytes the same for one stream that an application opened; 8 KiB to 1
 * GiB
 * @param bandWindowBytes the same for one of the four built-in streams; 32 KiB to 1 GiB
 * @param maxConnectionWindowBytes what the connection's window may grow to
 * @param maxStreamWindowBytes what the window of a stream may grow to
 * @param maxBandWindowBytes what the window of a built-in stream may grow to
 * @param agentBudgetBytes bytes received and not consumed of all connections of one
 * authenticated peer, above which none of them gets more credit; at least 64 KiB
 * @param maxStreamsBidirectional bidirectional streams that the peer may have open at a
 * time; 0 to 100,000
 * @param maxStreamsUnidirectional unidirectional streams that the peer may have open at a
 * time, the four built-in ones not counted; 0 to 100,000
 * @param streamSendBufferBytes bytes written to one stream and not acknowledged yet,
 * above which writing is refused; 32 KiB to 1 GiB
 * @param assemblyBudgetBytes bytes of messages over 16 KiB that are received in part or
 * not consumed yet, of all streams together; at least {@link #MIN_ASSEMBLY_BUDGET_BYTES}
 * @param bufferLimitBytes what the buffers of all streams of one event loop may hold,
 * both ways: writes beyond it are refused, what arrives beyond it must come again; at
 * least 1 MiB, or {@link #HALF_OF_THE_HEAP}
 */
public record FlowConfig(long connectionWindowBytes, long streamWindowBytes, long bandWindowBytes,
		long maxConnectionWindowBytes, long maxStreamWindowBytes, long maxBandWindowBytes, long agentBudgetBytes,
		int maxStreamsBidirectional, int maxStreamsUnidirectional, int streamSendBufferBytes, long assemblyBudgetBytes,
		long bufferLimitBytes) {

	/** Length of the longest message: header, 16 MiB of payload, checksum. */
	public static final int MAX_MESSAGE_BYTES = 32 + 16 * 1024 * 1024 + 8;

	/**
	 * The least {@link #assemblyBudgetBytes()}: four messages of the greatest length. A
	 * sender relies on it.
	 */
	public static final long MIN_ASSEMBLY_BUDGET_BYTES = 4L * MAX_MESSAGE_BYTES;

	/**
	 * For {@link #bufferLimitBytes()}: half of the Java heap, shared by the event loops.
	 */
	public static final long HALF_OF_THE_HEAP = 0;

	private static final long KIB = 1024;

	private static final long MIB = 1024 * KIB;

	private static final long MAX_WINDOW_BYTES = 1024 * MIB;

	private static final int MAX_STREAMS = 100_000;

	public FlowConfig {
		check("connection-window-bytes", connectionWindowBytes, 64 * KIB, MAX_WINDOW_BYTES);
		check("stream-window-bytes", streamWindowBytes, 8 * KIB, MAX_WINDOW_BYTES);
		check("band-window-bytes", bandWindowBytes, 32 * KIB, MAX_WINDOW_BYTES);
		check("max-connection-window-bytes", maxConnectionWindowBytes, connectionWindowBytes, MAX_WINDOW_BYTES);
		check("max-stream-window-bytes", maxStreamWindowBytes, streamWindowBytes, MAX_WINDOW_BYTES);
		check("max-band-window-bytes", maxBandWindowBytes, bandWindowBytes, MAX_WINDOW_BYTES);
		check("agent-budget-bytes", agentBudgetBytes, 64 * KIB, Long.MAX_VALUE);
		check("max-streams-bidirectional", maxStreamsBidirectional, 0, MAX_STREAMS);
		check("max-streams-unidirectional", maxStreamsUnidirectional, 0, MAX_STREAMS);
		check("stream-send-buffer-bytes", streamSendBufferBytes, 32 * KIB, MAX_WINDOW_BYTES);
		check("assembly-budget-bytes", assemblyBudgetBytes, MIN_ASSEMBLY_BUDGET_BYTES, Long.MAX_VALUE);
		if (bufferLimitBytes != HALF_OF_THE_HEAP) {
			check("buffer-limit-bytes", bufferLimitBytes, MIB, Long.MAX_VALUE);
		}
	}

	/**
	 * 8 MiB for the connection, 1 MiB for a stream, 2 MiB for a built-in stream, growing
	 * to 32, 16 and 8 MiB; 64 MiB for a peer's connections together; 1,000 streams of
	 * each kind, 1 MiB of send buffer, four large messages in assembly.
	 * @return the default configuration
	 */
	public static FlowConfig defaults() {
		return new FlowConfig(8 * MIB, MIB, 2 * MIB, 32 * MIB, 16 * MIB, 8 * MIB, 64 * MIB, 1000, 1000, (int) MIB,
				MIN_ASSEMBLY_BUDGET_BYTES, HALF_OF_THE_HEAP);
	}

	/**
	 * The same configuration with another first window for the connection; its maximum is
	 * raised to it where it is lower.
	 * @param bytes 64 KiB to 1 GiB
	 * @return a copy
	 */
	public FlowConfig withConnectionWindowBytes(long bytes) {
		return new FlowConfig(bytes, this.streamWindowBytes, this.bandWindowBytes,
				Math.max(bytes, this.maxConnectionWindowBytes), this.maxStreamWindowBytes, this.maxBandWindowBytes,
				this.agentBudgetBytes, this.maxStreamsBidirectional, this.maxStreamsUnidirectional,
				this.streamSendBufferBytes, this.assemblyBudgetBytes, this.bufferLimitBytes);
	}

	/**
	 * The same configuration with another first window for each stream; its maximum is
	 * raised to it where it is lower.
	 * @param bytes 8 KiB to 1 GiB
	 * @return a copy
	 */
	public FlowConfig withStreamWindowBytes(long bytes) {
		return new FlowConfig(this.connectionWindowBytes, bytes, this.bandWindowBytes, this.maxConnectionWindowBytes,
				Math.max(bytes, this.maxStreamWindowBytes), this.maxBandWindowBytes, this.agentBudgetBytes,
				this.maxStreamsBidirectional, this.maxStreamsUnidirectional, this.streamSendBufferBytes,
				this.assemblyBudgetBytes, this.bufferLimitBytes);
	}

	/**
	 * The same configuration with another first window for each built-in stream; its
	 * maximum is raised to it where it is lower.
	 * @param bytes 32 KiB to 1 GiB
	 * @return a copy
	 */
	public FlowConfig withBandWindowBytes(long bytes) {
		return new FlowConfig(this.connectionWindowBytes, this.streamWindowBytes, bytes, this.maxConnectionWindowBytes,
				this.maxStreamWindowBytes, Math.max(bytes, this.maxBandWindowBytes), this.agentBudgetBytes,
				this.maxStreamsBidirectional, this.maxStreamsUnidirectional, this.streamSendBufferBytes,
				this.assemblyBudgetBytes, this.bufferLimitBytes);
	}

	/**
	 * The same configuration with other sizes that windows may grow to.
	 * @param connection from the connection's first window to 1 GiB
	 * @param stream from a stream's first window to 1 GiB
	 * @param band from a built-in stream's first window to 1 GiB
	 * @return a copy
	 */
	public FlowConfig withMaxWindowBytes(long connection, long stream, long band) {
		return new FlowConfig(this.connectionWindowBytes, this.streamWindowBytes, this.bandWindowBytes, connection,
				stream, band, this.agentBudgetBytes, this.maxStreamsBidirectional, this.maxStreamsUnidirectional,
				this.streamSendBufferBytes, this.assemblyBudgetBytes, this.bufferLimitBytes);
	}

	/**
	 * The same configuration with another budget for all connections of one peer.
	 * @param bytes at least 64 KiB
	 * @return a copy
	 */
	public FlowConfig withAgentBudgetBytes(long bytes) {
		return new FlowConfig(this.connectionWindowBytes, this.streamWindowBytes, this.bandWindowBytes,
				this.maxConnectionWindowBytes, this.maxStreamWindowBytes, this.maxBandWindowBytes, bytes,
				this.maxStreamsBidirectional, this.maxStreamsUnidirectional, this.streamSendBufferBytes,
				this.assemblyBudgetBytes, this.bufferLimitBytes);
	}

	/**
	 * The same configuration with other limits of open streams.
	 * @param bidirectional 0 to 100,000
	 * @param unidirectional 0 to 100,000
	 * @return a copy
	 */
	public FlowConfig withMaxStreams(int bidirectional, int unidirectional) {
		return new FlowConfig(this.connectionWindowBytes, this.streamWindowBytes, this.bandWindowBytes,
				this.maxConnectionWindowBytes, this.maxStreamWindowBytes, this.maxBandWindowBytes,
				this.agentBudgetBytes, bidirectional, unidirectional, this.streamSendBufferBytes,
				this.assemblyBudgetBytes, this.bufferLimitBytes);
	}

	/**
	 * The same configuration with another send buffer for each stream.
	 * @param bytes 32 KiB to 1 GiB
	 * @return a copy
	 */
	public FlowConfig withStreamSendBufferBytes(int bytes) {
		return new FlowConfig(this.connectionWindowBytes, this.streamWindowBytes, this.bandWindowBytes,
				this.maxConnectionWindowBytes, this.maxStreamWindowBytes, this.maxBandWindowBytes,
				this.agentBudgetBytes, this.maxStreamsBidirectional, this.maxStreamsUnidirectional, bytes,
				this.assemblyBudgetBytes, this.bufferLimitBytes);
	}

	/**
	 * The same configuration with another budget for large messages in assembly.
	 * @param bytes at least {@link #MIN_ASSEMBLY_BUDGET_BYTES}
	 * @return a copy
	 */
	public FlowConfig withAssemblyBudgetBytes(long bytes) {
		return new FlowConfig(this.connectionWindowBytes, this.streamWindowBytes, this.bandWindowBytes,
				this.maxConnectionWindowBytes, this.maxStreamWindowBytes, this.maxBandWindowBytes,
				this.agentBudgetBytes, this.maxStreamsBidirectional, this.maxStreamsUnidirectional,
				this.streamSendBufferBytes, bytes, this.bufferLimitBytes);
	}

	/**
	 * The same configuration with another limit for the buffers of an event loop.
	 * @param bytes at least 1 MiB, or {@link #HALF_OF_THE_HEAP}
	 * @return a copy
	 */
	public FlowConfig withBufferLimitBytes(long bytes) {
		return new FlowConfig(this.connectionWindowBytes, this.streamWindowBytes, this.bandWindowBytes,
				this.maxConnectionWindowBytes, this.maxStreamWindowBytes, this.maxBandWindowBytes,
				this.agentBudgetBytes, this.maxStreamsBidirectional, this.maxStreamsUnidirectional,
				this.streamSendBufferBytes, this.assemblyBudgetBytes, bytes);
	}

	private static void check(String name, long value, long least, long most) {
		if (value < least || value > most) {
			throw new IllegalArgumentException("flow." + name + " must be at least " + least
					+ ((most == Long.MAX_VALUE) ? "" : " and at most " + most) + ", not " + value);
		}
	}

}
