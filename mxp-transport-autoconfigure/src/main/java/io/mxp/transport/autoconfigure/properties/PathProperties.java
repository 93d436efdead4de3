/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import org.jspecify.annotations.Nullable;

/** Properties under {@code mxp.transport.path}. */
public class PathProperties {

	/**
	 * Whether peers may go on from another address, and our own connections to another
	 * socket.
	 */
	private boolean migration = true;

	/**
	 * Whether a peer from elsewhere may go on from a loopback, link-local or multicast
	 * address. It can make this host send to its own services then.
	 */
	private boolean localTargets;

	/**
	 * Which server of a cluster this is, 0 to 65535. Stands, encrypted, in its connection
	 * ids.
	 */
	private int serverNumber;

	/**
	 * Key of the connection ids, 16 bytes in hexadecimal, for load balancers of
	 * draft-ietf-quic-load-balancers that read them. Random where it is not set.
	 */
	private @Nullable String connectionIdKey;

	/**
	 * Key of stateless resets, 32 bytes in hexadecimal. With the same one after a restart
	 * peers learn at once that their connections are gone. Random where it is not set.
	 */
	private @Nullable String resetKey;

	public boolean isMigration() {
		return this.migration;
	}

	public void setMigration(boolean migration) {
		this.migration = migration;
	}

	public boolean isLocalTargets() {
		return this.localTargets;
	}

	public void setLocalTargets(boolean localTargets) {
		this.localTargets = localTargets;
	}

	public int getServerNumber() {
		return this.serverNumber;
	}

	public void setServerNumber(int serverNumber) {
		this.serverNumber = serverNumber;
	}

	public @Nullable String getConnectionIdKey() {
		return this.connectionIdKey;
	}

	public void setConnectionIdKey(@Nullable String connectionIdKey) {
		this.connectionIdKey = connectionIdKey;
	}

	public @Nullable String getResetKey() {
		return this.resetKey;
	}

	public void setResetKey(@Nullable String resetKey) {
		this.resetKey = resetKey;
	}

}
