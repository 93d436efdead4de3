/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import io.mxp.transport.PathConfig;
import io.mxp.transport.security.ConnectionIdCipher;
import io.mxp.transport.security.RandomSource;
import io.mxp.transport.security.ResetTokenKey;

/**
 * What the event loops of a transport share about connection ids, and perhaps all servers
 * of a cluster.
 */
public final class EndpointKeys {

	private final byte[] idKey;

	private final ResetTokenKey resets;

	private final int serverNumber;

	/**
	 * Keys that were given.
	 * @param idKey of the connection ids, 16 bytes; a load balancer that reads them has
	 * it too
	 * @param resetKey of stateless resets, 32 bytes; after a restart the same one lets
	 * peers know at once
	 * @param serverNumber 0 to 65,535
	 */
	public EndpointKeys(byte[] idKey, byte[] resetKey, int serverNumber) {
		this.idKey = idKey.clone();
		this.resets = new ResetTokenKey(resetKey, serverNumber);
		this.serverNumber = serverNumber;
	}

	/** The configured keys; what is not configured is drawn. */
	public static EndpointKeys of(PathConfig config, RandomSource random) {
		byte[] idKey = config.connectionIdKey();
		byte[] resetKey = config.resetKey();
		return new EndpointKeys((idKey.length > 0) ? idKey : draw(random, ConnectionIdCipher.KEY_BYTES),
				(resetKey.length > 0) ? resetKey : draw(random, ResetTokenKey.KEY_BYTES), config.serverNumber());
	}

	private static byte[] draw(RandomSource random, int length) {
		byte[] key = new byte[length];
		random.nextBytes(key);
		return key;
	}

	/** A cipher of its own for each thread. */
	ConnectionIdCipher cipher() {
		return new ConnectionIdCipher(this.idKey);
	}

	ResetTokenKey resets() {
		return this.resets;
	}

	int serverNumber() {
		return this.serverNumber;
	}

	@Override
	public String toString() {
		return "EndpointKeys of server " + this.serverNumber;
	}

}
