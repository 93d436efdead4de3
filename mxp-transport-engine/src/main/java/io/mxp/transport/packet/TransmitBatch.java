/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * Packets for one address, laid one behind the other: what one segmented send (GSO)
 * takes. All packets have the same length but the last, which may be shorter.
 *
 * <p>
 * The sender asks for room with {@link #limit}, writes a packet at {@link #position()}
 * and adds it with {@link #append}. Reused for every send.
 */
public final class TransmitBatch {

	/** Most packets in one batch: what the kernel takes in one segmented send. */
	public static final int MAX_PACKETS = 64;

	/** Most bytes in one batch. */
	public static final int MAX_BYTES = 65_000;

	private final byte[] bytes = new byte[MAX_BYTES + 8];

	private final int maxPackets;

	private @Nullable InetSocketAddress destination;

	private int length;

	private int packets;

	private int segmentBytes;

	private boolean full;

	public TransmitBatch() {
		this(MAX_PACKETS);
	}

	/** A batch of fewer packets: of one where the socket knows no segmentation. */
	public TransmitBatch(int maxPackets) {
		this.maxPackets = Math.min(maxPackets, MAX_PACKETS);
	}

	/** Empties the batch; packets that follow go to this address. */
	public void begin(InetSocketAddress destination) {
		this.destination = destination;
		this.length = 0;
		this.packets = 0;
		this.segmentBytes = 0;
		this.full = false;
	}

	public byte[] array() {
		return this.bytes;
	}

	/** Array index where the next packet starts. */
	public int position() {
		return this.length;
	}

	/**
	 * Where the next packet must end at the latest.
	 * @param maxDatagramBytes what path and peer take
	 * @return an array index, or -1 where the batch takes no more packets
	 */
	public int limit(int maxDatagramBytes) {
		if (this.full || this.packets == this.maxPackets) {
			return -1;
		}
		int size = (this.packets == 0) ? maxDatagramBytes : this.segmentBytes;
		return (this.length + size <= MAX_BYTES) ? this.length + size : -1;
	}

	/** Adds the packet of so many bytes that was written at {@link #position()}. */
	public void append(int packetBytes) {
		if (this.packets == 0) {
			this.segmentBytes = packetBytes;
		}
		this.full = packetBytes < this.segmentBytes;
		this.length += packetBytes;
		this.packets++;
	}

	/** No more packets: those that follow would have to be as long as the first. */
	public void finish() {
		this.full = true;
	}

	/** The length of all packets but the last; 0 before the first. */
	public int segmentBytes() {
		return this.segmentBytes;
	}

	public int packets() {
		return this.packets;
	}

	public int length() {
		return this.length;
	}

	public boolean isEmpty() {
		return this.packets == 0;
	}

	/** Where the packets go; set by {@link #begin}. */
	public InetSocketAddress destination() {
		InetSocketAddress address = this.destination;
		if (address == null) {
			throw new IllegalStateException("begin was not called");
		}
		return address;
	}

}
