/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.util.Objects;

import io.mxp.transport.MessageMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a Response or an Event where it lies, to be used again for the next one:
 * the call profile's metadata block where the peer sends one, then data. {@link #wrap}
 * checks everything; the data is not copied. Valid as long as the bytes.
 */
// SPEC messages.md#response
public sealed class DataPayload extends ParseOutcome permits CallPayload, StreamOpenPayload {

	private static final byte[] NO_BYTES = {};

	private final MetadataView metadata = new MetadataView();

	private byte[] bytes = NO_BYTES;

	private int dataOffset;

	private int dataLength;

	/**
	 * Reads a payload.
	 * @param bytes holds the payload
	 * @param offset index of its first byte
	 * @param length its length
	 * @param profile whether the data begins with a metadata block: both peers announced
	 * the call profile
	 * @return NONE, or why it is not such a payload
	 */
	public DecodeError wrap(byte[] bytes, int offset, int length, boolean profile) {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		return wrapData(bytes, offset, length, profile);
	}

	/**
	 * The metadata block.
	 * @return a view, of nothing where the peer sends no metadata
	 */
	public final MetadataView metadata() {
		return this.metadata;
	}

	/**
	 * The array that was wrapped.
	 * @return the array
	 */
	public final byte[] array() {
		return this.bytes;
	}

	/**
	 * Where the data begins.
	 * @return an index of the array
	 */
	public final int dataOffset() {
		return this.dataOffset;
	}

	/**
	 * The data's length.
	 * @return bytes
	 */
	public final int dataLength() {
		return this.dataLength;
	}

	/**
	 * A copy of the data.
	 * @return a new array
	 */
	public final byte[] data() {
		byte[] copy = new byte[this.dataLength];
		System.arraycopy(this.bytes, this.dataOffset, copy, 0, this.dataLength);
		return copy;
	}

	/**
	 * The length of a Response's or Event's payload.
	 * @param metadata the metadata, or null against a peer without the call profile
	 * @param dataLength bytes of data
	 * @return bytes
	 */
	public static int encodedLength(@Nullable MessageMetadata metadata, int dataLength) {
		return Math.addExact((metadata != null) ? metadata.encodedLength() : 0, dataLength);
	}

	/**
	 * Writes a Response's or Event's payload. Allocates nothing.
	 * @param target where to
	 * @param offset index of the first byte written
	 * @param metadata the metadata, or null against a peer without the call profile
	 * @param data holds the data
	 * @param dataOffset index of the data's first byte
	 * @param dataLength bytes of data
	 * @return bytes written
	 * @throws IndexOutOfBoundsException if it does not fit
	 */
	public static int write(byte[] target, int offset, @Nullable MessageMetadata metadata, byte[] data, int dataOffset,
			int dataLength) {
		int at = offset;
		if (metadata != null) {
			at += MetadataCodec.encode(metadata, target, at);
		}
		System.arraycopy(data, dataOffset, target, at, dataLength);
		return at + dataLength - offset;
	}

	final DecodeError wrapData(byte[] bytes, int offset, int length, boolean profile) {
		this.bytes = bytes;
		this.dataOffset = offset;
		this.dataLength = 0;
		if (!profile) {
			this.metadata.wrapEmpty();
		}
		else if (this.metadata.wrap(bytes, offset, length) != DecodeError.NONE) {
			return fail(this.metadata.error(), this.metadata.errorValue(), this.metadata.errorLimit());
		}
		this.dataOffset = offset + this.metadata.length();
		this.dataLength = length - this.metadata.length();
		return succeed();
	}

	/** Leaves the view without data. */
	final DecodeError refuse(DecodeError error, long value, long limit) {
		this.metadata.wrapEmpty();
		this.bytes = NO_BYTES;
		this.dataOffset = 0;
		this.dataLength = 0;
		return fail(error, value, limit);
	}

}
