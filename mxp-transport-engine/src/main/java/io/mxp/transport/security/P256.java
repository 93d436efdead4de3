/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;

import javax.crypto.KeyAgreement;

import org.jspecify.annotations.Nullable;

/**
 * Diffie-Hellman over P-256 (NIST SP 800-56A, SP 800-186) by the platform's providers.
 * Public keys are uncompressed points of 65 bytes (SEC 1 §2.3.3), private ones the scalar
 * of 32 bytes, big-endian, and the public key behind it.
 */
// SPEC handshake.md#p-256
final class P256 {

	static final int PUBLIC_BYTES = 65;

	static final int SCALAR_BYTES = 32;

	static final int PRIVATE_BYTES = SCALAR_BYTES + PUBLIC_BYTES;

	private static final byte UNCOMPRESSED = 4;

	private static final BigInteger THREE = BigInteger.valueOf(3);

	private static final ECParameterSpec CURVE = curve();

	private static final BigInteger FIELD = ((ECFieldFp) CURVE.getCurve().getField()).getP();

	private P256() {
	}

	static byte[] generate(RandomSource random) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"), new RandomSourceAdapter(random));
			KeyPair pair = generator.generateKeyPair();
			return privateKey(((ECPrivateKey) pair.getPrivate()).getS(), ((ECPublicKey) pair.getPublic()).getW());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("no provider makes P-256 keys: install one that does", ex);
		}
	}

	/** The form that this class uses. */
	static byte[] privateKey(BigInteger scalar, ECPoint publicPoint) {
		byte[] key = new byte[PRIVATE_BYTES];
		put(scalar, key, 0);
		System.arraycopy(encode(publicPoint), 0, key, SCALAR_BYTES, PUBLIC_BYTES);
		return key;
	}

	static byte[] publicKey(byte[] privateKey) {
		return Arrays.copyOfRange(privateKey, SCALAR_BYTES, PRIVATE_BYTES);
	}

	/**
	 * The x coordinate of the shared point.
	 * @throws NoiseException where the public key is no point of the curve
	 */
	static byte[] agree(byte[] privateKey, byte[] publicKey) throws NoiseException {
		ECPoint point = decode(publicKey);
		if (point == null || privateKey.length != PRIVATE_BYTES) {
			throw NoiseException.failed();
		}
		BigInteger scalar = new BigInteger(1, Arrays.copyOf(privateKey, SCALAR_BYTES));
		try {
			KeyFactory factory = KeyFactory.getInstance("EC");
			KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
			agreement.init(factory.generatePrivate(new ECPrivateKeySpec(scalar, CURVE)));
			agreement.doPhase(factory.generatePublic(new ECPublicKeySpec(point, CURVE)), true);
			Curve25519.countAgreement();
			return agreement.generateSecret();
		}
		catch (GeneralSecurityException | RuntimeException ex) {
			throw NoiseException.failed();
		}
	}

	/**
	 * Full validation (SP 800-56A §5.6.2.3.3): uncompressed, both coordinates below p, on
	 * the curve. The point at infinity has no such form, and as the cofactor is 1 every
	 * other point of the curve has the right order.
	 * @return the point, or null where it is none
	 */
	// SPEC handshake.md#p-256
	static @Nullable ECPoint decode(byte[] publicKey) {
		if (publicKey.length != PUBLIC_BYTES || publicKey[0] != UNCOMPRESSED) {
			return null;
		}
		BigInteger x = new BigInteger(1, Arrays.copyOfRange(publicKey, 1, 1 + SCALAR_BYTES));
		BigInteger y = new BigInteger(1, Arrays.copyOfRange(publicKey, 1 + SCALAR_BYTES, PUBLIC_BYTES));
		if (x.compareTo(FIELD) >= 0 || y.compareTo(FIELD) >= 0) {
			return null;
		}
		BigInteger right = x.modPow(THREE, FIELD)
			.add(CURVE.getCurve().getA().multiply(x))
			.add(CURVE.getCurve().getB())
			.mod(FIELD);
		return y.multiply(y).mod(FIELD).equals(right) ? new ECPoint(x, y) : null;
	}

	static byte[] encode(ECPoint point) {
		byte[] key = new byte[PUBLIC_BYTES];
		key[0] = UNCOMPRESSED;
		put(point.getAffineX(), key, 1);
		put(point.getAffineY(), key, 1 + SCALAR_BYTES);
		return key;
	}

	/** Whether a key of a certificate is one of this curve. */
	static boolean isOnCurve(ECPublicKey key) {
		return key.getParams() != null && key.getParams().getCurve().equals(CURVE.getCurve())
				&& key.getParams().getGenerator().equals(CURVE.getGenerator())
				&& !ECPoint.POINT_INFINITY.equals(key.getW());
	}

	/** Whether a private key is one of this curve. */
	static boolean isOnCurve(ECPrivateKey key) {
		return key.getParams() != null && key.getParams().getCurve().equals(CURVE.getCurve())
				&& key.getParams().getGenerator().equals(CURVE.getGenerator());
	}

	/**
	 * Whether the two halves of a private key belong together (pair-wise consistency, SP
	 * 800-56A §5.6.2.1.4): what one has signed the other verifies.
	 */
	static boolean belongTogether(byte[] privateKey) {
		ECPoint point = decode(publicKey(privateKey));
		if (point == null) {
			return false;
		}
		byte[] probe = { 'm', 'x', 'p' };
		BigInteger scalar = new BigInteger(1, Arrays.copyOf(privateKey, SCALAR_BYTES));
		try {
			KeyFactory factory = KeyFactory.getInstance("EC");
			Signature signature = Signature.getInstance("SHA256withECDSA");
			signature.initSign(factory.generatePrivate(new ECPrivateKeySpec(scalar, CURVE)));
			signature.update(probe);
			byte[] signed = signature.sign();
			signature.initVerify(factory.generatePublic(new ECPublicKeySpec(point, CURVE)));
			signature.update(probe);
			return signature.verify(signed);
		}
		catch (GeneralSecurityException | RuntimeException ex) {
			return false;
		}
	}

	private static void put(BigInteger value, byte[] bytes, int at) {
		byte[] signed = value.toByteArray();
		int length = Math.min(signed.length, SCALAR_BYTES);
		System.arraycopy(signed, signed.length - length, bytes, at + SCALAR_BYTES - length, length);
	}

	private static ECParameterSpec curve() {
		try {
			AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
			parameters.init(new ECGenParameterSpec("secp256r1"));
			return parameters.getParameterSpec(ECParameterSpec.class);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("no provider knows P-256: install one that does", ex);
		}
	}

	/** Randomness as the platform wants it. */
	private static final class RandomSourceAdapter extends SecureRandom {

		private static final long serialVersionUID = 1;

		private final transient RandomSource source;

		RandomSourceAdapter(RandomSource source) {
			this.source = source;
		}

		@Override
		public void nextBytes(byte[] bytes) {
			this.source.nextBytes(bytes);
		}

	}

}
