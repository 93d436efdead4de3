/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.util.Objects;
import java.util.UUID;

import io.mxp.transport.MessageMetadata;
import io.mxp.transport.packet.LittleEndian;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a Call where it lies: target agent id 16, timeout u32 in seconds, then
 * metadata block and data as in {@link DataPayload}. An all-zero target means whichever
 * agent answers at that address; a timeout of 0 means none is stated. Where the metadata
 * has a deadline, the deadline holds.
 */
// SPEC messages.md#call
public final class CallPayload extends DataPayload {

	/** Bytes before metadata and data. */
	public static final int FIXED_LENGTH = 20;

	private static final int TIMEOUT = 16;

	private long targetHigh;

	private long targetLow;

	private long timeoutSeconds;

	@Override
	public DecodeError wrap(byte[] bytes, int offset, int length, boolean profile) {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		if (length < FIXED_LENGTH) {
			return refuse(DecodeError.PAYLOAD_TOO_SHORT, length, FIXED_LENGTH);
		}
		this.targetHigh = UuidBytes.high(bytes, offset);
		this.targetLow = UuidBytes.low(bytes, offset);
		this.timeoutSeconds = LittleEndian.getUnsignedInt(bytes, offset + TIMEOUT);
		return wrapData(bytes, offset + FIXED_LENGTH, length - FIXED_LENGTH, profile);
	}

	/**
	 * The high half of the target agent's id, as in
	 * {@link UUID#getMostSignificantBits()}.
	 * @return 64 bits
	 */
	public long targetHigh() {
		return this.targetHigh;
	}

	/**
	 * The low half of the target agent's id, as in
	 * {@link UUID#getLeastSignificantBits()}.
	 * @return 64 bits
	 */
	public long targetLow() {
		return this.targetLow;
	}

	/**
	 * The target agent's id.
	 * @return a new UUID
	 */
	public UUID target() {
		return new UUID(this.targetHigh, this.targetLow);
	}

	/**
	 * The timeout.
	 * @return seconds, 0 to 2^32-1; 0 for none
	 */
	public long timeoutSeconds() {
		return this.timeoutSeconds;
	}

	/**
	 * How long the caller waits: the metadata's deadline, else the timeout.
	 * @return milliseconds from sending, or {@link MessageMetadata#NO_DEADLINE}
	 */
	public long deadlineMillis() {
		long deadline = metadata().deadlineMillis();
		if (deadline != MessageMetadata.NO_DEADLINE) {
			return deadline;
		}
		return (this.timeoutSeconds != 0) ? this.timeoutSeconds * 1000 : MessageMetadata.NO_DEADLINE;
	}

	/**
	 * The length of a Call's payload.
	 * @param metadata the metadata, or null against a peer without the call profile
	 * @param dataLength bytes of data
	 * @return bytes
	 */
	public static int encodedLength(@Nullable MessageMetadata metadata, int dataLength) {
		return Math.addExact(FIXED_LENGTH, DataPayload.encodedLength(metadata, dataLength));
	}

	/**
	 * Writes the part before metadata and data, which the caller writes behind it, for
	 * instance with {@link DataPayload#write}. Allocates nothing.
	 * @param target where to
	 * @param offset index of the first byte written
	 * @param targetHigh the high half of the target agent's id
	 * @param targetLow the low half
	 * @param timeoutSeconds 0 to 2^32-1
	 * @return bytes written: 20
	 * @throws IndexOutOfBoundsException if it does not fit
	 */
	public static int writeFixed(byte[] target, int offset, long targetHigh, long targetLow, long timeoutSeconds) {
		UuidBytes.write(target, offset, targetHigh, targetLow);
		LittleEndian.putInt(target, offset + TIMEOUT, (int) timeoutSeconds);
		return FIXED_LENGTH;
	}

	/**
	 * The timeout field for a wait in milliseconds: whole seconds, rounded up.
	 * @param deadlineMillis milliseconds, or {@link MessageMetadata#NO_DEADLINE}
	 * @return seconds, 0 for none; at least 1 for any deadline
	 */
	public static long timeoutSeconds(long deadlineMillis) {
		return (deadlineMillis == MessageMetadata.NO_DEADLINE) ? 0
				: Math.min(0xFFFF_FFFFL, Math.max(1, (deadlineMillis + 999) / 1000));
	}

}
