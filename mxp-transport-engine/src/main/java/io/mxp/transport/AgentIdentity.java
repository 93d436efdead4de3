/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.math.BigInteger;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;

/**
 * Who this side is: an agent id, a name for people, the X25519 key pair that the
 * handshake proves, and the certificate chain (possibly empty) that ties the key to the
 * id. Immutable. Two identities are equal if their keys are.
 * <p>
 * No method but {@link #privateKey()} gives the private key away; {@code toString} shows
 * the fingerprint of the public one.
 */
public final class AgentIdentity {

	private static final UUID NIL = new UUID(0, 0);

	private static final AgentIdentity ANONYMOUS = new AgentIdentity(NIL, "anonymous", null, null, List.of(),
			new byte[0]);

	private static final int SCALAR_BYTES = 32;

	private static final int P256_PRIVATE_BYTES = SCALAR_BYTES + StaticKey.P256_LENGTH_BYTES;

	private final UUID agentId;

	private final String name;

	private final byte @Nullable [] privateKey;

	private final @Nullable StaticKey staticKey;

	private final List<byte[]> certificateChain;

	private final byte[] staticKeyStatement;

	private AgentIdentity(UUID agentId, String name, byte @Nullable [] privateKey, @Nullable StaticKey staticKey,
			List<byte[]> certificateChain, byte[] staticKeyStatement) {
		this.agentId = agentId;
		this.name = name;
		this.privateKey = privateKey;
		this.staticKey = staticKey;
		this.certificateChain = certificateChain;
		this.staticKeyStatement = staticKeyStatement;
	}

	/**
	 * No identity: a client that shows no key (Noise NK). A server cannot be anonymous.
	 * @return the one anonymous identity; its agent id is the nil UUID
	 */
	public static AgentIdentity anonymous() {
		return ANONYMOUS;
	}

	/**
	 * A new key pair without certificate, for peers that pin the key. The agent id is
	 * {@link StaticKey#derivedAgentId()}.
	 * @param name a name for people
	 * @param random where the key comes from
	 * @return the identity
	 */
	public static AgentIdentity generate(String name, SecureRandom random) {
		byte[] privateKey = new byte[StaticKey.LENGTH_BYTES];
		X25519.generatePrivateKey(random, privateKey);
		return builder(privateKey).name(name).build();
	}

