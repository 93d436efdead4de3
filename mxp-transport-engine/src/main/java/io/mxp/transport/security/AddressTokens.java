/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.Arrays;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.packet.LittleEndian;

/**
 * Address tokens: what a server gives to a client so that the client can show later that
 * datagrams to its address reach it. All of them are {@value #TOKEN_BYTES} bytes long and
 * sealed with a key that changes as often as tokens end. A Retry token is for one port,
 * one first id and seconds; a token for a later visit (NEW_TOKEN) is for an address only.
 * COLD.
 */
// SPEC connection.md#address-tokens
public final class AddressTokens {

	/** Length of every token in bytes. */
	public static final int TOKEN_BYTES = 72;

	/** Clocks of event loops that read one clock may be so far apart. */
	private static final long LAG_NANOS = 1_000_000_000L;

	private static final int RETRY = 1;

	private static final int LATER = 2;

	/** The id that the token's Initial is sent to: sealed along and not in the token. */
	private static final int BOUND_BYTES = 8;

	private static final int NONCE_AT = BOUND_BYTES + 4;

	private static final int NONCE_BYTES = 12;

	private static final int SEALED_AT = NONCE_AT + NONCE_BYTES;

	/** First id or identity of the token, time, address, port; filled up. */
	private static final int PLAIN_BYTES = 40;

	private static final int ADDRESS_BYTES = 16;

	private final AddressTokenSecret secret;

	private final HandshakeSettings settings;

	private final RandomSource random;

	private final Keys retryKeys;

	private final Keys laterKeys;

	private final byte[] buffer = new byte[BOUND_BYTES + TOKEN_BYTES];

	private final byte[] nonce = new byte[NONCE_BYTES];

	private int puzzle;

	/**
	 * Tokens of an event loop.
	 * @param retryLifetimeNanos how long a Retry token is good
	 * @param laterLifetimeNanos how long a token for a later visit is; 0 for none
	 */
	public AddressTokens(AddressTokenSecret secret, HandshakeSettings settings, RandomSource random,
			long retryLifetimeNanos, long laterLifetimeNanos) {
		this.secret = secret;
		this.settings = settings;
		this.random = random;
		this.retryKeys = new Keys("mxp retry token", retryLifetimeNanos);
		this.laterKeys = new Keys("mxp new token", laterLifetimeNanos);
	}

	/**
	 * A token for the Retry that answers an Initial.
	 * @param originalId the id that the Initial was sent to
	 * @param retryId the id that the next ones go to
	 */
	public byte[] retryToken(long nowNanos, InetSocketAddress client, long originalId, long retryId) {
		return retryToken(nowNanos, client, originalId, retryId, 0);
	}

	/**
	 * The same for a Retry with a puzzle.
	 * @param puzzle zero bits that a solution has to have; 0 for no puzzle
	 */
	public byte[] retryToken(long nowNanos, InetSocketAddress client, long originalId, long retryId, int puzzle) {
		this.puzzle = puzzle;
		return seal(this.retryKeys, RETRY, nowNanos, client.getAddress(), client.getPort(), originalId, retryId);
	}

	/** A token for a later visit; empty where none is given. */
	public byte[] laterToken(long nowNanos, InetAddress client) {
		if (this.laterKeys.lifetimeNanos == 0) {
			return new byte[0];
		}
		this.puzzle = 0;
		return seal(this.laterKeys, LATER, nowNanos, client, 0, this.random.nextLong(), 0);
	}

	/** Whether a token says that it came with a Retry. */
	public static boolean isRetryToken(byte[] token) {
		return token.length == TOKEN_BYTES && token[0] == RETRY;
	}

	/**
	 * Reads the token of an Initial.
	 * @param from where the Initial came from
	 * @param connectionId the id that it was sent to
	 */
	public Reading read(long nowNanos, InetSocketAddress from, byte[] token, long connectionId) {
		boolean retry = isRetryToken(token);
		if (token.length != TOKEN_BYTES || (!retry && token[0] != LATER) || token[2] != 0 || token[3] != 0) {
			return Reading.of(Verdict.FORGED);
		}
		Keys keys = retry ? this.retryKeys : this.laterKeys;
		long generation = keys.generationOf(nowNanos, token[1]);
		if (generation < 0) {
			return Reading.of(Verdict.EXPIRED);
		}
		LittleEndian.putLong(this.buffer, 0, retry ? connectionId : 0);
		System.arraycopy(token, 0, this.buffer, BOUND_BYTES, TOKEN_BYTES);
		System.arraycopy(this.buffer, NONCE_AT, this.nonce, 0, NONCE_BYTES);
		if (!keys.opener(generation).open(this.nonce, this.buffer, 0, SEALED_AT, PLAIN_BYTES + PacketAead.TAG_BYTES)) {
			return Reading.of(Verdict.FORGED);
		}
		long id = LittleEndian.getLong(this.buffer, SEALED_AT);
		long ageNanos = nowNanos - LittleEndian.getLong(this.buffer, SEALED_AT + 8);
		if (ageNanos > keys.lifetimeNanos || ageNanos < -LAG_NANOS) {
			return Reading.of(Verdict.EXPIRED);
		}
		byte[] address = Arrays.copyOfRange(this.buffer, SEALED_AT + 16, SEALED_AT + 16 + ADDRESS_BYTES + 2);
		byte[] expected = address(from.getAddress(), retry ? from.getPort() : 0);
		return MessageDigest.isEqual(address, expected)
				? new Reading(Verdict.GOOD, id, retry, this.buffer[SEALED_AT + 16 + ADDRESS_BYTES + 2])
				: Reading.of(Verdict.OTHER_ADDRESS);
	}

