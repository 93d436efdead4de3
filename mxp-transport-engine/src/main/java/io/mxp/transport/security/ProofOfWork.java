/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.BooleanSupplier;

import io.mxp.transport.packet.LittleEndian;

/**
 * The puzzle that a Retry may hold: a number that makes a hash over the token begin with
 * zero bits. It costs the client 2^bits hashes and the server one. It shows no address
 * and replaces nothing. COLD.
 */
// SPEC connection.md#proof-of-work
public final class ProofOfWork {

	/** The most zero bits that a server may ask for and a client looks for. */
	public static final int MAX_BITS = 20;

	private static final byte[] LABEL = "mxp puzzle".getBytes(StandardCharsets.US_ASCII);

	private static final int CHECK_EVERY = 1_024;

	private ProofOfWork() {
	}

	/** Whether a number solves the puzzle of a token. */
	public static boolean solves(byte[] token, int bits, long solution) {
		return leadingZeroBits(digest(sha256(), input(token), solution)) >= bits;
	}

	/**
	 * Looks for a solution, which takes 2^bits hashes on average: not on an event loop.
	 * @param start where to begin
	 * @param given whether nobody waits for it any more; asked now and then
	 * @return a solution, or any number where it was given up
	 */
	public static long solve(byte[] token, int bits, long start, BooleanSupplier given) {
		MessageDigest sha256 = sha256();
		byte[] input = input(token);
		long candidate = start;
		while (leadingZeroBits(digest(sha256, input, candidate)) < bits) {
			candidate++;
			if (candidate % CHECK_EVERY == 0 && given.getAsBoolean()) {
				break;
			}
		}
		return candidate;
	}

	private static byte[] input(byte[] token) {
		byte[] input = new byte[LABEL.length + token.length + Long.BYTES];
		System.arraycopy(LABEL, 0, input, 0, LABEL.length);
		System.arraycopy(token, 0, input, LABEL.length, token.length);
		return input;
	}

	private static byte[] digest(MessageDigest sha256, byte[] input, long solution) {
		LittleEndian.putLong(input, input.length - Long.BYTES, solution);
		return sha256.digest(input);
	}

	/** Zero bits before the first one, the highest bit of a byte first. */
	private static int leadingZeroBits(byte[] hash) {
		int bits = 0;
		for (byte part : hash) {
			if (part != 0) {
				return bits + Integer.numberOfLeadingZeros(part & 0xFF) - (Integer.SIZE - Byte.SIZE);
			}
			bits += Byte.SIZE;
		}
		return bits;
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

}
