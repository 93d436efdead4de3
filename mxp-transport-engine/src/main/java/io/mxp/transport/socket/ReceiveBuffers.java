/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * The direct buffers that the kernel writes into, the same ones for every read. That is
 * safe because {@link DatagramReader} copies and releases what it is given at once.
 */
final class ReceiveBuffers implements RecvByteBufAllocator, RecvByteBufAllocator.ExtendedHandle {

	/** After so many bytes it is time to acknowledge and to send. */
	private static final int MAX_BURST_BYTES = 1 << 18;

	private final ByteBuf[] buffers;

	private final int maxReads;

	private int reads;

	private int burstBytes;

	private int attemptedBytes;

	private int lastBytes;

	/**
	 * @param count buffers that are in use at a time: with NIO a burst is read as a whole
	 * before it is handed over, with epoll each read is
	 * @param bytes size of each
	 * @param maxReads reads in one burst
	 */
	ReceiveBuffers(int count, int bytes, int maxReads) {
		this.buffers = new ByteBuf[count];
		for (int i = 0; i < count; i++) {
			this.buffers[i] = AlignedBuffers.direct(bytes);
		}
		this.maxReads = maxReads;
	}

	void release() {
		for (ByteBuf buffer : this.buffers) {
			buffer.release();
		}
	}

	@Override
	@Deprecated
	public ExtendedHandle newHandle() {
		return this;
	}

	@Override
	public ByteBuf allocate(ByteBufAllocator allocator) {
		ByteBuf buffer = this.buffers[this.reads % this.buffers.length];
		this.reads++;
		return buffer.clear().retain();
	}

	@Override
	public int guess() {
		return this.buffers[0].capacity();
	}

	@Override
	public void reset(ChannelConfig config) {
		this.reads = 0;
		this.burstBytes = 0;
	}

	@Override
	public void incMessagesRead(int messages) {
		// reads are counted where they begin
	}

	@Override
	public void lastBytesRead(int bytes) {
		this.lastBytes = bytes;
		this.burstBytes += bytes;
	}

	@Override
	public int lastBytesRead() {
		return this.lastBytes;
	}

	@Override
	public void attemptedBytesRead(int bytes) {
		this.attemptedBytes = bytes;
	}

	@Override
	public int attemptedBytesRead() {
		return this.attemptedBytes;
	}

	@Override
	public boolean continueReading() {
		return this.reads < this.maxReads && this.burstBytes < MAX_BURST_BYTES;
	}

	@Override
	public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
		return continueReading();
	}

	@Override
	public void readComplete() {
		// nothing is adapted: the buffers stay as they are
	}

}
