/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * What helps to find faults of the transport itself, and costs speed or secrecy.
 *
 * @param guardZones whether every pooled buffer and every packet that is built has a
 * pattern in front of it and behind it, which is looked at when the buffer is given back:
 * a write past an end is logged with its pool and offset, and counted
 * @param keyLog the file that the secrets of all connections are added to, or null for
 * none: whoever reads it can decrypt and forge all their packets
 */
public record DebugConfig(boolean guardZones, @Nullable Path keyLog) {

	/**
	 * All off.
	 * @return the default configuration
	 */
	public static DebugConfig defaults() {
		return new DebugConfig(false, null);
	}

	/**
	 * The same configuration with or without guard zones.
	 * @param guardZones whether buffers are guarded
	 * @return a copy
	 */
	public DebugConfig withGuardZones(boolean guardZones) {
		return new DebugConfig(guardZones, this.keyLog);
	}

	/**
	 * The same configuration with or without a key log.
	 * @param keyLog the file, or null for none
	 * @return a copy
	 */
	public DebugConfig withKeyLog(@Nullable Path keyLog) {
		return new DebugConfig(this.guardZones, keyLog);
	}

}
