/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.fake;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.autoconfigure.MxpTransportFactory;

/** Transports in memory, found by their ports. */
public final class FakeNetwork {

	final AtomicInteger orderedSends = new AtomicInteger();

	private final Map<Integer, FakeTransport> ports = new ConcurrentHashMap<>();

	private final AtomicInteger nextPort = new AtomicInteger(40_000);

	public MxpTransportFactory factory() {
		return (config, identity, trust, handler) -> {
			int wanted = config.socket().bindAddress().getPort();
			int port = (wanted != 0) ? wanted : this.nextPort.getAndIncrement();
			FakeTransport transport = new FakeTransport(this, port, config, identity, handler);
			if (this.ports.putIfAbsent(port, transport) != null) {
				throw new IllegalStateException("cannot bind", new java.net.BindException("Address already in use"));
			}
			return transport;
		};
	}

	public @Nullable FakeTransport find(int port) {
		return this.ports.get(port);
	}

	void remove(int port) {
		this.ports.remove(port);
	}

	/** Messages that were sent with the option ordered. */
	public int orderedSends() {
		return this.orderedSends.get();
	}

}
