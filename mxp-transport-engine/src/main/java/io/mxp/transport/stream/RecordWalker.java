/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * Finds the ends of records in buffered bytes of a stream.
 */
final class RecordWalker {

	/** The bytes at a boundary cannot start a record. */
	static final long MALFORMED = -1;

	/** Too few bytes to know. */
	static final long UNKNOWN = 0;

	private final MessageFraming framing;

	private final int maxRecordBytes;

	private final int minimumHeader;

	private final byte[] header;

	private long blockingLength;

	RecordWalker(MessageFraming framing, int maxRecordBytes) {
		this.framing = framing;
		this.maxRecordBytes = maxRecordBytes;
		this.minimumHeader = framing.minimumHeader();
		if (this.minimumHeader < 1 || this.minimumHeader > 1024) {
			throw new IllegalArgumentException("a record's header must be 1 to 1,024 bytes, not " + this.minimumHeader);
		}
		this.header = new byte[this.minimumHeader];
	}

	/** Length of the record that starts in an array, UNKNOWN or MALFORMED. */
	long lengthAt(byte[] bytes, int offset, int available) {
		long length = this.framing.recordLength(bytes, offset, available);
		return (length < 0 || length > this.maxRecordBytes) ? MALFORMED : length;
	}

	/** Length of the record that starts at a stream offset, UNKNOWN or MALFORMED. */
	long lengthAt(ChunkBuffer buffer, long offset, long available) {
		int here = ChunkBuffer.spanFrom(offset);
		if (here >= this.minimumHeader || available <= here) {
			return lengthAt(buffer.chunkAt(offset), buffer.indexOf(offset), (int) Math.min(available, here));
		}
		int length = (int) Math.min(available, this.minimumHeader);
		buffer.copyTo(offset, this.header, 0, length);
		return lengthAt(this.header, 0, length);
	}

	/**
	 * Walks over whole records.
	 * @param from a record boundary
	 * @param until no record may end behind it
	 * @param end where the buffered bytes end
	 * @return the boundary of the first record that does not end by {@code until}; its
	 * length is {@link #blockingLength()}
	 */
	long walk(ChunkBuffer buffer, long from, long until, long end) {
		long at = from;
		this.blockingLength = UNKNOWN;
		while (at < end) {
			int span = ChunkBuffer.spanFrom(at);
			long length;
			if (span >= this.minimumHeader && end - at >= this.minimumHeader) {
				byte[] chunk = buffer.chunkAt(at);
				int index = buffer.indexOf(at);
				int lastStart = index + (int) Math.min(span, end - at) - this.minimumHeader;
				length = lengthAt(chunk, index, this.minimumHeader);
				while (length > 0 && at + length <= until && index + length <= lastStart) {
					at += length;
					index += (int) length;
					length = lengthAt(chunk, index, this.minimumHeader);
				}
			}
			else {
				length = lengthAt(buffer, at, end - at);
			}
			if (length <= 0 || at + length > until) {
				this.blockingLength = length;
				return at;
			}
			at += length;
		}
		return at;
	}

	/** Length of the record that stopped the last walk, UNKNOWN or MALFORMED. */
	long blockingLength() {
		return this.blockingLength;
	}

}
