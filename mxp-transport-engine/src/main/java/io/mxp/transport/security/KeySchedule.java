/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.charset.StandardCharsets;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.packet.LittleEndian;

/**
 * Which key comes from what. Pure functions.
 */
// SPEC handshake.md#key-schedule
final class KeySchedule {

	private static final byte[] NO_CONTEXT = new byte[0];

	// SPEC packets.md#initial-keys
	private static final byte[] INITIAL_SALT = NoiseHash.SHA256
		.hash("MXP-transport initial v1".getBytes(StandardCharsets.US_ASCII));

	private KeySchedule() {
	}

	/** The secret of the client's Initial packets, from its first random id. */
	static byte[] clientInitialSecret(long initialConnectionId) {
		return initialSecret("mxp client initial", id(initialConnectionId));
	}

	/**
	 * The secret of a server's Initial packets. The server's own id is in it, so that a
	 * server that gets the same first packet twice does not use one key twice.
	 */
	static byte[] serverInitialSecret(long initialConnectionId, long serverConnectionId) {
		return initialSecret("mxp server initial", id(initialConnectionId), id(serverConnectionId));
	}

	private static byte[] initialSecret(String label, byte[]... ids) {
		byte[] initial = Hkdf.extract(INITIAL_SALT, ids);
		return Hkdf.expandLabel(initial, label, NO_CONTEXT, Hkdf.HASH_BYTES);
	}

	/** What all keys after the handshake come from. */
	static byte[] masterSecret(byte[] handshakeHash, byte[] initiatorSecret, byte[] responderSecret) {
		return Hkdf.extract(handshakeHash, initiatorSecret, responderSecret);
	}

	/** The secret of a direction in epoch 0; bound to the suite. */
	static byte[] trafficSecret(byte[] masterSecret, boolean fromClient, CipherSuite suite) {
		String label = fromClient ? "mxp 1rtt client" : "mxp 1rtt server";
		return Hkdf.expandLabel(masterSecret, label, suiteContext(suite), Hkdf.HASH_BYTES);
	}

	private static byte[] suiteContext(CipherSuite suite) {
		return new byte[] { (byte) suite.wireId(), (byte) (suite.wireId() >>> 8) };
	}

	/** What tickets of a connection are made from. */
	// SPEC handshake.md#tickets
	static byte[] resumptionSecret(byte[] masterSecret, CipherSuite suite) {
		return Hkdf.expandLabel(masterSecret, "mxp resumption", suiteContext(suite), Hkdf.HASH_BYTES);
	}

	/** The psk of a ticket: of all that know the secret, each ticket has its own. */
	static byte[] ticketKey(byte[] resumptionSecret, byte[] ticket) {
		return Hkdf.expandLabel(resumptionSecret, "mxp ticket", NoiseHash.SHA256.hash(ticket), Hkdf.HASH_BYTES);
	}

	/** The secret of early packets, from the state of Noise behind message 1. */
	// SPEC handshake.md#early-keys
	static byte[] earlySecret(byte[] handshakeHash, byte[] chainingKey, CipherSuite suite) {
		byte[] master = Hkdf.extract(handshakeHash, chainingKey);
		byte[] secret = Hkdf.expandLabel(master, "mxp 0rtt client", suiteContext(suite), Hkdf.HASH_BYTES);
		Erasure.erase(master);
		return secret;
	}

	static byte[] packetKey(byte[] trafficSecret) {
		return Hkdf.expandLabel(trafficSecret, "mxp key", NO_CONTEXT, PacketAead.KEY_BYTES);
	}

	static byte[] packetIv(byte[] trafficSecret) {
		return Hkdf.expandLabel(trafficSecret, "mxp iv", NO_CONTEXT, 12);
	}

	/** The header key of a direction, from the secret of epoch 0 only. */
	static byte[] headerKey(byte[] trafficSecret) {
		return Hkdf.expandLabel(trafficSecret, "mxp hp", NO_CONTEXT, HeaderMask.KEY_BYTES);
	}

	/** The secret of the next epoch. */
	static byte[] nextTrafficSecret(byte[] trafficSecret) {
		return Hkdf.expandLabel(trafficSecret, "mxp update", NO_CONTEXT, Hkdf.HASH_BYTES);
	}

	private static byte[] id(long connectionId) {
		byte[] bytes = new byte[Long.BYTES];
		LittleEndian.putLong(bytes, 0, connectionId);
		return bytes;
	}

}
