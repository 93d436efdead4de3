/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.CipherSuite;
import org.jspecify.annotations.Nullable;

/**
 * Protection of 0-RTT packets, in the one direction in which there are any. HOT.
 */
// SPEC handshake.md#early-keys
final class EarlyProtection {

	private final @Nullable PacketSealer sealer;

	private final @Nullable PacketOpener opener;

	/**
	 * Keys of one handshake.
	 * @param secret of early packets; erased
	 * @param sealing whether this is the client's side
	 */
	EarlyProtection(HandshakeSettings settings, CipherSuite suite, byte[] secret, boolean sealing) {
		PacketKeys keys = PacketKeys.derive(settings, suite, secret, 0, sealing);
		HeaderMask mask = HeaderMask.of(suite, KeySchedule.headerKey(secret));
		this.sealer = sealing ? new PacketSealer(keys, mask, settings.sealObserver()) : null;
		this.opener = sealing ? null : new PacketOpener(keys, mask);
		Erasure.erase(secret);
	}

	@Nullable PacketSealer sealer() {
		return this.sealer;
	}

	@Nullable PacketOpener opener() {
		return this.opener;
	}

	void destroy() {
		if (this.sealer != null) {
			this.sealer.destroy();
		}
		if (this.opener != null) {
			this.opener.destroy();
		}
	}

}
