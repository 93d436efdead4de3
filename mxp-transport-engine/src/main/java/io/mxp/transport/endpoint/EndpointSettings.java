/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.util.List;

import io.mxp.transport.TransportConfig;
import io.mxp.transport.security.HandshakeExtras;
import io.mxp.transport.security.LocalIdentity;
import io.mxp.transport.security.RandomSource;
import io.mxp.transport.security.SealObserver;

/**
 * What an endpoint is made from.
 *
 * @param config the configuration of the transport
 * @param identities our static keys; the first is shown to servers, all of them are
 * accepted in Initials. Empty for a side that is anonymous and accepts nobody
 * @param anonymousClientsAllowed whether clients without an identity (pattern NK) may
 * connect
 * @param random a CSPRNG, or a seeded source in a simulation
 * @param sealObserver sees every key and nonce that seals a packet; for the oracle of
 * simulations
 * @param tokens the address tokens of the transport
 * @param extras what goes into handshakes besides identities, and who watches them
 */
public record EndpointSettings(TransportConfig config, List<LocalIdentity> identities, boolean anonymousClientsAllowed,
		RandomSource random, SealObserver sealObserver, SharedTokens tokens, HandshakeExtras extras) {

	public EndpointSettings {
		identities = List.copyOf(identities);
	}

	/** The same without extras. */
	public EndpointSettings(TransportConfig config, List<LocalIdentity> identities, boolean anonymousClientsAllowed,
			RandomSource random, SealObserver sealObserver, SharedTokens tokens) {
		this(config, identities, anonymousClientsAllowed, random, sealObserver, tokens, HandshakeExtras.NONE);
	}

	/** The same with address tokens of its own. */
	public EndpointSettings(TransportConfig config, List<LocalIdentity> identities, boolean anonymousClientsAllowed,
			RandomSource random, SealObserver sealObserver) {
		this(config, identities, anonymousClientsAllowed, random, sealObserver, new SharedTokens(random));
	}

}
