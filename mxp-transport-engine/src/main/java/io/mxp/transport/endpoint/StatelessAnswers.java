/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.net.InetSocketAddress;
import java.util.function.ToIntFunction;

import io.mxp.transport.packet.TransmitBatch;
import io.mxp.transport.security.StatelessPacket;

import org.jspecify.annotations.Nullable;

/**
 * Answers that belong to no connection, from the datagram that caused them to the next
 * send. Its places are used again and again.
 */
final class StatelessAnswers {

	/** Most answers between two sends. */
	static final int MAX_WAITING = 256;

	private final @Nullable InetSocketAddress[] destinations = new InetSocketAddress[MAX_WAITING];

	private byte[][] packets = new byte[0][];

	private final int[] lengths = new int[MAX_WAITING];

	private int first;

	private int size;

	boolean isFull() {
		return this.size == MAX_WAITING;
	}

	/**
	 * Puts an answer behind what waits; there is room.
	 * @param writer writes it at the beginning of an array and tells its length
	 */
	void put(InetSocketAddress to, ToIntFunction<byte[]> writer) {
		if (this.packets.length == 0) {
			this.packets = new byte[MAX_WAITING][StatelessPacket.MAX_BYTES];
		}
		int at = (this.first + this.size++) % MAX_WAITING;
		this.destinations[at] = to;
		this.lengths[at] = writer.applyAsInt(this.packets[at]);
	}

	/** Puts any packet behind what waits; there is room. */
	void add(InetSocketAddress to, byte[] packet) {
		put(to, (bytes) -> {
			System.arraycopy(packet, 0, bytes, 0, packet.length);
			return packet.length;
		});
	}

	/** Makes a batch of the oldest; false where nothing waits. */
	boolean poll(TransmitBatch batch) {
		InetSocketAddress to = this.destinations[this.first];
		if (this.size == 0 || to == null) {
			return false;
		}
		int length = this.lengths[this.first];
		batch.begin(to);
		batch.limit(length);
		System.arraycopy(this.packets[this.first], 0, batch.array(), batch.position(), length);
		batch.append(length);
		this.destinations[this.first] = null;
		this.first = (this.first + 1) % MAX_WAITING;
		this.size--;
		return true;
	}

}
