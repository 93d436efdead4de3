/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Finds writes past the ends of buffers: each buffer of a pool stands between two zones
 * of a pattern, which are compared when it is given back. Off, a zone is 0 bytes long and
 * nothing is compared.
 */
public final class GuardZones {

	/** Length of a zone: writes of a key, a tag or a header past an end stay in it. */
	public static final int ZONE_BYTES = 64;

	private static final byte[] PATTERN = new byte[ZONE_BYTES];

	static {
		for (int i = 0; i < ZONE_BYTES; i++) {
			PATTERN[i] = (byte) (0xD5 ^ i * 29);
		}
	}

	private final String pool;

	private final int width;

	private long overruns;

	private @Nullable String report;

	private GuardZones(String pool, int width) {
		this.pool = pool;
		this.width = width;
	}

	/**
	 * Zones for one pool.
	 * @param pool its name in reports
	 * @param on whether there are any
	 */
	public static GuardZones of(String pool, boolean on) {
		return new GuardZones(pool, on ? ZONE_BYTES : 0);
	}

	/** Bytes of a zone, 0 where there are none. */
	public int width() {
		return this.width;
	}

	/** Lays the two zones of a buffer that begins and ends at these array indices. */
	public void lay(byte[] array, int start, int end) {
		layBehind(array, end);
		System.arraycopy(PATTERN, 0, array, start - this.width, this.width);
	}

	/** Lays the zone behind an array index. */
	public void layBehind(byte[] array, int end) {
		System.arraycopy(PATTERN, 0, array, end, this.width);
	}

	/**
	 * Compares the two zones of a buffer.
	 * @return whether nothing was written past its ends; where something was, there is a
	 * report
	 */
	public boolean isIntact(byte[] array, int start, int end) {
		if (!isIntactBehind(array, start, end)) {
			return false;
		}
		int damaged = mismatch(array, start - this.width);
		if (damaged >= 0) {
			onOverrun(damaged - this.width, end - start);
		}
		return damaged < 0;
	}

	/** Compares the zone behind a buffer. */
	public boolean isIntactBehind(byte[] array, int start, int end) {
		int damaged = mismatch(array, end);
		if (damaged >= 0) {
			onOverrun(end - start + damaged, end - start);
		}
		return damaged < 0;
	}

	/** How many buffers were found damaged. */
	public long overruns() {
		return this.overruns;
	}

	/** What was found last, once; null where nothing was since. */
	public @Nullable String pollReport() {
		String found = this.report;
		this.report = null;
		return found;
	}

	private int mismatch(byte[] array, int from) {
		return (this.width == 0) ? -1 : Arrays.mismatch(array, from, from + this.width, PATTERN, 0, this.width);
	}

	private void onOverrun(int offset, int length) {
		this.overruns++;
		this.report = "pool '" + this.pool + "': something wrote at offset " + offset + " of a buffer of " + length
				+ " bytes, " + ((offset < 0) ? -offset + " in front of its start" : offset - length + " past its end");
	}

}
