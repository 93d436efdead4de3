/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.List;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.DenyList;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TrustPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The files of {@link IdentityPem}. Every failure is an {@link IllegalArgumentException}
 * whose message names the file and says what to do.
 */
public final class IdentityFiles {

	/** No file of ours is larger; a bundle of authorities with room to spare. */
	private static final long BYTES_LIMIT = 1024 * 1024;

	private IdentityFiles() {
	}

	/**
	 * Reads an identity.
	 * @param keyFile the PEM file with the private key, perhaps with the certificates too
	 * @param certificateFile the PEM file with the certificates, or null
	 * @param now the time
	 * @return the identity
	 */
	public static AgentIdentity readIdentity(Path keyFile, @Nullable Path certificateFile, Instant now) {
		return readIdentity(keyFile, certificateFile, now, null);
	}

	/**
	 * Reads an identity.
	 * @param keyFile the PEM file with the private keys, perhaps with the certificates
	 * too
	 * @param certificateFile the PEM file with the certificates, or null
	 * @param now the time
	 * @param random makes an X25519 key where a certificate of form B has none; null
	 * where there has to be one
	 * @return the identity
	 */
	public static AgentIdentity readIdentity(Path keyFile, @Nullable Path certificateFile, Instant now,
			@Nullable SecureRandom random) {
		String key = readText(keyFile, "private key", "Make one: mxp identity agent …");
		String certificates = (certificateFile != null) ? readText(certificateFile, "certificate",
				"Make one: mxp identity agent …, or leave it out and let the peers pin the key.") : null;
		String source = (certificateFile != null) ? keyFile + " with " + certificateFile : keyFile.toString();
		return (random != null) ? IdentityPem.readIdentity(key, certificates, source, now, random)
				: IdentityPem.readIdentity(key, certificates, source, now);
	}

	/**
	 * Reads certificates.
	 * @param file a PEM file
	 * @return the certificates in their order, at least one
	 */
	public static List<X509Certificate> readCertificates(Path file) {
		List<X509Certificate> certificates = IdentityPem
			.readCertificates(readText(file, "certificate", "Check the path."), file.toString());
		if (certificates.isEmpty()) {
			throw new IllegalArgumentException(
					file + " holds no certificate. Give a PEM file with a block 'CERTIFICATE'.");
		}
		return certificates;
	}

	/**
	 * Reads a public key.
	 * @param file a PEM file, or one with hex or base64
	 * @return the key
	 */
	public static StaticKey readPublicKey(Path file) {
		return IdentityPem.readPublicKey(readText(file, "public key", "Ask the peer's owner for it."), file.toString());
	}

	/**
	 * Reads a trust file into a policy.
	 * @param builder the policy
	 * @param file the PEM file
	 */
	public static void readTrust(TrustPolicy.Builder builder, Path file) {
		IdentityPem.readTrust(builder, readText(file, "trust", "Make one: mxp identity trust …"), file.toString());
	}

	/**
	 * Reads an authority with its private key from one file.
	 * @param file a PEM file with the private key and the certificate
	 * @return the authority
	 */
	public static CertificateAuthority readAuthority(Path file) {
		String text = readText(file, "authority", "Make one: mxp identity ca …");
		List<X509Certificate> certificates = IdentityPem.readCertificates(text, file.toString());
		for (PemBlock block : PemBlock.parse(text)) {
			if (block.type().equals(PemBlock.PRIVATE_KEY) && !certificates.isEmpty()) {
				return CertificateAuthority.load(block.content(), certificates);
			}
		}
		throw new IllegalArgumentException(
				file + " does not hold a private key and a certificate. Give the file that 'mxp identity ca' made.");
	}

	/**
	 * An authority as PEM: the private key, then the certificate and, for an intermediate
	 * one, its issuers'.
	 * @param authority the authority
	 * @return the text; secret
	 */
	public static String write(CertificateAuthority authority) {
		byte[] pkcs8 = authority.privateKeyPkcs8();
		try {
			StringBuilder text = new StringBuilder(new PemBlock(PemBlock.PRIVATE_KEY, pkcs8).encode());
			List<X509Certificate> issuers = authority.issuerChain();
			(issuers.isEmpty() ? List.of(authority.certificate()) : issuers)
				.forEach((certificate) -> text.append(IdentityPem.write(certificate)));
			return text.toString();
		}
		finally {
			X25519Keys.erase(pkcs8);
		}
	}

	/**
	 * Reads a deny list.
	 * @param file a text file
	 * @return the list
	 */
	public static DenyList readDenyList(Path file) {
		return DenyList.parse(readText(file, "deny list", "Make one: mxp identity deny …"), file.toString());
	}

	/**
	 * A key pair of a certificate of form B as PEM: the private key.
	 * @param keys the pair
	 * @return the text; secret
	 */
	public static String write(KeyPair keys) {
		byte[] pkcs8 = keys.getPrivate().getEncoded();
		try {
			return new PemBlock(PemBlock.PRIVATE_KEY, pkcs8).encode();
		}
		finally {
			X25519Keys.erase(pkcs8);
		}
	}

	/**
	 * Reads the key pair of a certificate of form B.
	 * @param file the PEM file with the private key, Ed25519 or P-256
	 * @param certificate the certificate
	 * @return the pair
	 */
	public static KeyPair readSigningKeys(Path file, X509Certificate certificate) {
		for (PemBlock block : PemBlock.parse(readText(file, "signing key", "It was made with the identity."))) {
			if (block.type().equals(PemBlock.PRIVATE_KEY)) {
				try {
					return new KeyPair(certificate.getPublicKey(),
							KeyFactory.getInstance(X25519Keys.kindOf(block.content()))
								.generatePrivate(new PKCS8EncodedKeySpec(block.content())));
				}
				catch (GeneralSecurityException ex) {
					// Without the cause: its text may quote a part of the key.
					throw new IllegalArgumentException("The private key of " + file + " is neither Ed25519 nor P-256.");
				}
				finally {
					X25519Keys.erase(block.content());
				}
			}
		}
		throw new IllegalArgumentException(
				file + " holds no private key. Give the file that was made with the identity.");
	}

	/**
	 * Reads a text file.
	 * @param file the file
	 * @param what what it should hold, for messages
	 * @param advice what to do if it is not there, a sentence
	 * @return the text
	 */
	public static String readText(Path file, String what, String advice) {
		try {
			if (Files.isDirectory(file)) {
				throw new IllegalArgumentException(
						"The " + what + " file " + file + " is a directory. Name the file in it.");
			}
			if (Files.size(file) > BYTES_LIMIT) {
				throw new IllegalArgumentException("The " + what + " file " + file + " has more than " + BYTES_LIMIT
						+ " bytes. It is some other file; check the path.");
			}
			return Files.readString(file, StandardCharsets.UTF_8);
		}
		catch (NoSuchFileException ex) {
			throw new IllegalArgumentException(
					"The " + what + " file " + file.toAbsolutePath() + " is not there. " + advice, ex);
		}
		catch (AccessDeniedException ex) {
			throw new IllegalArgumentException(
					"The " + what + " file " + file + " may not be read by this user. Run this as the file's owner.",
					ex);
		}
		catch (MalformedInputException ex) {
			throw new IllegalArgumentException(
					"The " + what + " file " + file
							+ " is not text. Convert it to PEM, for instance: openssl x509 -inform der -in … -out …",
					ex);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(
					"The " + what + " file " + file + " cannot be read (" + ex.getMessage() + "). Check the disk.", ex);
		}
	}

}
