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
 * @param e2e which messages are sealed from agent to agent, and what is accepted
 */
public record MessageConfig(CompressionConfig compression, E2eConfig e2e) {

	public MessageConfig {
		Objects.requireNonNull(compression, "compression");
		Objects.requireNonNull(e2e, "e2e");
	}

	public static MessageConfig defaults() {
		return new MessageConfig(CompressionConfig.defaults(), E2eConfig.defaults());
	}

	public MessageConfig withCompression(CompressionConfig compression) {
		return new MessageConfig(compression, this.e2e);
	}

	public MessageConfig withE2e(E2eConfig e2e) {
		return new MessageConfig(this.compression, e2e);
	}

}
