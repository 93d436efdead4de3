/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.packet.LittleEndian;

/**
 * Records for tests, laid out like messages: magic, id at 8, payload length at 24,
 * payload from 32, checksum of 8 bytes. The payload repeats bytes that follow from the
 * id.
 */
final class Records {

	static final int OVERHEAD = 40;

	private static final int MAGIC = 0x4D585031;

	/** Where records end. */
	static final MessageFraming FRAMING = new MessageFraming() {

		@Override
		public long recordLength(byte[] bytes, int offset, int available) {
			if (available < 32) {
				return 0;
			}
			long payload = LittleEndian.getLong(bytes, offset + 24);
			if (LittleEndian.getInt(bytes, offset) != MAGIC || payload < 0 || payload > 16 * 1024 * 1024) {
				return -1;
			}
			return OVERHEAD + payload;
		}

		@Override
		public int minimumHeader() {
			return 32;
		}

	};

	private Records() {
	}

	/** A record of {@code length} bytes in all, at least 40. */
	static byte[] record(long id, int length) {
		byte[] record = new byte[length];
		write(record, id);
		return record;
	}

	static void write(byte[] record, long id) {
		LittleEndian.putInt(record, 0, MAGIC);
		LittleEndian.putLong(record, 8, id);
		LittleEndian.putLong(record, 24, record.length - OVERHEAD);
		for (int i = 32; i < record.length; i++) {
			record[i] = content(id, i);
		}
	}

	static long id(byte[] bytes, int offset) {
		return LittleEndian.getLong(bytes, offset + 8);
	}

	/** Whether the bytes are a whole record and none of its payload is changed. */
	static boolean isIntact(byte[] bytes, int offset, int length) {
		if (FRAMING.recordLength(bytes, offset, length) != length) {
			return false;
		}
		long id = id(bytes, offset);
		for (int i = 32; i < length; i++) {
			if (bytes[offset + i] != content(id, i)) {
				return false;
			}
		}
		return true;
	}

	private static byte content(long id, int index) {
		return (byte) (id * 31 + index * 7L);
	}

}
