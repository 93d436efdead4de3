/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.net.InetSocketAddress;

import io.mxp.transport.exchange.MxpStartupException;

/** Somebody else has the UDP port. */
public class MxpPortInUseException extends MxpStartupException {

	private static final long serialVersionUID = 1L;

	MxpPortInUseException(InetSocketAddress address, Throwable cause) {
		super("The MXP transport cannot bind UDP " + address + ": " + rootMessage(cause),
				"Stop whatever uses UDP port " + address.getPort()
						+ " (ss -lunp shows it), set mxp.transport.port to another port or to 0 for a random one,"
						+ " and check that mxp.transport.address is an address of this machine.",
				cause);
	}

	private static String rootMessage(Throwable cause) {
		Throwable root = cause;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		return root.getMessage() + ".";
	}

}
