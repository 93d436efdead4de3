/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.HexFormat;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.packet.LittleEndian;
import io.mxp.transport.packet.PacketHeader;

/**
 * The keys of one direction in one epoch, and what was done with them. HOT.
 */
final class PacketKeys {

	/** Packet numbers stay below this, so that nonces do not meet a reserved one. */
	static final long PACKET_NUMBER_LIMIT = 1L << 62;

	private static final int IV_BYTES = 12;

	private final PacketAead aead;

	private final CipherSuite suite;

	private final long epoch;

	private final int ivHead;

	private final long ivTail;

	private final byte[] nonce = new byte[IV_BYTES];

	private final String identity;

	private long uses;

	private PacketKeys(PacketAead aead, CipherSuite suite, long epoch, byte[] iv, String identity) {
		this.aead = aead;
		this.suite = suite;
		this.epoch = epoch;
		this.ivHead = LittleEndian.getInt(iv, 0) ^ (int) epoch;
		this.ivTail = LittleEndian.getLong(iv, 4);
		this.identity = identity;
	}

	/** Key and IV of an epoch's secret. */
	static PacketKeys derive(HandshakeSettings settings, CipherSuite suite, byte[] secret, long epoch,
			boolean sealing) {
		byte[] key = KeySchedule.packetKey(secret);
		byte[] iv = KeySchedule.packetIv(secret);
		byte[] reserved = iv.clone();
		for (int i = 0; i < IV_BYTES; i++) {
			// number 2^64 - 1 of epoch 2^32 - 1
			reserved[i] ^= (byte) 0xFF;
		}
		boolean observed = sealing && settings.sealObserver() != SealObserver.NONE;
		String identity = observed ? HexFormat.of().formatHex(NoiseHash.SHA256.hash(key), 0, 16) : "";
		PacketAead aead = new PacketAead(settings.aeadSource(), suite, key, sealing, reserved);
		PacketKeys keys = new PacketKeys(aead, suite, epoch, iv, identity);
		Erasure.erase(key, iv);
		return keys;
	}

	/**
	 * Seals; the nonce is written into the header before, since the header is
	 * authenticated.
	 */
	// SPEC packets.md#nonce
	int seal(byte[] packet, int offset, int headerLength, int payloadLength) {
		long packetNumber = PacketHeader.packetNumber(packet, offset);
		PacketHeader.epochBits(packet, offset, (int) this.epoch & 3);
		computeNonce(packetNumber);
		System.arraycopy(this.nonce, 0, packet, offset + PacketHeader.NONCE_OFFSET, IV_BYTES);
		this.uses++;
		return this.aead.seal(this.nonce, packet, offset, headerLength, payloadLength);
	}

	/**
	 * Bits in which the nonce on the wire differs from the one that key and number give,
	 * 0 where it is that; in constant time.
	 */
	long nonceDifference(byte[] packet, int offset) {
		long packetNumber = PacketHeader.packetNumber(packet, offset);
		int at = offset + PacketHeader.NONCE_OFFSET;
		return (LittleEndian.getInt(packet, at) ^ this.ivHead)
				| (LittleEndian.getLong(packet, at + 4) ^ this.ivTail ^ packetNumber);
	}

	/** Opens with the nonce computed here. */
	boolean open(byte[] packet, int offset, int headerLength, int sealedLength) {
		computeNonce(PacketHeader.packetNumber(packet, offset));
		if (this.aead.open(this.nonce, packet, offset, headerLength, sealedLength)) {
			this.uses++;
			return true;
		}
		return false;
	}

	private void computeNonce(long packetNumber) {
		LittleEndian.putInt(this.nonce, 0, this.ivHead);
		LittleEndian.putLong(this.nonce, 4, this.ivTail ^ packetNumber);
	}

	long epoch() {
		return this.epoch;
	}

	/** Packets sealed or opened with this key. */
	long uses() {
		return this.uses;
	}

	/** For tests of limits. */
	void presetUses(long uses) {
		this.uses = uses;
	}

	CipherSuite suite() {
		return this.suite;
	}

	/** Hex of a hash of the key; empty where nobody observes. */
	String identity() {
		return this.identity;
	}

	/** The nonce of the last packet; valid until the next. */
	byte[] lastNonce() {
		return this.nonce;
	}

	@Override
	public String toString() {
		return "PacketKeys[" + this.suite + ", epoch=" + this.epoch + ", uses=" + this.uses + "]";
	}

}
