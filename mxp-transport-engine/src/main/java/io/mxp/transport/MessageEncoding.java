/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Objects;

/**
 * How the payload of one message is encoded on its way.
 *
 * @param compression whether it is compressed
 */
public record MessageEncoding(Compression compression) {

	/** As the transport is configured ({@link CompressionConfig}). */
	public static final MessageEncoding DEFAULT = new MessageEncoding(Compression.DEFAULT);

	/** As it is, whatever is configured. */
	public static final MessageEncoding PLAIN = new MessageEncoding(Compression.NEVER);

	/** Compressed, whatever is configured. */
	public static final MessageEncoding COMPRESSED = new MessageEncoding(Compression.ALWAYS);

	/**
	 * Whether a payload is compressed. One that would not become shorter, or that the
	 * peer could not read, is sent as it is.
	 */
	public enum Compression {

		/** From the configured length on, where it is enabled. */
		DEFAULT,
		/** Whatever its length. */
		ALWAYS,
		/** In no case. */
		NEVER

	}

	public MessageEncoding {
		Objects.requireNonNull(compression, "compression");
	}

}
