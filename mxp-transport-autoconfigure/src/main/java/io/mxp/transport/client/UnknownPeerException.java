/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.util.Collection;
import java.util.TreeSet;

import io.mxp.transport.exchange.MxpStartupException;

/** A peer was asked for by a name that the configuration does not have. */
public class UnknownPeerException extends MxpStartupException {

	private static final long serialVersionUID = 1L;

	private final String name;

	/**
	 * Creates the exception.
	 * @param name the name that nobody has
	 * @param known the names that there are
	 */
	public UnknownPeerException(String name, Collection<String> known) {
		super("There is no MXP peer '" + name + "'. "
				+ (known.isEmpty() ? "No peer is configured."
						: "Known peers: " + String.join(", ", new TreeSet<>(known)) + "."),
				"Add the property mxp.transport.client.peer." + name
						+ ".uri=mxp://host:port, use one of the known names, or give the peer as an mxp:// address.",
				null);
		this.name = name;
	}

	/**
	 * The name that nobody has.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

}
