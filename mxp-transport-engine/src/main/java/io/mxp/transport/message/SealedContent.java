/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.nio.ByteBuffer;
import java.util.Objects;

import io.mxp.transport.MessageMetadata;

/**
 * What is inside of a seal: one byte that says what follows, then a metadata block and
 * the data, or the payload of an Error.
 */
// SPEC ../security/e2e.md#content
public final class SealedContent extends ParseOutcome {

	/** A request whose answer may be compressed: bit 0 of its first byte. */
	public static final int ANSWER_MAY_BE_COMPRESSED = 0x01;

	/** The first byte of an answer. */
	public static final int ANSWER = 0;

	/** The first byte of an error. */
	public static final int ERROR = 1;

	private final MetadataView metadata = new MetadataView();

	private int first;

	private int dataOffset;

	private int dataLength;

	/**
	 * Reads the content of a request.
	 * @param array holds it
	 * @param at index of its first byte
	 * @param length its length
	 * @return NONE, or why it is not such content
	 */
	public DecodeError wrapRequest(byte[] array, int at, int length) {
		return wrap(array, at, length, false);
	}

	/**
	 * Reads the content of an answer; that of an error has no metadata, and its data is
	 * the payload of an Error.
	 * @param array holds it
	 * @param at index of its first byte
	 * @param length its length
	 * @return NONE, or why it is not such content
	 */
	public DecodeError wrapAnswer(byte[] array, int at, int length) {
		return wrap(array, at, length, true);
	}

	private DecodeError wrap(byte[] array, int at, int length, boolean answer) {
		Objects.checkFromIndexSize(at, length, array.length);
		this.metadata.wrapEmpty();
		if (length < 1) {
			return fail(DecodeError.PAYLOAD_TOO_SHORT, length, 1);
		}
		this.first = array[at] & 0xFF;
		if (this.first > 1) {
			return fail(DecodeError.INVALID_VALUE, this.first, 1);
		}
		boolean block = !answer || this.first == ANSWER;
		if (block && this.metadata.wrap(array, at + 1, length - 1) != DecodeError.NONE) {
			return fail(this.metadata.error(), this.metadata.errorValue(), this.metadata.errorLimit());
		}
		int skipped = 1 + (block ? this.metadata.length() : 0);
		this.dataOffset = at + skipped;
		this.dataLength = length - skipped;
		return succeed();
	}

	/**
	 * The first byte.
	 * @return 0 or 1
	 */
	public int first() {
		return this.first;
	}

	/**
	 * The metadata block.
	 * @return a view; of nothing in an error
	 */
	public MetadataView metadata() {
		return this.metadata;
	}

	/**
	 * Where the data begins.
	 * @return an index of the array that was wrapped
	 */
	public int dataOffset() {
		return this.dataOffset;
	}

	/**
	 * The data's length.
	 * @return bytes
	 */
	public int dataLength() {
		return this.dataLength;
	}

	/**
	 * Content of a request or an answer.
	 * @param first its first byte
	 * @param metadata its metadata
	 * @param data its remaining bytes are the data; its position is not moved
	 * @return new bytes
	 */
	public static byte[] write(int first, MessageMetadata metadata, ByteBuffer data) {
		byte[] content = new byte[1 + metadata.encodedLength() + data.remaining()];
		content[0] = (byte) first;
		int at = 1 + MetadataCodec.encode(metadata, content, 1);
		data.get(data.position(), content, at, data.remaining());
		return content;
	}

	/**
	 * Content of an error.
	 * @param payload the payload of an Error
	 * @return new bytes
	 */
	public static byte[] writeError(byte[] payload) {
		byte[] content = new byte[1 + payload.length];
		content[0] = ERROR;
		System.arraycopy(payload, 0, content, 1, payload.length);
		return content;
	}

}
