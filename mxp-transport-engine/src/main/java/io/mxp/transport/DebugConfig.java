/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

/**
 * What helps to find faults of the transport itself, and costs speed.
 *
 * @param guardZones whether every pooled buffer and every packet that is built has a
 * pattern in front of it and behind it, which is looked at when the buffer is given back:
 * a write past an end is logged with its pool and offset, and counted
 */
public record DebugConfig(boolean guardZones) {

	/**
	 * All off.
	 * @return the default configuration
	 */
	public static DebugConfig defaults() {
		return new DebugConfig(false);
	}

	/**
	 * The same configuration with or without guard zones.
	 * @param guardZones whether buffers are guarded
	 * @return a copy
	 */
	public DebugConfig withGuardZones(boolean guardZones) {
		return new DebugConfig(guardZones);
	}

}
