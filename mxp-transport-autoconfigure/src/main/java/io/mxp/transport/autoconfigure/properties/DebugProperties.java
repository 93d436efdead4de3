/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * What helps to find faults of the transport itself.
 */
public class DebugProperties {

	/**
	 * Whether every pooled buffer stands between patterns that are checked when it is
	 * given back. A write past its end is logged and counted. Costs speed.
	 */
	private boolean guardZones;

	/**
	 * File that the secrets of all connections are added to, in the manner of the NSS key
	 * log. Whoever reads it can decrypt and forge their packets. Never in production.
	 */
	private @Nullable Path keyLog;

	public boolean isGuardZones() {
		return this.guardZones;
	}

	public void setGuardZones(boolean guardZones) {
		this.guardZones = guardZones;
	}

	public @Nullable Path getKeyLog() {
		return this.keyLog;
	}

	public void setKeyLog(@Nullable Path keyLog) {
		this.keyLog = keyLog;
	}

}
