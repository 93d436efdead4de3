/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.socket;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies each datagram (or segment of a GRO buffer, which Netty cuts) into one reused
 * array and hands it to the receiver. Whatever the receiver throws stops here.
 */
final class DatagramReader extends ChannelInboundHandlerAdapter {

	/** The largest UDP payload, and a little. */
	private static final int ARRAY_BYTES = 65_536 + 64;

	/** A power of two. */
	private static final int KNOWN_ADDRESSES = 256;

	private static final Logger logger = LoggerFactory.getLogger(DatagramReader.class);

	private final byte[] bytes = new byte[ARRAY_BYTES];

	private final DatagramPort.Receiver receiver;

	private final PortCounters counters;

	private final DatagramSender sender;

	private final Set<Class<?>> logged = new HashSet<>();

	private final @Nullable InetSocketAddress[] known = new InetSocketAddress[KNOWN_ADDRESSES];

	private boolean burst;

	DatagramReader(DatagramPort.Receiver receiver, PortCounters counters, DatagramSender sender) {
		this.receiver = receiver;
		this.counters = counters;
		this.sender = sender;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		DatagramPacket packet = (DatagramPacket) message;
		ByteBuf content = packet.content();
		int length = content.readableBytes();
		content.getBytes(content.readerIndex(), this.bytes, 0, length);
		InetSocketAddress from = known(packet.sender());
		packet.release();
		this.counters.datagramsReceived++;
		this.counters.bytesReceived += length;
		this.burst = true;
		try {
			this.receiver.onDatagram(from, this.bytes, 0, length);
		}
		catch (RuntimeException | Error ex) {
			onReceiverFailure(ex);
		}
	}

	/**
	 * The system makes a new address for each read; handing over the old equal one makes
	 * comparing cheap and keeps the new ones short-lived.
	 */
	private InetSocketAddress known(InetSocketAddress from) {
		int index = from.hashCode() & (KNOWN_ADDRESSES - 1);
		InetSocketAddress last = this.known[index];
		if (last != null && last.equals(from)) {
			return last;
		}
		this.known[index] = from;
		return from;
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if (!this.burst) {
			return;
		}
		this.burst = false;
		try {
			this.receiver.onBatchEnd();
		}
		catch (RuntimeException | Error ex) {
			onReceiverFailure(ex);
		}
	}

	/** Errors of the socket: of a send that is under way, or else of a read. */
	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (this.sender.isUnderWay()) {
			this.sender.onFailure(cause);
		}
		else {
			this.counters.receiveFailures++;
		}
	}

	private void onReceiverFailure(Throwable failure) {
		this.counters.receiveFailures++;
		if (this.logged.add(failure.getClass())) {
			logger.error("The receiver of datagrams failed; the port goes on, further {} are only counted",
					failure.getClass().getName(), failure);
		}
	}

}
