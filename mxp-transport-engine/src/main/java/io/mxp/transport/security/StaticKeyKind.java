/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CipherSuite;

/** The kinds of static keys that handshakes are made with. */
public enum StaticKeyKind {

	/** For the suites 0x0001 and 0x0002. */
	X25519,

	/** For the suite 0x0003, which has approved algorithms only. */
	P256;

	/**
	 * Makes an identity without certificates.
	 * @param name its name for people
	 * @param random where a key of X25519 comes from; one of P-256 comes from the
	 * platform's first provider of EC keys
	 * @return the identity
	 */
	public AgentIdentity generate(String name, SecureRandom random) {
		return (this == P256) ? AgentIdentity.generateP256(name) : AgentIdentity.generate(name, random);
	}

	/**
	 * The kind of an identity's key.
	 * @param identity one that is not anonymous
	 * @return the kind
	 */
	public static StaticKeyKind of(AgentIdentity identity) {
		return identity.staticKey().isP256() ? P256 : X25519;
	}

	/**
	 * The kind that the first of these suites needs.
	 * @param suites suites in the order of preference, or none
	 * @return the kind
	 */
	public static StaticKeyKind of(List<CipherSuite> suites) {
		return (!suites.isEmpty() && suites.get(0).isP256()) ? P256 : X25519;
	}

	/** As on a command line. */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