	/**
	 * A new key pair of P-256, for peers that require approved algorithms. Made by the
	 * platform's first provider for EC keys.
	 * @param name a name for people
	 * @return the identity
	 * @throws IllegalStateException where no provider makes such keys
	 */
	public static AgentIdentity generateP256(String name) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			KeyPair pair = generator.generateKeyPair();
			return builder((ECPrivateKey) pair.getPrivate(), (ECPublicKey) pair.getPublic()).name(name).build();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("No provider makes P-256 keys. Install one that does.", ex);
		}
	}

	/**
	 * Starts an identity with its key pair of P-256.
	 * @param privateKey the scalar
	 * @param publicKey the point that belongs to it
	 * @return a builder
	 */
	public static Builder builder(ECPrivateKey privateKey, ECPublicKey publicKey) {
		byte[] bytes = new byte[P256_PRIVATE_BYTES];
		put(privateKey.getS(), bytes, 0);
		bytes[SCALAR_BYTES] = 4;
		put(publicKey.getW().getAffineX(), bytes, SCALAR_BYTES + 1);
		put(publicKey.getW().getAffineY(), bytes, 2 * SCALAR_BYTES + 1);
		return new Builder(bytes);
	}

	private static void put(BigInteger value, byte[] bytes, int at) {
		byte[] signed = value.toByteArray();
		int length = Math.min(signed.length, SCALAR_BYTES);
		System.arraycopy(signed, signed.length - length, bytes, at + SCALAR_BYTES - length, length);
	}

	/**
	 * Starts an identity with its private key.
	 * @param privateKey the X25519 scalar, 32 bytes (RFC 7748 §5; copied); or of P-256
	 * the scalar, 32 bytes big-endian, and the uncompressed point, 65 bytes
	 * @return a builder
	 */
	public static Builder builder(byte[] privateKey) {
		return new Builder(privateKey);
	}

	/**
	 * Starts an identity like this one.
	 * @return a builder
	 * @throws IllegalStateException if anonymous
	 */
	public Builder toBuilder() {
		byte[] copy = privateKey();
		Builder builder = new Builder(copy).agentId(this.agentId)
			.name(this.name)
			.certificateChain(this.certificateChain)
			.staticKeyStatement(this.staticKeyStatement);
		Arrays.fill(copy, (byte) 0);
		return builder;
	}

	/**
	 * The agent id; the nil UUID if anonymous.
	 * @return the id
	 */
	public UUID agentId() {
		return this.agentId;
	}

	/**
	 * The name for people: in logs and listings, never used to decide anything.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Whether this is {@link #anonymous()}, which has no keys.
	 * @return true if there is no key
	 */
	public boolean isAnonymous() {
		return this.privateKey == null;
	}

	/**
	 * The private key: a copy that the caller should erase after use.
	 * @return the X25519 scalar, 32 bytes, or a P-256 key as {@link #builder} takes it
	 * @throws IllegalStateException if anonymous
	 */
	public byte[] privateKey() {
		if (this.privateKey == null) {
			throw new IllegalStateException("An anonymous identity has no private key. Ask isAnonymous() first.");
		}
		return this.privateKey.clone();
	}

	/**
	 * The public key.
	 * @return the key
	 * @throws IllegalStateException if anonymous
	 */
	public StaticKey staticKey() {
		if (this.staticKey == null) {
			throw new IllegalStateException("An anonymous identity has no key. Ask isAnonymous() first.");
		}
		return this.staticKey;
	}

	/**
	 * The certificates to show to peers, DER, the leaf first, without the trust anchor.
	 * @return copies; empty if the peer has to know the key
	 */
	public List<byte[]> certificateChain() {
		List<byte[]> copies = new ArrayList<>(this.certificateChain.size());
		this.certificateChain.forEach((der) -> copies.add(der.clone()));
		return copies;
	}

	/**
	 * What the first certificate's key says about the static key, where it is another key
	 * (form B).
	 * @return a copy; empty in form A and without certificates
	 */
	public byte[] staticKeyStatement() {
		return this.staticKeyStatement.clone();
	}

	/**
	 * The public key's fingerprint, or "anonymous".
	 * @return "sha256:" and 64 hex digits
	 */
	public String fingerprint() {
		return (this.staticKey != null) ? this.staticKey.fingerprint() : "anonymous";
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof AgentIdentity that && Objects.equals(this.staticKey, that.staticKey);
	}

	@Override
	public int hashCode() {
		return Objects.hashCode(this.staticKey);
	}

	/** Only the fingerprint of the public key (SEC-14). */
	@Override
	public String toString() {
		return "AgentIdentity[" + fingerprint() + "]";
	}

	/** Collects an identity; not thread-safe. */
	public static final class Builder {

		private final byte[] privateKey;

		private @Nullable UUID agentId;

		private @Nullable String name;

		private List<byte[]> certificateChain = List.of();

		private byte[] staticKeyStatement = new byte[0];

		private Builder(byte[] privateKey) {
			if (privateKey.length != StaticKey.LENGTH_BYTES && privateKey.length != P256_PRIVATE_BYTES) {
				throw new IllegalArgumentException("An X25519 private key has 32 bytes, but this one has "
						+ privateKey.length + ". 'mxp identity agent' makes a fitting one.");
			}
			this.privateKey = privateKey.clone();
		}

		/**
		 * Sets the agent id. By default the one that the key derives.
		 * @param agentId the id
		 * @return this builder
		 */
		public Builder agentId(UUID agentId) {
			this.agentId = agentId;
			return this;
		}

		/**
		 * Sets the name for people. By default the agent id's text.
		 * @param name the name
		 * @return this builder
		 */
		public Builder name(String name) {
			this.name = name;
			return this;
		}

		/**
		 * Sets the certificates to show, DER, the leaf first. By default none.
		 * @param chain the certificates (copied)
		 * @return this builder
		 */
		public Builder certificateChain(List<byte[]> chain) {
			List<byte[]> copies = new ArrayList<>(chain.size());
			chain.forEach((der) -> copies.add(der.clone()));
			this.certificateChain = List.copyOf(copies);
			return this;
		}

		/**
		 * Sets what the first certificate's key says about the static key (form B). By
		 * default nothing.
		 * @param statement the statement (copied)
		 * @return this builder
		 */
		public Builder staticKeyStatement(byte[] statement) {
			this.staticKeyStatement = statement.clone();
			return this;
		}

		/**
		 * Builds the identity.
		 * @return the identity
		 * @throws IllegalArgumentException if the first certificate cannot be read, is
		 * for another X25519 key, or is for a key of another kind and there is no
		 * statement
		 */
		public AgentIdentity build() {
			StaticKey staticKey = StaticKey.of(publicKey());
			if (!this.certificateChain.isEmpty()) {
				checkLeaf(this.certificateChain.get(0), staticKey, this.staticKeyStatement.length > 0);
			}
			UUID id = (this.agentId != null) ? this.agentId : staticKey.derivedAgentId();
			String shownName = (this.name != null) ? this.name : id.toString();
			return new AgentIdentity(id, shownName, this.privateKey.clone(), staticKey, this.certificateChain,
					this.staticKeyStatement.clone());
		}

		private byte[] publicKey() {
			if (this.privateKey.length == P256_PRIVATE_BYTES) {
				return Arrays.copyOfRange(this.privateKey, SCALAR_BYTES, P256_PRIVATE_BYTES);
			}
			byte[] publicKey = new byte[StaticKey.LENGTH_BYTES];
			X25519.generatePublicKey(this.privateKey, 0, publicKey, 0);
			return publicKey;
		}

		private static void checkLeaf(byte[] der, StaticKey staticKey, boolean signed) {
			X509Certificate leaf;
			try {
				leaf = (X509Certificate) CertificateFactory.getInstance("X.509")
					.generateCertificate(new ByteArrayInputStream(der));
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalArgumentException(
						"The identity's first certificate cannot be read. Give DER-encoded X.509, the agent's own certificate first.",
						ex);
			}
			if (staticKey.isP256() && !signed && leaf.getPublicKey() instanceof ECPublicKey point) {
				if (!samePoint(point, staticKey)) {
					throw otherKey(staticKey);
				}
			}
			else if (!(leaf.getPublicKey() instanceof XECPublicKey key)) {
				if (!signed) {
					throw new IllegalArgumentException("The certificate is for a key of the kind "
							+ leaf.getPublicKey().getAlgorithm()
							+ ", which has to sign the static key. Give its statement: 'mxp identity agent --form b' makes one.");
				}
			}
			else if (!sameKey(key.getU(), staticKey)) {
				throw otherKey(staticKey);
			}
		}

		private static IllegalArgumentException otherKey(StaticKey staticKey) {
			return new IllegalArgumentException(
					"The certificate is for another key than the private key given. Use the pair that was made together,"
							+ " or have a certificate issued for the key " + staticKey.fingerprint() + ".");
		}

		/** An encoded key of the curve ends with its point. */
		private static boolean samePoint(ECPublicKey point, StaticKey staticKey) {
			byte[] encoded = point.getEncoded();
			byte[] key = staticKey.bytes();
			return encoded.length > key.length
					&& Arrays.equals(encoded, encoded.length - key.length, encoded.length, key, 0, key.length);
		}

		private static boolean sameKey(BigInteger u, StaticKey staticKey) {
			byte[] littleEndian = staticKey.bytes();
			byte[] bigEndian = new byte[littleEndian.length];
			for (int i = 0; i < littleEndian.length; i++) {
				bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
			}
			return u.equals(new BigInteger(1, bigEndian));
		}

	}

}
