/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import org.springframework.util.unit.DataSize;

/**
 * When payloads are compressed, and what is accepted. Needs zstd-jni on the class path.
 */
public class CompressionProperties {

	/**
	 * Whether payloads are compressed (Zstandard) where a message does not say otherwise.
	 */
	private boolean enabled;

	/**
	 * Shorter payloads are not compressed by default; 64B at least.
	 */
	private DataSize threshold = DataSize.ofKilobytes(1);

	/**
	 * From 1, the fastest, to 19, the smallest.
	 */
	private int level = 1;

	/**
	 * Whether compressed payloads are accepted. Peers are told, and send none where not.
	 */
	private boolean accept = true;

	/**
	 * The most that one payload may decompress to, 64KB to 16MB; more is refused.
	 */
	private DataSize maxContent = DataSize.ofMegabytes(16);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public DataSize getThreshold() {
		return this.threshold;
	}

	public void setThreshold(DataSize threshold) {
		this.threshold = threshold;
	}

	public int getLevel() {
		return this.level;
	}

	public void setLevel(int level) {
		this.level = level;
	}

	public boolean isAccept() {
		return this.accept;
	}

	public void setAccept(boolean accept) {
		this.accept = accept;
	}

	public DataSize getMaxContent() {
		return this.maxContent;
	}

	public void setMaxContent(DataSize maxContent) {
		this.maxContent = maxContent;
	}

}
