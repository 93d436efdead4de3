/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.PacketHeader;
import org.jspecify.annotations.Nullable;

/**
 * Opens the packets of one number space: header protection, nonce check, AEAD, replay
 * window, in this order. HOT. A packet that does not open changes nothing but counters.
 */
final class PacketOpener {

	// SPEC packets.md#limits
	static final long GCM_FAILURE_LIMIT = 1L << 52;

	static final long CHACHA_FAILURE_LIMIT = 1L << 36;

	private static final int BAD_HEADER = -DropReason.BAD_HEADER.ordinal();

	private static final int EARLY_REJECT = -DropReason.EARLY_REJECT.ordinal();

	private static final int AEAD_FAILURE = -DropReason.AEAD_FAILURE.ordinal();

	private final HeaderMask headerMask;

	private final ReplayWindow window = new ReplayWindow();

	private final byte[] mask = new byte[2 * HeaderMask.SAMPLE_BYTES];

	private PacketKeys keys;

	private @Nullable PacketKeys nextKeys;

	/** Numbers that opened with the present keys, the smallest and the largest. */
	private long firstOfKeys = Long.MAX_VALUE;

	private long lastOfKeys = -1;

	private long lastOfPreviousKeys = -1;

	private boolean backward;

	private @Nullable PacketKeys previousKeys;

	private long earlyRejects;

	private long aeadFailures;

	PacketOpener(PacketKeys keys, HeaderMask headerMask) {
		this.keys = keys;
		this.headerMask = headerMask;
	}

	/**
	 * Opens in place. The caller has checked the header's fixed fields
	 * ({@link PacketHeader#check}).
	 * @return length of the payload, or minus the ordinal of a DropReason
	 */
	// SPEC packets.md#opening
	int open(byte[] packet, int offset, int length) {
		int headerLength = PacketHeader.headerLength(packet, offset);
		this.headerMask.compute(packet, offset + headerLength, this.mask);
		PacketSealer.applyMask(packet, offset, this.mask);
		PacketKeys fitting = keysOf(PacketHeader.epochBits(packet, offset));
		PacketKeys compared = (fitting != null) ? fitting : this.keys;
		// One branch for whatever is wrong: a branch for each would let the time tell
		// what
		// is masked.
		long wrong = compared.nonceDifference(packet, offset) | numberExcess(PacketHeader.packetNumber(packet, offset));
		if (fitting == null || wrong != 0) {
			PacketSealer.applyMask(packet, offset, this.mask);
			this.earlyRejects++;
			return EARLY_REJECT;
		}
		int sealedLength = length - headerLength;
		if (!fitting.open(packet, offset, headerLength, sealedLength)) {
			PacketSealer.applyMask(packet, offset, this.mask);
			this.aeadFailures++;
			return AEAD_FAILURE;
		}
		return afterOpen(fitting, packet, offset, sealedLength - PacketAead.TAG_BYTES);
	}

	private int afterOpen(PacketKeys used, byte[] packet, int offset, int payloadLength) {
		if (PacketHeader.reservedBits(packet, offset) != 0) {
			return BAD_HEADER;
		}
		ReplayWindow.Verdict verdict = this.window.accept(PacketHeader.packetNumber(packet, offset));
		if (verdict != ReplayWindow.Verdict.NEW) {
			return -((verdict == ReplayWindow.Verdict.DUPLICATE) ? DropReason.DUPLICATE : DropReason.TOO_OLD).ordinal();
		}
		noteOrder(used, PacketHeader.packetNumber(packet, offset));
		return payloadLength;
	}

	/** Larger numbers have the same keys or newer ones. */
	// SPEC packets.md#key-update
	private void noteOrder(PacketKeys used, long number) {
		if (used == this.previousKeys) {
			this.backward |= number > this.firstOfKeys;
			this.lastOfPreviousKeys = Math.max(this.lastOfPreviousKeys, number);
			return;
		}
		if (used == this.nextKeys) {
			this.previousKeys = this.keys;
			this.keys = used;
			this.nextKeys = null;
			this.lastOfPreviousKeys = this.lastOfKeys;
			this.firstOfKeys = number;
			this.lastOfKeys = number;
		}
		this.backward |= number < this.lastOfPreviousKeys;
		this.firstOfKeys = Math.min(this.firstOfKeys, number);
		this.lastOfKeys = Math.max(this.lastOfKeys, number);
	}

	/** Whether the peer has gone back to older keys, which nobody may. */
	boolean wentBackward() {
		return this.backward;
	}

	// the phase bits of a forged packet are as good as random: no key is no reason to
	// look on
	private @Nullable PacketKeys keysOf(int epochBits) {
		int distance = (epochBits - (int) this.keys.epoch()) & 3;
		return switch (distance) {
			case 0 -> this.keys;
			case 1 -> this.nextKeys;
			case 3 -> this.previousKeys;
			default -> null;
		};
	}

	/** Not 0 where the number is negative or reaches the limit, a power of two. */
	private static long numberExcess(long packetNumber) {
		return packetNumber & -PacketKeys.PACKET_NUMBER_LIMIT;
	}

	/** Keys of the next epoch, so that the peer may go on with them. */
	void prepareNext(PacketKeys next) {
		this.nextKeys = next;
	}

	boolean nextPrepared() {
		return this.nextKeys != null;
	}

	/** Forgets the keys of the epoch before. */
	void discardPrevious() {
		this.previousKeys = null;
	}

	boolean hasPrevious() {
		return this.previousKeys != null;
	}

	PacketKeys keys() {
		return this.keys;
	}

	/** Packets whose nonce was wrong: nothing was decrypted. */
	long earlyRejects() {
		return this.earlyRejects;
	}

	/** Packets whose tag was wrong. */
	long aeadFailures() {
		return this.aeadFailures;
	}

	/** For tests of limits. */
	void presetAeadFailures(long failures) {
		this.aeadFailures = failures;
	}

	/** Whether so many packets failed that forging one comes within reach. */
	boolean limitReached() {
		return this.aeadFailures >= (this.keys.suite().isAes() ? GCM_FAILURE_LIMIT : CHACHA_FAILURE_LIMIT);
	}

	void destroy() {
		this.headerMask.destroy();
		this.nextKeys = null;
		this.previousKeys = null;
	}

}
