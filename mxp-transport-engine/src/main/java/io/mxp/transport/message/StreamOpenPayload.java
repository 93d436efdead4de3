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
 * The payload of a StreamOpen where it lies: stream id 16, target agent id 16, stream
 * type u8, then metadata block and data as in {@link DataPayload}. An all-zero target
 * means whichever agent answers at that address.
 */
// SPEC messages.md#streamopen
public final class StreamOpenPayload extends DataPayload {

	/** Bytes before metadata and data. */
	public static final int FIXED_LENGTH = 33;

	/** Stream type: only the opener sends. */
	public static final int UNIDIRECTIONAL = 1;

	/** Stream type: both sides send. */
	public static final int BIDIRECTIONAL = 2;

	private static final int TARGET = 16;

	private static final int STREAM_TYPE = 32;

	private UUID streamId = UuidBytes.NIL;

	private UUID target = UuidBytes.NIL;

	private boolean bidirectional;

	@Override
	public DecodeError wrap(byte[] bytes, int offset, int length, boolean profile) {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		if (length < FIXED_LENGTH) {
			return refuse(DecodeError.PAYLOAD_TOO_SHORT, length, FIXED_LENGTH);
		}
		int type = LittleEndian.getUnsignedByte(bytes, offset + STREAM_TYPE);
		if (type != UNIDIRECTIONAL && type != BIDIRECTIONAL) {
			return refuse(DecodeError.INVALID_VALUE, type, BIDIRECTIONAL);
		}
		this.streamId = UuidBytes.read(bytes, offset);
		this.target = UuidBytes.read(bytes, offset + TARGET);
		this.bidirectional = type == BIDIRECTIONAL;
		return wrapData(bytes, offset + FIXED_LENGTH, length - FIXED_LENGTH, profile);
	}

	/**
	 * The stream's name, chosen by its opener.
	 * @return the id
	 */
	public UUID streamId() {
		return this.streamId;
	}

	/**
	 * The target agent's id.
	 * @return the id
	 */
	public UUID target() {
		return this.target;
	}

	/**
	 * Whether the other side may send too.
	 * @return true for a bidirectional stream
	 */
	public boolean bidirectional() {
		return this.bidirectional;
	}

	/**
	 * The length of a StreamOpen's payload.
	 * @param metadata the metadata, or null against a peer without the call profile
	 * @param dataLength bytes of data
	 * @return bytes
	 */
	public static int encodedLength(@Nullable MessageMetadata metadata, int dataLength) {
		return Math.addExact(FIXED_LENGTH, DataPayload.encodedLength(metadata, dataLength));
	}

	/**
	 * Writes the part before metadata and data, which the caller writes behind it, for
	 * instance with {@link DataPayload#write}.
	 * @param target where to
	 * @param offset index of the first byte written
	 * @param streamId the stream's name
	 * @param agentId the target agent's id
	 * @param bidirectional whether the other side may send too
	 * @return bytes written: 33
	 * @throws IndexOutOfBoundsException if it does not fit
	 */
	public static int writeFixed(byte[] target, int offset, UUID streamId, UUID agentId, boolean bidirectional) {
		UuidBytes.write(target, offset, streamId.getMostSignificantBits(), streamId.getLeastSignificantBits());
		UuidBytes.write(target, offset + TARGET, agentId.getMostSignificantBits(), agentId.getLeastSignificantBits());
		LittleEndian.putByte(target, offset + STREAM_TYPE, bidirectional ? BIDIRECTIONAL : UNIDIRECTIONAL);
		return FIXED_LENGTH;
	}

}
