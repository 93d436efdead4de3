/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Little-endian reads and writes on byte arrays, the byte order of every integer of MXP.
 *
 * <p>
 * Bounds are checked by the array access itself; callers check lengths first, so that
 * hostile input never gets here.
 */
public final class LittleEndian {

	private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private LittleEndian() {
	}

	public static int getUnsignedByte(byte[] bytes, int offset) {
		return bytes[offset] & 0xFF;
	}

	public static int getUnsignedShort(byte[] bytes, int offset) {
		return ((short) SHORT.get(bytes, offset)) & 0xFFFF;
	}

	public static int getInt(byte[] bytes, int offset) {
		return (int) INT.get(bytes, offset);
	}

	public static long getUnsignedInt(byte[] bytes, int offset) {
		return ((int) INT.get(bytes, offset)) & 0xFFFF_FFFFL;
	}

	public static long getLong(byte[] bytes, int offset) {
		return (long) LONG.get(bytes, offset);
	}

	public static void putByte(byte[] bytes, int offset, int value) {
		bytes[offset] = (byte) value;
	}

	public static void putShort(byte[] bytes, int offset, int value) {
		SHORT.set(bytes, offset, (short) value);
	}

	public static void putInt(byte[] bytes, int offset, int value) {
		INT.set(bytes, offset, value);
	}

	public static void putLong(byte[] bytes, int offset, long value) {
		LONG.set(bytes, offset, value);
	}

	/** Rounds a length up to the next multiple of eight, the alignment of frames. */
	public static int align8(int length) {
		return (length + 7) & ~7;
	}

}
