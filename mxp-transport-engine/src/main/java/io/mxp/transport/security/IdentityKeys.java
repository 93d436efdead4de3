/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.mxp.transport.StaticKey;
import org.jspecify.annotations.Nullable;

/**
 * The private keys of one identity's files, and which of them is for what: an X25519 key
 * is always the static key, an Ed25519 key signs it, and one of P-256 may do either. What
 * is given is erased.
 */
final class IdentityKeys {

	private final String source;

	private byte @Nullable [] x25519;

	private @Nullable PrivateKey ed25519;

	private final List<Elliptic> p256 = new ArrayList<>();

	private @Nullable String problem;

	IdentityKeys(String source) {
		this.source = source;
	}

	void add(byte[] pkcs8) {
		try {
			switch (X25519Keys.kindOf(pkcs8)) {
				case "Ed25519" -> this.ed25519 = (this.ed25519 != null) ? this.ed25519 : parse("Ed25519", pkcs8);
				case "EC" -> addElliptic(pkcs8);
				default -> {
					// Of another kind as well, for the sentence that says what is wrong
					// with it.
					byte[] scalar = X25519Keys.scalarOf(pkcs8);
					this.x25519 = (this.x25519 != null) ? this.x25519 : scalar;
				}
			}
		}
		catch (IllegalArgumentException | GeneralSecurityException ex) {
			note((ex instanceof IllegalArgumentException) ? ex.getMessage() : "cannot be read");
		}
		finally {
			X25519Keys.erase(pkcs8);
		}
	}

	private void addElliptic(byte[] pkcs8) throws GeneralSecurityException {
		if (parse("EC", pkcs8) instanceof ECPrivateKey key && P256.isOnCurve(key)) {
			this.p256.add(new Elliptic(key, StaticKeys.publicHalf(pkcs8)));
		}
		else {
			note("is an EC private key on another curve than P-256");
		}
	}

	boolean isEmpty() {
		return this.x25519 == null && this.ed25519 == null && this.p256.isEmpty();
	}

	/** Whether nothing was given at all. */
	boolean hasNone() {
		return isEmpty() && this.problem == null;
	}

	/** The static key of an identity without certificates. */
	byte[] staticKey() {
		byte[] own = own(null);
		if (own == null) {
			throw unusable();
		}
		return own;
	}

	/**
	 * The static key for a certificate of form A.
	 * @param certified the certificate's key
	 */
	byte[] staticKeyFor(StaticKey certified) {
		if (!certified.isP256()) {
			byte[] own = this.x25519;
			if (own == null) {
				throw unusable();
			}
			return own.clone();
		}
		for (Elliptic key : this.p256) {
			byte[] own = key.with(certified);
			if (own != null) {
				return own;
			}
		}
		return staticKey();
	}

	/**
	 * The static key of form B, where there is one besides the key that signs it.
	 * @param signer the key that signs, null where there is only its statement
	 */
	byte @Nullable [] staticKeyBeside(@Nullable PrivateKey signer) {
		return own(signer);
	}

	/**
	 * The private key of a certificate of form B.
	 * @param certified the certificate's key where that is one of P-256
	 * @return the key, perhaps not the right one where none is; null where there is none
	 */
	@Nullable PrivateKey signer(@Nullable StaticKey certified) {
		if (certified == null) {
			return (this.ed25519 != null || this.x25519 == null || this.p256.isEmpty()) ? this.ed25519
					: this.p256.get(0).key();
		}
		for (Elliptic key : this.p256) {
			if (key.with(certified) != null) {
				return key.key();
			}
		}
		return (this.x25519 != null && !this.p256.isEmpty()) ? this.p256.get(0).key() : this.ed25519;
	}

	IllegalArgumentException unusable() {
		String what = (this.problem != null) ? this.problem : "is not the one of an identity";
		if (this.problem == null && this.x25519 == null && !this.p256.isEmpty()) {
			what = "is a P-256 key without its public half: openssl pkey -in … -out … adds that";
		}
		else if (this.problem == null && this.ed25519 != null) {
			what = "is a private key of the kind Ed25519, not X25519";
		}
		return new IllegalArgumentException("The private key of " + this.source + " " + what
				+ ". Make a fitting one: mxp identity agent, or openssl genpkey -algorithm X25519");
	}

	void erase() {
		if (this.x25519 != null) {
			X25519Keys.erase(this.x25519);
		}
	}

	private byte @Nullable [] own(@Nullable PrivateKey but) {
		if (this.x25519 != null) {
			return this.x25519.clone();
		}
		for (Elliptic key : this.p256) {
			byte[] own = (key.key() != but) ? key.own() : null;
			if (own != null) {
				return own;
			}
		}
		return null;
	}

	private void note(@Nullable String wrong) {
		this.problem = (this.problem != null) ? this.problem : wrong;
	}

	private static PrivateKey parse(String kind, byte[] pkcs8) throws GeneralSecurityException {
		return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
	}

	/** Nothing secret (SEC-14). */
	@Override
	public String toString() {
		return "IdentityKeys of " + this.source;
	}

	/** A key of P-256, with its public half where the file has it. */
	@SuppressWarnings("ArrayRecordComponent")
	private record Elliptic(ECPrivateKey key, byte @Nullable [] point) {

		byte @Nullable [] own() {
			byte[] half = point();
			return (half != null) ? joined(half) : null;
		}

		/** With a public half that is its own, or null. */
		byte @Nullable [] with(StaticKey certified) {
			byte[] half = point();
			if (!certified.isP256() || (half != null && !certified.matches(half))) {
				return null;
			}
			return joined(certified.bytes());
		}

		private byte @Nullable [] joined(byte[] half) {
			byte[] scalar = key().getS().toByteArray();
			byte[] joined = new byte[P256.PRIVATE_BYTES];
			int length = Math.min(scalar.length, P256.SCALAR_BYTES);
			System.arraycopy(scalar, scalar.length - length, joined, P256.SCALAR_BYTES - length, length);
			System.arraycopy(half, 0, joined, P256.SCALAR_BYTES, half.length);
			Arrays.fill(scalar, (byte) 0);
			return P256.belongTogether(joined) ? joined : null;
		}

		/** Nothing secret (SEC-14). */
		@Override
		public String toString() {
			return "P-256 key";
		}

	}

}
