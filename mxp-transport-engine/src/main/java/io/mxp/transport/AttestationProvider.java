/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import org.jspecify.annotations.Nullable;

/**
 * Makes the statements that this side shows. Called on a worker thread, never on an event
 * loop: for a client before it connects, for a server when it starts and again when half
 * of a statement's time is over. May take its time; a slow one delays connecting.
 */
@FunctionalInterface
public interface AttestationProvider {

	/**
	 * Makes a statement, bound to this side's static key.
	 * @param own who this side is; never anonymous
	 * @param peerKey the key of the server that it is for; null where a server makes it,
	 * which shows the same one to all clients, or the server's key is not known
	 * @return the statement, or null to show none
	 */
	@Nullable AttestationStatement attest(AgentIdentity own, @Nullable StaticKey peerKey);

}
