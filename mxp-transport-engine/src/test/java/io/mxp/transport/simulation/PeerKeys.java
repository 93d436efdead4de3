/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.DebugConfig;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.endpoint.EndpointSettings;
import io.mxp.transport.endpoint.KnownServers;
import io.mxp.transport.endpoint.SharedTokens;
import io.mxp.transport.security.HandshakeExtras;
import io.mxp.transport.security.LocalIdentities;
import io.mxp.transport.security.LocalIdentity;

/** The static keys of a simulated peer, one after the other. */
final class PeerKeys {

	private static final int CERTIFICATE_BYTES = 2_048;

	private final Simulation simulation;

	private final String name;

	private final LocalIdentities keys;

	private int rotations;

	PeerKeys(Simulation simulation, String name) {
		this.simulation = simulation;
		this.name = name;
		this.keys = LocalIdentities.of(List.of(make(name + " key")));
	}

	LocalIdentity present() {
		return this.keys.present();
	}

	/** What the peer's endpoint is made from, in one of its lives. */
	EndpointSettings settings(TransportConfig config, SimulatedRandom random, String life) {
		return new EndpointSettings(config.withDebug(DebugConfig.defaults().withGuardZones(true)), this.keys, true,
				random, this.simulation.seals(),
				new SharedTokens(new SimulatedRandom(this.simulation.seeds().stream(this.name + " tokens" + life))),
				new KnownServers(), this.simulation.versions(), HandshakeExtras.NONE,
				this.simulation.tickets().ofOnePeer());
	}

	/** Another key, which everybody who knows the authority believes. */
	void rotate(boolean previousServed) {
		LocalIdentity next = make(this.name + " key " + ++this.rotations);
		this.simulation.trusted().trust(StaticKey.of(next.publicKey()), this.name);
		this.keys.rotate(next, previousServed);
	}

	private LocalIdentity make(String stream) {
		byte[] key = new byte[LocalIdentity.KEY_BYTES];
		this.simulation.seeds().stream(stream).nextBytes(key);
		return new LocalIdentity(key, certificates(), new byte[0]);
	}

	/** Nobody reads the certificates: only their size counts. */
	private List<byte[]> certificates() {
		List<byte[]> chain = new ArrayList<>();
		for (int left = this.simulation.certificateBytes(); left > 0; left -= CERTIFICATE_BYTES) {
			byte[] certificate = new byte[Math.min(left, CERTIFICATE_BYTES)];
			this.simulation.seeds().stream(this.name + " certificate " + left).nextBytes(certificate);
			chain.add(certificate);
		}
		return chain;
	}

}
