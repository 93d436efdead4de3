/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.engine.MxpTransportEngine;
import io.mxp.transport.observe.TransportSnapshot;

/** Starts the engine. */
final class EngineTransportFactory implements MxpTransportFactory {

	@Override
	public MxpTransport start(TransportConfig config, AgentIdentity identity, TrustPolicy trust,
			MessageHandler handler) {
		return MxpTransportEngine.start(config, identity, trust, handler);
	}

	@Override
	public MxpTransport start(TransportConfig config, MxpCredentials credentials, MessageHandler handler) {
		return MxpTransportEngine.start(config, credentials.identity(), credentials::trust, handler);
	}

	@Override
	public void credentialsChanged(MxpTransport transport, MxpCredentials credentials) {
		if (transport instanceof MxpTransportEngine engine) {
			engine.verifyPeers();
		}
	}

	@Override
	public @Nullable TransportSnapshot snapshot(MxpTransport transport) {
		return (transport instanceof MxpTransportEngine engine) ? engine.snapshot() : null;
	}

}
