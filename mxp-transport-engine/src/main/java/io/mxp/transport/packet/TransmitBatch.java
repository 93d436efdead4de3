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

	private static final int ARRAY_BYTES = MAX_BYTES + 8;

	private final byte[] bytes;

	private final GuardZones guards;

	/** Array index where the first packet starts. */
	private final int start;

	private final int maxPackets;

	private @Nullable InetSocketAddress destination;

	private int local;

	private int length;

	private int packets;

	private int segmentBytes;

	private boolean full;

	private int ecn;

	/** Where the packet that is being built must end. */
	private int guardedEnd;

	public TransmitBatch() {
		this(MAX_PACKETS);
	}

	/** A batch of fewer packets: of one where the socket knows no segmentation. */
	public TransmitBatch(int maxPackets) {
		this(maxPackets, GuardZones.of("packets to send", false));
	}

	/** A batch whose packets are guarded. */
	public TransmitBatch(int maxPackets, GuardZones guards) {
		this.maxPackets = Math.min(maxPackets, MAX_PACKETS);
		this.guards = guards;
		this.start = guards.width();
		this.bytes = new byte[ARRAY_BYTES + 2 * this.start];
		guards.lay(this.bytes, this.start, this.start + ARRAY_BYTES);
	}

	/** The same from the socket of the event loop. */
	public void begin(InetSocketAddress destination) {
		begin(destination, 0);
	}

	/**
	 * Empties the batch; packets that follow go to this address.
	 * @param local which of our sockets they leave by, 0 for the one of the event loop
	 */
	public void begin(InetSocketAddress destination, int local) {
		this.destination = destination;
		this.local = local;
		this.length = 0;
		this.packets = 0;
		this.segmentBytes = 0;
		this.full = false;
		this.ecn = Ecn.NONE;
		if (this.start > 0 && !this.guards.isIntact(this.bytes, this.start, this.start + ARRAY_BYTES)) {
			this.guards.lay(this.bytes, this.start, this.start + ARRAY_BYTES);
		}
	}

	/** Which of our sockets the packets leave by, 0 for the one of the event loop. */
	public int local() {
		return this.local;
	}

	/** Array index where the first packet starts. */
	public int start() {
		return this.start;
	}

	/** What guards the packets. */
	public GuardZones guards() {
		return this.guards;
	}

	/** What all packets of the batch are marked with, one of {@link Ecn}. */
	public int ecn() {
		return this.ecn;
	}

	/** To be set before the first packet. */
	public void ecn(int mark) {
		this.ecn = mark;
	}

	public byte[] array() {
		return this.bytes;
	}

	/** Array index where the next packet starts. */
	public int position() {
		return this.start + this.length;
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
		if (this.length + size > MAX_BYTES) {
			return -1;
		}
		int end = position() + size;
		if (this.start > 0) {
			this.guards.layBehind(this.bytes, end);
			this.guardedEnd = end;
		}
		return end;
	}

	/** Adds the packet of so many bytes that was written at {@link #position()}. */
	public void append(int packetBytes) {
		if (this.guardedEnd > 0) {
			this.guards.isIntactBehind(this.bytes, position(), this.guardedEnd);
			this.guardedEnd = 0;
		}
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
