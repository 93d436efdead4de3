/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.packet.LittleEndian;
import io.mxp.transport.packet.PacketHeader;

/**
 * Seals the packets of one number space: AEAD, then header protection. HOT.
 */
final class PacketSealer {

	/** RFC 9001 §6.6, rounded as our design has it: AES-GCM seals for each key. */
	// SPEC packets.md#limits
	static final long GCM_SEAL_LIMIT = 1L << 23;

	/** Seals that are kept for saying goodbye. */
	static final long CLOSE_RESERVE = 16;

	private final HeaderMask headerMask;

	private final SealObserver observer;

	private final byte[] mask = new byte[2 * HeaderMask.SAMPLE_BYTES];

	private PacketKeys keys;

	private long largestSealed = -1;

	PacketSealer(PacketKeys keys, HeaderMask headerMask, SealObserver observer) {
		this.keys = keys;
		this.headerMask = headerMask;
		this.observer = observer;
	}

	/**
	 * Seals in place.
	 * @param packet holds a header with its number, and the payload behind it, and room
	 * for a tag
	 * @return length of the packet
	 * @throws IllegalStateException if the number is not larger than all before, or the
	 * key is used up: a fault of the caller, never of a peer
	 */
	int seal(byte[] packet, int offset, int headerLength, int payloadLength) {
		long packetNumber = PacketHeader.packetNumber(packet, offset);
		if (packetNumber <= this.largestSealed || packetNumber >= PacketKeys.PACKET_NUMBER_LIMIT || sealsLeft() <= 0) {
			throw new IllegalStateException("packet number " + packetNumber + " cannot be sealed after "
					+ this.largestSealed + " with " + this.keys);
		}
		this.largestSealed = packetNumber;
		int sealed = this.keys.seal(packet, offset, headerLength, payloadLength);
		if (this.observer != SealObserver.NONE) {
			this.observer.onSealed(this.keys.identity(), this.keys.lastNonce());
		}
		this.headerMask.compute(packet, offset + headerLength, this.mask);
		applyMask(packet, offset, this.mask);
		return headerLength + sealed;
	}

	/** Flags bits 3 to 7, Packet Number and Nonce; applied twice it is no change. */
	static void applyMask(byte[] packet, int offset, byte[] mask) {
		packet[offset + PacketHeader.FLAGS_OFFSET] ^= (byte) (mask[0] & 0xF8);
		xorLong(packet, offset + PacketHeader.PACKET_NUMBER_OFFSET, mask, 1);
		xorLong(packet, offset + PacketHeader.NONCE_OFFSET, mask, 9);
		int tail = offset + PacketHeader.NONCE_OFFSET + Long.BYTES;
		LittleEndian.putInt(packet, tail, LittleEndian.getInt(packet, tail) ^ LittleEndian.getInt(mask, 17));
	}

	private static void xorLong(byte[] packet, int at, byte[] mask, int maskAt) {
		LittleEndian.putLong(packet, at, LittleEndian.getLong(packet, at) ^ LittleEndian.getLong(mask, maskAt));
	}

	/** How many packets the key may still seal. */
	long sealsLeft() {
		return this.keys.suite().isAes() ? GCM_SEAL_LIMIT - this.keys.uses() : Long.MAX_VALUE;
	}

	/** Whether only the seals kept for closing are left, of the key or of the numbers. */
	boolean limitReached() {
		return sealsLeft() <= CLOSE_RESERVE || this.largestSealed >= PacketKeys.PACKET_NUMBER_LIMIT - 1 - CLOSE_RESERVE;
	}

	/** Goes on with the keys of the next epoch. */
	void switchTo(PacketKeys next) {
		this.keys = next;
	}

	PacketKeys keys() {
		return this.keys;
	}

	void destroy() {
		this.headerMask.destroy();
	}

}
