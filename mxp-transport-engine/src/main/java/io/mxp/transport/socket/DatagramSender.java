/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.socket;

import java.net.Inet4Address;
import java.net.InetSocketAddress;

import io.mxp.transport.SocketConfig;
import io.mxp.transport.packet.TransmitBatch;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.SegmentedDatagramPacket;
import org.jspecify.annotations.Nullable;

/**
 * Puts one batch at a time into the channel: one copy into one reused direct buffer, one
 * system call. What the kernel does not take at once stays in Netty's outbound buffer,
 * and until it has gone every further batch is refused; so Netty never holds more than
 * one batch.
 */
final class DatagramSender {

	private static final int EIO = -5;

	private static final int EINVAL = -22;

	private static final int EMSGSIZE = -90;

	private final Channel channel;

	private final PortCounters counters;

	private final boolean inet4Only;

	private final ByteBuf buffer = AlignedBuffers.direct(TransmitBatch.MAX_BYTES + 8);

	/** Longest segment that may go out segmented; 0 where the system segments nothing. */
	private int maxSegmentBytes;

	private @Nullable DatagramPacket packet;

	private int packetSegmentBytes;

	private boolean underWay;

	private boolean segmented;

	private int packets;

	private int bytes;

	private int segmentBytes;

	private int failures;

	private int lastError;

	private Runnable onBaseTooLong = () -> {
	};

	/**
	 * @param segmentation whether the channel takes {@link SegmentedDatagramPacket}
	 * @param inet4Only whether the socket knows IPv4 only; Netty would send to a wrong
	 * address rather than fail
	 */
	DatagramSender(Channel channel, PortCounters counters, boolean segmentation, boolean inet4Only) {
		this.channel = channel;
		this.counters = counters;
		this.inet4Only = inet4Only;
		this.maxSegmentBytes = segmentation ? TransmitBatch.MAX_BYTES : 0;
	}

	/** What to do where the system refuses even datagrams that every path must carry. */
	void onBaseTooLong(Runnable action) {
		this.onBaseTooLong = action;
	}

	int maxSegments() {
		return (this.maxSegmentBytes == 0) ? 1 : TransmitBatch.MAX_PACKETS;
	}

	boolean send(TransmitBatch batch) {
		settle();
		if (this.underWay || !this.channel.isActive()) {
			this.counters.sendsRefused++;
			return false;
		}
		if (batch.isEmpty()) {
			return true;
		}
		InetSocketAddress to = batch.destination();
		if (to.isUnresolved() || (this.inet4Only && !(to.getAddress() instanceof Inet4Address))) {
			this.counters.sendFailures++;
			return true;
		}
		this.buffer.setIndex(0, 0).writeBytes(batch.array(), batch.start(), batch.length());
		if (batch.packets() > 1 && batch.segmentBytes() <= this.maxSegmentBytes) {
			sendSegmented(batch, to);
		}
		else {
			sendSingly(batch, to);
		}
		return true;
	}

	private void sendSegmented(TransmitBatch batch, InetSocketAddress to) {
		begin(batch, true);
		this.channel.write(packet(to, batch.segmentBytes()), this.channel.voidPromise());
		this.channel.flush();
		if (this.failures == 0 || !refusesSegments()) {
			settle();
			return;
		}
		int error = this.lastError;
		this.buffer.setIndex(0, batch.length());
		sendSingly(batch, to);
		if (!this.underWay && this.failures == 0) {
			this.maxSegmentBytes = (error == EIO) ? 0 : batch.segmentBytes() - 1;
		}
	}

	/** A device without checksum offload, or a path that carries no such packets. */
	private boolean refusesSegments() {
		return this.lastError == EIO || this.lastError == EINVAL || this.lastError == EMSGSIZE;
	}

	private void sendSingly(TransmitBatch batch, InetSocketAddress to) {
		begin(batch, false);
		if (batch.packets() == 1) {
			this.channel.write(packet(to, 0), this.channel.voidPromise());
		}
		else {
			while (this.buffer.isReadable()) {
				int length = Math.min(batch.segmentBytes(), this.buffer.readableBytes());
				this.channel.write(new DatagramPacket(this.buffer.readRetainedSlice(length), to),
						this.channel.voidPromise());
			}
		}
		this.channel.flush();
		settle();
	}

	/** The packet object of the last send where it fits: most batches go to one peer. */
	private DatagramPacket packet(InetSocketAddress to, int segmentBytes) {
		DatagramPacket last = this.packet;
		if (last == null || !last.recipient().equals(to) || this.packetSegmentBytes != segmentBytes) {
			last = (segmentBytes == 0) ? new DatagramPacket(this.buffer, to)
					: new SegmentedDatagramPacket(this.buffer, segmentBytes, to);
			this.packet = last;
			this.packetSegmentBytes = segmentBytes;
		}
		this.buffer.retain();
		return last;
	}

	private void begin(TransmitBatch batch, boolean segmented) {
		this.underWay = true;
		this.segmented = segmented;
		this.packets = batch.packets();
		this.bytes = batch.length();
		this.segmentBytes = batch.segmentBytes();
		this.failures = 0;
	}

	/** Counts the batch that was under way once it has left Netty's buffer. */
	void settle() {
		if (!this.underWay) {
			return;
		}
		ChannelOutboundBuffer outbound = this.channel.unsafe().outboundBuffer();
		if (outbound != null && !outbound.isEmpty()) {
			return;
		}
		this.underWay = false;
		this.counters.sendFailures += this.failures;
		int lost = (this.segmented && this.failures > 0) ? this.packets : Math.min(this.failures, this.packets);
		this.counters.datagramsSent += this.packets - lost;
		this.counters.bytesSent += Math.max(0, this.bytes - lost * this.segmentBytes);
	}

	boolean isUnderWay() {
		return this.underWay;
	}

	void onFailure(Throwable cause) {
		this.failures++;
		this.lastError = (cause instanceof Errors.NativeIoException failure) ? failure.expectedErr() : 0;
		boolean tooLong = this.lastError == EMSGSIZE || String.valueOf(cause.getMessage()).contains("too long");
		if (tooLong && !this.segmented && this.segmentBytes <= SocketConfig.MIN_DATAGRAM_BYTES) {
			this.onBaseTooLong.run();
		}
	}

	void release() {
		this.buffer.release();
	}

}
