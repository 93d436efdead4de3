/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The static keys of this side: the present one, which is shown, and perhaps one before
 * it, by which clients may still address us. May change while connections live; all event
 * loops of a transport share it. Thread-safe.
 */
// SPEC handshake.md#rotation
public final class LocalIdentities {

	private volatile List<LocalIdentity> keys;

	private LocalIdentities(List<LocalIdentity> keys) {
		this.keys = keys;
	}

	/** The first is the present one; empty for a side that is anonymous. */
	public static LocalIdentities of(List<LocalIdentity> keys) {
		return new LocalIdentities(List.copyOf(keys));
	}

	/**
	 * Shows another key from now on. Connections that live and handshakes that have begun
	 * go on with the one they have.
	 * @param next the new key with its certificates
	 * @param previousServed whether clients may still address us by the key before, until
	 * {@link #retire}: the present one, or where only the certificates are new the one
	 * that is served beside it
	 * @return whether the key is another one
	 */
	public synchronized boolean rotate(LocalIdentity next, boolean previousServed) {
		LocalIdentity present = present();
		boolean otherKey = present != null && present.keyId() != next.keyId();
		LocalIdentity before = otherKey ? present : (this.keys.size() > 1) ? this.keys.get(1) : null;
		this.keys = (before != null && previousServed) ? List.of(next, before) : List.of(next);
		return otherKey;
	}

	/** Clients may not address us by this key any more, unless it is the present one. */
	public synchronized void retire(LocalIdentity previous) {
		if (this.keys.size() > 1 && this.keys.get(1) == previous) {
			this.keys = List.of(this.keys.get(0));
		}
	}

	/** The key that is shown, {@code null} where there is none. */
	public @Nullable LocalIdentity present() {
		List<LocalIdentity> all = this.keys;
		return all.isEmpty() ? null : all.get(0);
	}

	/** The key that a client's KEY_ID names, {@code null} where it is none of ours. */
	public @Nullable LocalIdentity named(int keyId) {
		return LocalIdentity.select(this.keys, keyId);
	}

	/** Whether there is no key. */
	public boolean isEmpty() {
		return this.keys.isEmpty();
	}

	/** The keys by which clients may address us: none, one, or two. */
	public int size() {
		return this.keys.size();
	}

	@Override
	public String toString() {
		return "LocalIdentities" + this.keys;
	}

}
