/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.security.LocalIdentity;

/** The key of a simulated peer, and certificates of which only the size counts. */
final class SimulatedIdentity {

	private static final int CERTIFICATE_BYTES = 2_048;

	private SimulatedIdentity() {
	}

	static LocalIdentity of(Simulation simulation, String name) {
		byte[] key = new byte[LocalIdentity.KEY_BYTES];
		simulation.seeds().stream(name + " key").nextBytes(key);
		return new LocalIdentity(key, certificates(simulation, name), new byte[0]);
	}

	/** Keys are pinned, so that nobody reads the certificates. */
	private static List<byte[]> certificates(Simulation simulation, String name) {
		List<byte[]> chain = new ArrayList<>();
		for (int left = simulation.certificateBytes(); left > 0; left -= CERTIFICATE_BYTES) {
			byte[] certificate = new byte[Math.min(left, CERTIFICATE_BYTES)];
			simulation.seeds().stream(name + " certificate " + left).nextBytes(certificate);
			chain.add(certificate);
		}
		return chain;
	}

}
