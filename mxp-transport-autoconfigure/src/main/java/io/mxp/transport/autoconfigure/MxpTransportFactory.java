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
import io.mxp.transport.observe.TransportSnapshot;

/** Starts transports. By default the engine does; tests may put something else there. */
@FunctionalInterface
public interface MxpTransportFactory {

	/**
	 * Binds and starts a transport.
	 * @param config its configuration
	 * @param identity who it is
	 * @param trust whom it believes
	 * @param handler receives what peers send
	 * @return a running transport
	 */
	MxpTransport start(TransportConfig config, AgentIdentity identity, TrustPolicy trust, MessageHandler handler);

	/**
	 * The state of a transport that this factory started.
	 * @param transport the transport
	 * @return its state, or null where it cannot tell
	 */
	default @Nullable TransportSnapshot snapshot(MxpTransport transport) {
		return null;
	}

}
