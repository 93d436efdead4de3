/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import io.mxp.transport.FloodConfig;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.connection.ConnectionListener;
import io.mxp.transport.security.LocalIdentities;
import io.mxp.transport.security.LocalIdentity;
import io.mxp.transport.security.RandomSource;
import io.mxp.transport.security.SealObserver;

/** A server endpoint without a network; nobody finishes a handshake with it. */
final class LoneServer {

	final Endpoint endpoint;

	final FirstMessages messages;

	LoneServer(FloodConfig flood, ConnectionListener listener) {
		SplittableRandom seeded = new SplittableRandom(7);
		RandomSource random = new RandomSource() {

			@Override
			public void nextBytes(byte[] bytes) {
				seeded.nextBytes(bytes);
			}

			@Override
			public long nextLong() {
				return seeded.nextLong();
			}

		};
		byte[] key = new byte[LocalIdentity.KEY_BYTES];
		Arrays.fill(key, (byte) 9);
		LocalIdentity identity = LocalIdentity.ofKey(key);
		TransportConfig config = TransportConfig.defaults();
		this.endpoint = new Endpoint(new EndpointSettings(config.withServer(config.server().withFlood(flood)),
				LocalIdentities.of(List.of(identity)), true, random, SealObserver.NONE, new SharedTokens(random)),
				new ConnectionIdSource(random, EndpointKeys.of(config.path(), random), 0), listener);
		this.messages = new FirstMessages(11, LocalIdentity.keyId(identity.publicKey()));
	}

	/** A listener that nothing is expected to reach. */
	static ConnectionListener nobody() {
		return (ConnectionListener) Proxy.newProxyInstance(LoneServer.class.getClassLoader(),
				new Class<?>[] { ConnectionListener.class }, (proxy, method, arguments) -> {
					throw new AssertionError(method.getName() + " of " + Connection.class.getSimpleName());
				});
	}

}