	private byte[] seal(Keys keys, int purpose, long nowNanos, InetAddress client, int port, long id, long boundId) {
		long generation = nowNanos / keys.lifetimeNanos;
		Arrays.fill(this.buffer, (byte) 0);
		LittleEndian.putLong(this.buffer, 0, boundId);
		this.buffer[BOUND_BYTES] = (byte) purpose;
		this.buffer[BOUND_BYTES + 1] = (byte) generation;
		this.random.nextBytes(this.nonce);
		System.arraycopy(this.nonce, 0, this.buffer, NONCE_AT, NONCE_BYTES);
		LittleEndian.putLong(this.buffer, SEALED_AT, id);
		LittleEndian.putLong(this.buffer, SEALED_AT + 8, nowNanos);
		byte[] address = address(client, port);
		System.arraycopy(address, 0, this.buffer, SEALED_AT + 16, address.length);
		this.buffer[SEALED_AT + 16 + address.length] = (byte) this.puzzle;
		keys.sealer(generation).seal(this.nonce, this.buffer, 0, SEALED_AT, PLAIN_BYTES);
		return Arrays.copyOfRange(this.buffer, BOUND_BYTES, BOUND_BYTES + TOKEN_BYTES);
	}

	/** IPv4 as the IPv6 addresses that stand for it, and the port. */
	private static byte[] address(InetAddress address, int port) {
		byte[] raw = address.getAddress();
		byte[] bytes = new byte[ADDRESS_BYTES + 2];
		System.arraycopy(raw, 0, bytes, ADDRESS_BYTES - raw.length, raw.length);
		if (raw.length < ADDRESS_BYTES) {
			bytes[10] = (byte) 0xFF;
			bytes[11] = (byte) 0xFF;
		}
		LittleEndian.putShort(bytes, ADDRESS_BYTES, port);
		return bytes;
	}

	/** What a token is worth. */
	public enum Verdict {

		/** It shows that the client is where it says. */
		GOOD,
		/** Its time or that of its key is over. */
		EXPIRED,
		/** It is for another address or port. */
		OTHER_ADDRESS,
		/** It is none of ours, was changed, or came to another connection id. */
		FORGED

	}

	/**
	 * What was read from a token.
	 *
	 * @param id of a Retry token, the id that the client's very first Initial was sent
	 * to; of another one, a number that it has alone
	 * @param retry whether it came with a Retry
	 * @param puzzle zero bits that a solution has to have; 0 for no puzzle
	 */
	public record Reading(Verdict verdict, long id, boolean retry, int puzzle) {

		private static Reading of(Verdict verdict) {
			return new Reading(verdict, 0, false, 0);
		}

	}

	/**
	 * Keys of one kind of token: each is used for as long as a token lives, and kept once
	 * as long for reading.
	 */
	private final class Keys {

		/** The present one, the one before, and one for a loop that is late. */
		private static final int KEPT = 3;

		private final String label;

		private final long lifetimeNanos;

		private final long[] generations = { -1, -1, -1 };

		private final PacketAead[] sealers = new PacketAead[KEPT];

		private final PacketAead[] openers = new PacketAead[KEPT];

		Keys(String label, long lifetimeNanos) {
			this.label = label;
			this.lifetimeNanos = lifetimeNanos;
		}

		/** The generation near now that ends with a byte, or -1. */
		long generationOf(long nowNanos, byte last) {
			if (this.lifetimeNanos == 0) {
				return -1;
			}
			long now = nowNanos / this.lifetimeNanos;
			for (long generation = Math.max(0, now - 1); generation <= now + 1; generation++) {
				if ((byte) generation == last) {
					return generation;
				}
			}
			return -1;
		}

		PacketAead sealer(long generation) {
			return this.sealers[slot(generation)];
		}

		PacketAead opener(long generation) {
			return this.openers[slot(generation)];
		}

		private int slot(long generation) {
			int slot = (int) (generation % KEPT);
			if (this.generations[slot] != generation) {
				byte[] key = AddressTokens.this.secret.key(this.label, generation);
				this.sealers[slot] = aead(key, true);
				this.openers[slot] = aead(key, false);
				this.generations[slot] = generation;
				Erasure.erase(key);
			}
			return slot;
		}

		private PacketAead aead(byte[] key, boolean sealing) {
			return new PacketAead(AddressTokens.this.settings.aeadSource(), CipherSuite.AES_256_GCM_SHA256, key,
					sealing, new byte[NONCE_BYTES]);
		}

	}

}
