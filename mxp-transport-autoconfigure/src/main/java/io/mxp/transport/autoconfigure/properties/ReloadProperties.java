/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.time.Duration;

/**
 * How changes of keys, certificates, trust and deny lists are found.
 */
public class ReloadProperties {

	/**
	 * Time between two looks at the files and deny lists. Zero looks only when SSL
	 * bundles change or the application asks for it.
	 */
	private Duration interval = Duration.ofSeconds(10);

	/**
	 * How long clients that know only the static key before are still served, once there
	 * is another one.
	 */
	private Duration previousKeyServed = Duration.ofDays(1);

	public Duration getInterval() {
		return this.interval;
	}

	public void setInterval(Duration interval) {
		this.interval = interval;
	}

	public Duration getPreviousKeyServed() {
		return this.previousKeyServed;
	}

	public void setPreviousKeyServed(Duration previousKeyServed) {
		this.previousKeyServed = previousKeyServed;
	}

}
