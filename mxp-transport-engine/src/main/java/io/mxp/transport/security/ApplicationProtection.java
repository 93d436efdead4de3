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
 * Protection of 1-RTT and Probe packets, with the secrets that the next epoch's keys come
 * from.
 */
final class ApplicationProtection {

	private final HandshakeSettings settings;

	private final CipherSuite suite;

	private final PacketSealer sealer;

	private final PacketOpener opener;

	private byte[] sealSecret;

	private byte[] openSecret;

	private @Nullable PacketKeys nextSealKeys;

	/**
	 * Protection of epoch 0.
	 * @param sealSecret the secret of packets from this side; taken over
	 * @param openSecret the secret of packets from the peer; taken over
	 */
	ApplicationProtection(HandshakeSettings settings, CipherSuite suite, byte[] sealSecret, byte[] openSecret) {
		this.settings = settings;
		this.suite = suite;
		this.sealSecret = sealSecret;
		this.openSecret = openSecret;
		this.sealer = new PacketSealer(PacketKeys.derive(settings, suite, sealSecret, 0, true),
				HeaderMask.of(suite, KeySchedule.headerKey(sealSecret)), settings.sealObserver());
		this.opener = new PacketOpener(PacketKeys.derive(settings, suite, openSecret, 0, false),
				HeaderMask.of(suite, KeySchedule.headerKey(openSecret)));
	}

	PacketSealer sealer() {
		return this.sealer;
	}

	CipherSuite suite() {
		return this.suite;
	}

	/** Opens; where the peer went on to the next epoch, this side follows. */
	int open(byte[] packet, int offset, int length) {
		int result = this.opener.open(packet, offset, length);
		PacketKeys next = this.nextSealKeys;
		if (next != null && this.opener.keys().epoch() == next.epoch()) {
			this.sealer.switchTo(next);
			this.nextSealKeys = null;
		}
		return result;
	}

	PacketOpener opener() {
		return this.opener;
	}

	/**
	 * Derives the keys of the next epoch for both directions, off the packet path. Does
	 * nothing where they are there, or an update goes on.
	 */
	// SPEC packets.md#key-update
	void prepareNextKeys() {
		long epoch = this.opener.keys().epoch();
		if (this.opener.nextPrepared() || this.sealer.keys().epoch() != epoch) {
			return;
		}
		this.sealSecret = replace(this.sealSecret);
		this.openSecret = replace(this.openSecret);
		this.nextSealKeys = PacketKeys.derive(this.settings, this.suite, this.sealSecret, epoch + 1, true);
		this.opener.prepareNext(PacketKeys.derive(this.settings, this.suite, this.openSecret, epoch + 1, false));
	}

	/**
	 * Seals with the next epoch's keys from now on.
	 * @return whether that was possible: next keys are prepared and those of the epoch
	 * before are gone
	 */
	boolean initiateKeyUpdate() {
		PacketKeys next = this.nextSealKeys;
		if (next == null || this.opener.hasPrevious()) {
			return false;
		}
		this.sealer.switchTo(next);
		this.nextSealKeys = null;
		return true;
	}

	private static byte[] replace(byte[] secret) {
		byte[] next = KeySchedule.nextTrafficSecret(secret);
		Erasure.erase(secret);
		return next;
	}

	void destroy() {
		this.sealer.destroy();
		this.opener.destroy();
		Erasure.erase(this.sealSecret, this.openSecret);
		this.nextSealKeys = null;
	}

}
