/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Whom this application believes.
 */
public class TrustProperties {

	/**
	 * Public keys of trusted peers: 64 hex digits, base64, PEM text, or a location of one
	 * of these. Write agent-id=key to trust a key for one agent only.
	 */
	private final List<String> keys = new ArrayList<>();

	/**
	 * Trust files: locations of PEM with the certificates of authorities, certificates of
	 * known agents, and public keys; or PEM text itself.
	 */
	private final List<String> certificates = new ArrayList<>();

	/**
	 * Deny lists: locations of text files with the agents, serial numbers and
	 * fingerprints that are not accepted any more.
	 */
	private final List<String> denyLists = new ArrayList<>();

	/**
	 * SSL bundle whose trust store holds the certificates of authorities and of known
	 * agents.
	 */
	@NestedConfigurationProperty
	private final SslProperties ssl = new SslProperties();

	/**
	 * SHA-256 fingerprints of keys or certificates that are not accepted any more.
	 */
	private final List<String> deniedFingerprints = new ArrayList<>();

	/**
	 * Serial numbers (hexadecimal) of certificates that are not accepted any more.
	 */
	private final List<String> deniedSerials = new ArrayList<>();

	/**
	 * Whether the application starts though a deny list that is kept elsewhere, as in
	 * Redis, cannot be read: it then denies nobody of that list until it can.
	 */
	private boolean startWithoutDenyList;

	/**
	 * Whether clients must show an identity.
	 */
	private boolean requireClientIdentity = true;

	public List<String> getKeys() {
		return this.keys;
	}

	public List<String> getCertificates() {
		return this.certificates;
	}

	public List<String> getDenyLists() {
		return this.denyLists;
	}

	public SslProperties getSsl() {
		return this.ssl;
	}

	public boolean isStartWithoutDenyList() {
		return this.startWithoutDenyList;
	}

	public void setStartWithoutDenyList(boolean startWithoutDenyList) {
		this.startWithoutDenyList = startWithoutDenyList;
	}

	public List<String> getDeniedFingerprints() {
		return this.deniedFingerprints;
	}

	public List<String> getDeniedSerials() {
		return this.deniedSerials;
	}

	public boolean isRequireClientIdentity() {
		return this.requireClientIdentity;
	}

	public void setRequireClientIdentity(boolean requireClientIdentity) {
		this.requireClientIdentity = requireClientIdentity;
	}

}
