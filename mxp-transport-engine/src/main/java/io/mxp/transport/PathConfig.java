/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Arrays;

/**
 * Addresses that change, and what servers of a cluster share for that.
 *
 * @param migration whether a peer may go on from another address, and a client of ours to
 * another socket
 * @param localTargets whether a peer from elsewhere may go on from a loopback, link-local
 * or multicast address, which lets it aim our packets at our own host
 * @param serverNumber which server of a cluster this is, 0 to 65,535; stands, encrypted,
 * in all of its connection ids
 * @param connectionIdKey 16 bytes, the key of the connection ids, for load balancers that
 * read them (draft-ietf-quic-load-balancers-21); empty for a random one
 * @param resetKey 32 bytes, the key of stateless resets: with the same one after a
 * restart, peers learn at once that their connections are gone; empty for a random one
 */
public record PathConfig(boolean migration, boolean localTargets, int serverNumber, byte[] connectionIdKey,
		byte[] resetKey) {

	private static final int ID_KEY_BYTES = 16;

	private static final int RESET_KEY_BYTES = 32;

	public PathConfig {
		if (serverNumber < 0 || serverNumber > 0xFFFF) {
			throw new IllegalArgumentException("path.server-number must be 0 to 65535, not " + serverNumber);
		}
		if (connectionIdKey.length != 0 && connectionIdKey.length != ID_KEY_BYTES) {
			throw new IllegalArgumentException(
					"path.connection-id-key must have 16 bytes, not " + connectionIdKey.length);
		}
		if (resetKey.length != 0 && resetKey.length != RESET_KEY_BYTES) {
			throw new IllegalArgumentException("path.reset-key must have 32 bytes, not " + resetKey.length);
		}
		connectionIdKey = connectionIdKey.clone();
		resetKey = resetKey.clone();
	}

	/** Migration, but not to our own host; server 0, random keys. */
	public static PathConfig defaults() {
		return new PathConfig(true, false, 0, new byte[0], new byte[0]);
	}

	public PathConfig withMigration(boolean migration) {
		return new PathConfig(migration, this.localTargets, this.serverNumber, this.connectionIdKey, this.resetKey);
	}

	public PathConfig withLocalTargets(boolean localTargets) {
		return new PathConfig(this.migration, localTargets, this.serverNumber, this.connectionIdKey, this.resetKey);
	}

	public PathConfig withServerNumber(int serverNumber) {
		return new PathConfig(this.migration, this.localTargets, serverNumber, this.connectionIdKey, this.resetKey);
	}

	public PathConfig withConnectionIdKey(byte[] connectionIdKey) {
		return new PathConfig(this.migration, this.localTargets, this.serverNumber, connectionIdKey, this.resetKey);
	}

	public PathConfig withResetKey(byte[] resetKey) {
		return new PathConfig(this.migration, this.localTargets, this.serverNumber, this.connectionIdKey, resetKey);
	}

	@Override
	public byte[] connectionIdKey() {
		return this.connectionIdKey.clone();
	}

	@Override
	public byte[] resetKey() {
		return this.resetKey.clone();
	}

	/** By content, as of a value. */
	@Override
	public boolean equals(Object other) {
		return other instanceof PathConfig that && this.migration == that.migration
				&& this.localTargets == that.localTargets && this.serverNumber == that.serverNumber
				&& Arrays.equals(this.connectionIdKey, that.connectionIdKey)
				&& Arrays.equals(this.resetKey, that.resetKey);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.connectionIdKey) * 31 + this.serverNumber;
	}

	/** Without the keys. */
	@Override
	public String toString() {
		return "PathConfig[migration=" + this.migration + ", localTargets=" + this.localTargets + ", serverNumber="
				+ this.serverNumber + "]";
	}

}
