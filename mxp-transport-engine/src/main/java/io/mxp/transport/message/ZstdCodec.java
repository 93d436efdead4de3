/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

/**
 * Zstandard with contexts that are used again and again; for one thread at a time. COLD.
 * zstd-jni is optional: without it, or without its native library, the first use of this
 * class is a {@link LinkageError}.
 */
public final class ZstdCodec implements AutoCloseable {

	/** The fastest level. */
	public static final int MIN_LEVEL = 1;

	/**
	 * The last level whose window is within {@link CompressedPayload#MAX_WINDOW_BYTES}.
	 */
	public static final int MAX_LEVEL = 19;

	private final ZstdCompressCtx compressor;

	private final ZstdDecompressCtx decompressor;

	/**
	 * Takes native memory, which {@link #close()} gives back.
	 * @param level 1 to 19
	 */
	public ZstdCodec(int level) {
		this.compressor = new ZstdCompressCtx().setLevel(level).setContentSize(true).setChecksum(false);
		this.decompressor = new ZstdDecompressCtx();
	}

	/**
	 * How long the frame of so much content can be.
	 * @param contentBytes the content
	 * @return bytes
	 */
	public static int maxCompressedLength(int contentBytes) {
		return (int) Zstd.compressBound(contentBytes);
	}

	/**
	 * Compresses a whole array into one frame that declares its size.
	 * @param content what is compressed
	 * @param target receives the frame at its beginning; of {@link #maxCompressedLength}
	 * bytes at least
	 * @return bytes of the frame
	 */
	public int compress(byte[] content, byte[] target) {
		return this.compressor.compressByteArray(target, 0, target.length, content, 0, content.length);
	}

	boolean decompress(byte[] source, int offset, int length, byte[] target, int at, int size) {
		try {
			return this.decompressor.decompressByteArray(target, at, size, source, offset, length) == size;
		}
		catch (ZstdException ex) {
			return false;
		}
	}

	@Override
	public void close() {
		this.compressor.close();
		this.decompressor.close();
	}

}
