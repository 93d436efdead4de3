/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * What is done for peers that connect.
 */
public class ServerProperties {

	/**
	 * Whether peers may connect: auto means if there are handlers. Where they may not, no
	 * known port is opened.
	 */
	private Accept accept = Accept.AUTO;

	/**
	 * Most connections at a time, half-open ones included.
	 */
	private int maxConnections = 100_000;

	/**
	 * Most half-open connections at a time.
	 */
	private int maxHandshakes = 10_000;

	/**
	 * Whether a caller reads the message of an exception that a handler did not expect.
	 * For development only.
	 */
	private boolean includeErrorMessage = false;

	@NestedConfigurationProperty
	private final FloodProperties flood = new FloodProperties();

	public Accept getAccept() {
		return this.accept;
	}

	public void setAccept(Accept accept) {
		this.accept = accept;
	}

	public int getMaxConnections() {
		return this.maxConnections;
	}

	public void setMaxConnections(int maxConnections) {
		this.maxConnections = maxConnections;
	}

	public int getMaxHandshakes() {
		return this.maxHandshakes;
	}

	public void setMaxHandshakes(int maxHandshakes) {
		this.maxHandshakes = maxHandshakes;
	}

	public boolean isIncludeErrorMessage() {
		return this.includeErrorMessage;
	}

	public void setIncludeErrorMessage(boolean includeErrorMessage) {
		this.includeErrorMessage = includeErrorMessage;
	}

	public FloodProperties getFlood() {
		return this.flood;
	}

	/**
	 * Whether peers may connect.
	 */
	public enum Accept {

		/**
		 * If there are handlers.
		 */
		AUTO,

		/**
		 * Always.
		 */
		ALWAYS,

		/**
		 * Never: this application only makes requests.
		 */
		NEVER

	}

}
