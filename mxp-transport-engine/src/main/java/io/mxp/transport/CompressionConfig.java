/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

/**
 * When payloads are compressed (Zstandard), and how much may come out of one that
 * arrives. Needs zstd-jni on the class path.
 *
 * @param enabled whether payloads are compressed where a message does not say otherwise
 * @param thresholdBytes payloads below are sent as they are by default; at least 64
 * @param level 1 (fastest) to 19 (smallest)
 * @param accept whether compressed payloads are accepted: peers are told, and send none
 * where not
 * @param maxContentBytes the most that one payload may decompress to; 64 KiB to 16 MiB
 */
public record CompressionConfig(boolean enabled, int thresholdBytes, int level, boolean accept, int maxContentBytes) {

	private static final int MIN_THRESHOLD_BYTES = 64;

	private static final int MAX_LEVEL = 19;

	private static final int MIN_CONTENT_BYTES = 64 * 1024;

	private static final int MAX_CONTENT_BYTES = 16 * 1024 * 1024;

	public CompressionConfig {
		if (thresholdBytes < MIN_THRESHOLD_BYTES) {
			throw new IllegalArgumentException("message.compression.threshold must be at least " + MIN_THRESHOLD_BYTES
					+ " bytes, not " + thresholdBytes);
		}
		if (level < 1 || level > MAX_LEVEL) {
			throw new IllegalArgumentException(
					"message.compression.level must be 1 to " + MAX_LEVEL + ", not " + level);
		}
		if (maxContentBytes < MIN_CONTENT_BYTES || maxContentBytes > MAX_CONTENT_BYTES) {
			throw new IllegalArgumentException("message.compression.max-content must be at least " + MIN_CONTENT_BYTES
					+ " and at most " + MAX_CONTENT_BYTES + " bytes, not " + maxContentBytes);
		}
	}

	/** Nothing is compressed unless a message asks for it; what arrives is accepted. */
	public static CompressionConfig defaults() {
		return new CompressionConfig(false, 1024, 1, true, MAX_CONTENT_BYTES);
	}

	public CompressionConfig withEnabled(boolean enabled) {
		return new CompressionConfig(enabled, this.thresholdBytes, this.level, this.accept, this.maxContentBytes);
	}

	public CompressionConfig withThresholdBytes(int bytes) {
		return new CompressionConfig(this.enabled, bytes, this.level, this.accept, this.maxContentBytes);
	}

	public CompressionConfig withLevel(int level) {
		return new CompressionConfig(this.enabled, this.thresholdBytes, level, this.accept, this.maxContentBytes);
	}

	public CompressionConfig withAccept(boolean accept) {
		return new CompressionConfig(this.enabled, this.thresholdBytes, this.level, accept, this.maxContentBytes);
	}

	public CompressionConfig withMaxContentBytes(int bytes) {
		return new CompressionConfig(this.enabled, this.thresholdBytes, this.level, this.accept, bytes);
	}

}
