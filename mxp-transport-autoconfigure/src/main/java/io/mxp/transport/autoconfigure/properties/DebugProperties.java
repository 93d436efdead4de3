/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

/**
 * What helps to find faults of the transport itself.
 */
public class DebugProperties {

	/**
	 * Whether every pooled buffer stands between patterns that are checked when it is
	 * given back. A write past its end is logged and counted. Costs speed.
	 */
	private boolean guardZones;

	public boolean isGuardZones() {
		return this.guardZones;
	}

	public void setGuardZones(boolean guardZones) {
		this.guardZones = guardZones;
	}

}
