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
	 * The same with credentials that may change while it runs.
	 * @param config its configuration
	 * @param credentials who it is and whom it believes
	 * @param handler receives what peers send
	 * @return a running transport
	 */
	default MxpTransport start(TransportConfig config, MxpCredentials credentials, MessageHandler handler) {
		return start(config, credentials.identity(), credentials.trust(), handler);
	}

	/**
	 * The credentials of a transport that this factory started are other ones: those of
	 * new handshakes, and live connections of those who are trusted no longer end.
	 * @param transport the transport
	 * @param credentials the credentials
	 */
	default void credentialsChanged(MxpTransport transport, MxpCredentials credentials) {
	}

	/**
	 * The state of a transport that this factory started.
	 * @param transport the transport
	 * @return its state, or null where it cannot tell
	 */
	default @Nullable TransportSnapshot snapshot(MxpTransport transport) {
		return null;
	}

}
