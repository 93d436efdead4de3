/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

/**
 * Flyweight over the packet header: 32 fixed bytes, and TLVs behind them on Initial,
 * Retry and Version Negotiation.
 *
 * <p>
 * All methods take the array and the offset of the packet's first byte, and read or write
 * fields as they lie there: before header protection is removed, Flags bits 3 to 7,
 * Packet Number and Nonce are masked.
 */
public final class PacketHeader {

	/** Length of the fixed header in bytes. */
	public static final int LENGTH = 32;

	/** Largest header with TLVs in bytes. */
	public static final int MAX_LENGTH = 1024;

	/** The only packet number length of version 1. */
	public static final int PACKET_NUMBER_LENGTH = 8;

	/** Length of the AEAD tag at the end of every packet in bytes. */
	public static final int TAG_LENGTH = 16;

	/**
	 * Smallest packet: header, and sixteen bytes of ciphertext and tag for the header
	 * protection's sample.
	 */
	public static final int MIN_PACKET_LENGTH = LENGTH + 16;

	public static final int CONNECTION_ID_OFFSET = 0;

	public static final int PACKET_NUMBER_LENGTH_OFFSET = 8;

	public static final int FLAGS_OFFSET = 9;

	public static final int PACKET_NUMBER_OFFSET = 10;

	public static final int HEADER_LENGTH_OFFSET = 18;

	public static final int NONCE_OFFSET = 20;

	public static final int NONCE_LENGTH = 12;

	private PacketHeader() {
	}

	/**
	 * Writes the fixed header; epoch bits and nonce are left zero for the security plane
	 * to fill.
	 * @param headerLength total length of the header with its TLVs, a multiple of eight
	 */
	public static void write(byte[] bytes, int offset, long connectionId, int type, long packetNumber,
			int headerLength) {
		LittleEndian.putLong(bytes, offset + CONNECTION_ID_OFFSET, connectionId);
		bytes[offset + PACKET_NUMBER_LENGTH_OFFSET] = PACKET_NUMBER_LENGTH;
		bytes[offset + FLAGS_OFFSET] = (byte) type;
		LittleEndian.putLong(bytes, offset + PACKET_NUMBER_OFFSET, packetNumber);
		LittleEndian.putShort(bytes, offset + HEADER_LENGTH_OFFSET, headerLength);
		LittleEndian.putLong(bytes, offset + NONCE_OFFSET, 0);
		LittleEndian.putInt(bytes, offset + NONCE_OFFSET + 8, 0);
	}

	/**
	 * Makes random bytes look like a packet: the fields that are never masked are those
	 * of version 1, all others stay.
	 */
	public static void shape(byte[] bytes, int type) {
		bytes[PACKET_NUMBER_LENGTH_OFFSET] = PACKET_NUMBER_LENGTH;
		bytes[FLAGS_OFFSET] = (byte) ((bytes[FLAGS_OFFSET] & ~PacketType.MASK) | type);
		LittleEndian.putShort(bytes, HEADER_LENGTH_OFFSET, LENGTH);
	}

	public static long connectionId(byte[] bytes, int offset) {
		return LittleEndian.getLong(bytes, offset + CONNECTION_ID_OFFSET);
	}

	public static int flags(byte[] bytes, int offset) {
		return bytes[offset + FLAGS_OFFSET] & 0xFF;
	}

	public static int type(byte[] bytes, int offset) {
		return bytes[offset + FLAGS_OFFSET] & PacketType.MASK;
	}

	/** Epoch modulo four, the key phase bits. */
	public static int epochBits(byte[] bytes, int offset) {
		return (bytes[offset + FLAGS_OFFSET] >>> 3) & 0x03;
	}

	public static void epochBits(byte[] bytes, int offset, int epoch) {
		bytes[offset
				+ FLAGS_OFFSET] = (byte) ((bytes[offset + FLAGS_OFFSET] & PacketType.MASK) | ((epoch & 0x03) << 3));
	}

	public static int reservedBits(byte[] bytes, int offset) {
		return (bytes[offset + FLAGS_OFFSET] & 0xFF) >>> 5;
	}

	public static long packetNumber(byte[] bytes, int offset) {
		return LittleEndian.getLong(bytes, offset + PACKET_NUMBER_OFFSET);
	}

	public static int headerLength(byte[] bytes, int offset) {
		return LittleEndian.getUnsignedShort(bytes, offset + HEADER_LENGTH_OFFSET);
	}

	/**
	 * Checks what can be checked before header protection is removed.
	 * @return {@link DropReason#NONE} where the fields that are never masked are
	 * well-formed
	 */
	// SPEC packets.md#checks-before-decryption
	public static DropReason check(byte[] bytes, int offset, int length) {
		if (length < MIN_PACKET_LENGTH) {
			return DropReason.TOO_SHORT;
		}
		if (bytes[offset + PACKET_NUMBER_LENGTH_OFFSET] != PACKET_NUMBER_LENGTH) {
			return DropReason.BAD_HEADER;
		}
		int headerLength = headerLength(bytes, offset);
		if (headerLength == LENGTH) {
			return DropReason.NONE;
		}
		if (headerLength < LENGTH || headerLength > MAX_LENGTH || (headerLength & 7) != 0
				|| !PacketType.mayCarryTlvs(type(bytes, offset))) {
			return DropReason.BAD_HEADER;
		}
		return (length - headerLength >= 16) ? DropReason.NONE : DropReason.TOO_SHORT;
	}

}
