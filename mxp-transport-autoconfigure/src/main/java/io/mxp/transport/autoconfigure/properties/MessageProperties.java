/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * How payloads are encoded on their way.
 */
public class MessageProperties {

	@NestedConfigurationProperty
	private final CompressionProperties compression = new CompressionProperties();

	public CompressionProperties getCompression() {
		return this.compression;
	}

}
