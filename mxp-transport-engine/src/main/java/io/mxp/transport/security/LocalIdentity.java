/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

import io.mxp.transport.AgentIdentity;
import org.jspecify.annotations.Nullable;

/**
 * One static key of this side with the certificates that go with it. Made once from
 * configuration, shared by all connections.
 */
public final class LocalIdentity {

	/** Bytes of an X25519 key, private or public. */
	public static final int KEY_BYTES = 32;

	private final byte[] privateKey;

	private final byte[] publicKey;

	private final List<byte[]> certificateChain;

	private final byte[] staticKeySignature;

	private final int keyId;

	/**
	 * Joins a key and its certificates.
	 * @param privateKey the X25519 private key, 32 bytes, or a P-256 one in the form of
	 * {@link AgentIdentity#builder}; copied
	 * @param certificateChain DER certificates, leaf first; empty where the peers pin the
	 * key
	 * @param staticKeySignature the statement about the static key of a leaf that has
	 * another key (form B), else empty
	 */
	public LocalIdentity(byte[] privateKey, List<byte[]> certificateChain, byte[] staticKeySignature) {
		if (privateKey.length != KEY_BYTES && privateKey.length != P256.PRIVATE_BYTES) {
			throw new IllegalArgumentException("an X25519 private key has 32 bytes, not " + privateKey.length);
		}
		this.privateKey = privateKey.clone();
		this.publicKey = NoiseDh.ofPrivateKey(privateKey).publicKey(this.privateKey);
		this.keyId = keyId(this.publicKey);
		this.certificateChain = List.copyOf(certificateChain);
		this.staticKeySignature = staticKeySignature.clone();
	}

	/**
	 * A key without certificates.
	 * @param privateKey the X25519 private key, 32 bytes; copied
	 * @return an identity for peers that pin the key
	 */
	public static LocalIdentity ofKey(byte[] privateKey) {
		return new LocalIdentity(privateKey, List.of(), new byte[0]);
	}

	/**
	 * The key and the certificates of an agent.
	 * @param identity the agent's identity; not the anonymous one
	 * @return an identity for handshakes
	 */
	public static LocalIdentity of(AgentIdentity identity) {
		byte[] privateKey = identity.privateKey();
		LocalIdentity local = new LocalIdentity(privateKey, identity.certificateChain(), identity.staticKeyStatement());
		Erasure.erase(privateKey);
		return local;
	}

	/**
	 * The public half of the key.
	 * @return 32 bytes, a copy
	 */
	public byte[] publicKey() {
		return this.publicKey.clone();
	}

	/** Whether the key is one of P-256. */
	public boolean isP256() {
		return this.privateKey.length == P256.PRIVATE_BYTES;
	}

	/**
	 * The certificates shown to peers.
	 * @return DER certificates, leaf first; not to be written into
	 */
	public List<byte[]> certificateChain() {
		return this.certificateChain;
	}

	/**
	 * The name of the key in the KEY_ID field of an Initial packet.
	 * @return the first 4 bytes of the SHA-256 of the public key, read little-endian
	 */
	public int keyId() {
		return this.keyId;
	}

	/**
	 * The name of a static key in the KEY_ID field of an Initial packet.
	 * @param publicKey an X25519 public key, 32 bytes
	 * @return the first 4 bytes of its SHA-256, read little-endian
	 */
	// SPEC packets.md#key-id
	public static int keyId(byte[] publicKey) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(publicKey);
			return (hash[0] & 0xFF) | (hash[1] & 0xFF) << 8 | (hash[2] & 0xFF) << 16 | (hash[3] & 0xFF) << 24;
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

	/**
	 * Finds the identity that a client's KEY_ID names.
	 * @param identities the identities of a server
	 * @param keyId the client's KEY_ID
	 * @return {@code null} where the client means none of them
	 */
	public static @Nullable LocalIdentity select(List<LocalIdentity> identities, int keyId) {
		for (LocalIdentity identity : identities) {
			if (identity.keyId() == keyId) {
				return identity;
			}
		}
		return null;
	}

	byte[] privateKey() {
		return this.privateKey;
	}

	byte[] staticKeySignature() {
		return this.staticKeySignature;
	}

	@Override
	public String toString() {
		return "LocalIdentity[keyId=" + Integer.toHexString(keyId()) + ", certificates=" + this.certificateChain.size()
				+ "]";
	}

}
