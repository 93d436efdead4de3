/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.exchange;

import java.net.InetSocketAddress;
import java.security.Principal;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.MxpConnection;
import io.mxp.transport.PeerIdentity;

/**
 * Who sent a message: what the handshake proved, not what the message says.
 *
 * @param identity the verified identity
 * @param address where it sends from
 * @param connectionId the connection's number in this process
 */
public record MxpPeer(PeerIdentity identity, InetSocketAddress address, long connectionId) implements Principal {

	/**
	 * The peer of a connection.
	 * @param connection the connection
	 * @return its peer
	 */
	public static MxpPeer of(MxpConnection connection) {
		return new MxpPeer(connection.peer(), connection.remoteAddress(), connection.id());
	}

	/**
	 * The agent id.
	 * @return null where the peer proved a key without an id, or nothing
	 */
	public @Nullable String agentId() {
		return this.identity.agentId();
	}

	/**
	 * Whether the peer showed no identity.
	 * @return true if anonymous
	 */
	public boolean isAnonymous() {
		return this.identity.form() == PeerIdentity.Form.ANONYMOUS;
	}

	/** The agent id, else the key's fingerprint, else "anonymous". */
	@Override
	public String getName() {
		String agentId = this.identity.agentId();
		if (agentId != null) {
			return agentId;
		}
		return isAnonymous() ? "anonymous" : this.identity.fingerprint();
	}

	/** Name and address. */
	@Override
	public String toString() {
		return "MxpPeer[" + getName() + " at " + this.address + "]";
	}

}
