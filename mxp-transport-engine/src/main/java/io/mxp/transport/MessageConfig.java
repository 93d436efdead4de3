/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Objects;

/**
 * How payloads are encoded and decoded.
 *
 * @param compression when they are compressed, and what is accepted
 */
public record MessageConfig(CompressionConfig compression) {

	public MessageConfig {
		Objects.requireNonNull(compression, "compression");
	}

	public static MessageConfig defaults() {
		return new MessageConfig(CompressionConfig.defaults());
	}

	public MessageConfig withCompression(CompressionConfig compression) {
		return new MessageConfig(compression);
	}

}
