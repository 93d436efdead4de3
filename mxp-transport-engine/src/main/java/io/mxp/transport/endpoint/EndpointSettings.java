/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.util.List;

import io.mxp.transport.TransportConfig;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.security.HandshakeExtras;
import io.mxp.transport.security.LocalIdentities;
import io.mxp.transport.security.RandomSource;
import io.mxp.transport.security.SealObserver;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint is made from.
 *
 * @param config the configuration of the transport
 * @param identities our static keys; empty for a side that is anonymous and accepts
 * nobody
 * @param anonymousClientsAllowed whether clients without an identity (patterns NK and NX)
 * may connect
 * @param random a CSPRNG, or a seeded source in a simulation
 * @param sealObserver sees every key and nonce that seals a packet; for the oracle of
 * simulations
 * @param tokens the address tokens of the transport
 * @param servers keys of servers that certificates have shown
 * @param versions of the protocol, in order of preference
 * @param extras what goes into handshakes besides identities, and who watches them
 * @param tickets the session tickets of the transport; null for none
 */
public record EndpointSettings(TransportConfig config, LocalIdentities identities, boolean anonymousClientsAllowed,
		RandomSource random, SealObserver sealObserver, SharedTokens tokens, KnownServers servers,
		List<Integer> versions, HandshakeExtras extras, @Nullable SharedTickets tickets) {

	public EndpointSettings {
		versions = List.copyOf(versions);
	}

	/** The same in the one version that there is. */
	public EndpointSettings(TransportConfig config, LocalIdentities identities, boolean anonymousClientsAllowed,
			RandomSource random, SealObserver sealObserver, SharedTokens tokens, KnownServers servers) {
		this(config, identities, anonymousClientsAllowed, random, sealObserver, tokens, servers,
				List.of(HeaderTlvs.VERSION_1), HandshakeExtras.NONE, null);
	}

	/** The same without any server known before. */
	public EndpointSettings(TransportConfig config, LocalIdentities identities, boolean anonymousClientsAllowed,
			RandomSource random, SealObserver sealObserver, SharedTokens tokens) {
		this(config, identities, anonymousClientsAllowed, random, sealObserver, tokens, new KnownServers());
	}

	/** The same with address tokens of its own. */
	public EndpointSettings(TransportConfig config, LocalIdentities identities, boolean anonymousClientsAllowed,
			RandomSource random, SealObserver sealObserver) {
		this(config, identities, anonymousClientsAllowed, random, sealObserver, new SharedTokens(random));
	}

}
