/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.engine.MxpTransportEngine;
import io.mxp.transport.engine.TransportServices;
import io.mxp.transport.observe.TransportSnapshot;

/** Starts the engine. */
final class EngineTransportFactory implements MxpTransportFactory {

	private final TransportServices services;

	EngineTransportFactory(TransportServices services) {
		this.services = services;
	}

	@Override
	public MxpTransport start(TransportConfig config, AgentIdentity identity, TrustPolicy trust,
			MessageHandler handler) {
		return MxpTransportEngine.start(config, identity, () -> trust, handler, this.services);
	}

	@Override
	public MxpTransport start(TransportConfig config, MxpCredentials credentials, MessageHandler handler) {
		return MxpTransportEngine.start(config, credentials.identity(), credentials::trust, handler, this.services);
	}

	@Override
	public void credentialsChanged(MxpTransport transport, MxpCredentials credentials) {
		if (transport instanceof MxpTransportEngine engine) {
			AgentIdentity next = credentials.identity();
			if (!isShown(engine.identity(), next)) {
				engine.rotateIdentity(next, credentials.previousKeyServed());
			}
			engine.verifyPeers();
		}
	}

	/** Whether key, certificates and statement are the same. */
	private static boolean isShown(AgentIdentity shown, AgentIdentity next) {
		if (!shown.equals(next) || !Arrays.equals(shown.staticKeyStatement(), next.staticKeyStatement())) {
			return false;
		}
		List<byte[]> before = shown.certificateChain();
		List<byte[]> after = next.certificateChain();
		return before.size() == after.size() && IntStream.range(0, before.size())
			.allMatch((index) -> Arrays.equals(before.get(index), after.get(index)));
	}

	@Override
	public @Nullable TransportSnapshot snapshot(MxpTransport transport) {
		return (transport instanceof MxpTransportEngine engine) ? engine.snapshot() : null;
	}

}
