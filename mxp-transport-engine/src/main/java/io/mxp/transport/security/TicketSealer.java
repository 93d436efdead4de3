/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.TicketKey;
import io.mxp.transport.TicketKeys;
import io.mxp.transport.packet.LittleEndian;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens tickets with the keys of the moment. One for each event loop. COLD.
 */
// SPEC handshake.md#tickets
final class TicketSealer {

	/** Longest ticket in bytes. */
	static final int MAX_TICKET_BYTES = 1_024;

	private static final int KEY_ID_BYTES = 8;

	private static final int NONCE_BYTES = 12;

	private static final int SEALED_AT = KEY_ID_BYTES + NONCE_BYTES;

	private final AeadSource aeads;

	private final RandomSource random;

	private final TicketKeys keys;

	private final Map<Long, PacketAead> openers = new LinkedHashMap<>();

	TicketSealer(AeadSource aeads, RandomSource random, TicketKeys keys) {
		this.aeads = aeads;
		this.random = random;
		this.keys = keys;
	}

	/** A ticket; empty where there is no key now, or it would be too long. */
	byte[] seal(long nowMillis, TicketContent content) {
		TicketKey key = sealingKey(Instant.ofEpochMilli(nowMillis));
		byte[] plain = content.encode();
		if (key == null || SEALED_AT + plain.length + PacketAead.TAG_BYTES > MAX_TICKET_BYTES) {
			Erasure.erase(plain);
			return new byte[0];
		}
		byte[] ticket = new byte[SEALED_AT + plain.length + PacketAead.TAG_BYTES];
		byte[] nonce = new byte[NONCE_BYTES];
		this.random.nextBytes(nonce);
		LittleEndian.putLong(ticket, 0, key.id());
		System.arraycopy(nonce, 0, ticket, KEY_ID_BYTES, NONCE_BYTES);
		System.arraycopy(plain, 0, ticket, SEALED_AT, plain.length);
		aead(key, true).seal(nonce, ticket, 0, SEALED_AT, plain.length);
		Erasure.erase(plain);
		return ticket;
	}

	/**
	 * What a ticket holds.
	 * @param longestLifeMillis how long tickets live, so how long an old key opens them
	 * @return {@code null} where it is none of ours, or was sealed with a key that is
	 * gone
	 */
	@Nullable TicketContent open(long nowMillis, byte[] ticket, long longestLifeMillis) {
		int sealedLength = ticket.length - SEALED_AT;
		if (sealedLength <= PacketAead.TAG_BYTES || ticket.length > MAX_TICKET_BYTES) {
			return null;
		}
		TicketKey key = find(Instant.ofEpochMilli(nowMillis), LittleEndian.getLong(ticket, 0), longestLifeMillis);
		if (key == null) {
			return null;
		}
		byte[] copy = ticket.clone();
		byte[] nonce = Arrays.copyOfRange(ticket, KEY_ID_BYTES, SEALED_AT);
		if (!opener(key).open(nonce, copy, 0, SEALED_AT, sealedLength)) {
			return null;
		}
		byte[] plain = Arrays.copyOfRange(copy, SEALED_AT, copy.length - PacketAead.TAG_BYTES);
		TicketContent content = TicketContent.decode(plain);
		Erasure.erase(copy, plain);
		return content;
	}

	/** The newest key whose minute has begun and not ended. */
	private @Nullable TicketKey sealingKey(Instant now) {
		TicketKey newest = null;
		for (TicketKey key : present(now)) {
			boolean sealing = !now.isBefore(key.notBefore())
					&& now.isBefore(key.notBefore().plusSeconds(TicketKeys.SEALING_SECONDS));
			if (sealing && (newest == null || key.notBefore().isAfter(newest.notBefore()))) {
				newest = key;
			}
		}
		return newest;
	}

	private @Nullable TicketKey find(Instant now, long id, long longestLifeMillis) {
		Instant oldest = now.minusMillis(longestLifeMillis).minusSeconds(TicketKeys.SEALING_SECONDS);
		return present(now).stream()
			.filter((key) -> key.id() == id && key.notBefore().isAfter(oldest))
			.findFirst()
			.orElse(null);
	}

	/** A source that fails is a source without keys. */
	private List<TicketKey> present(Instant now) {
		try {
			List<TicketKey> present = this.keys.keys(now);
			return (present.size() <= TicketKeys.MAX_KEYS) ? present : present.subList(0, TicketKeys.MAX_KEYS);
		}
		catch (RuntimeException ex) {
			return List.of();
		}
	}

	private PacketAead opener(TicketKey key) {
		PacketAead opener = this.openers.computeIfAbsent(key.id(), (id) -> aead(key, false));
		if (this.openers.size() > TicketKeys.MAX_KEYS) {
			this.openers.remove(this.openers.keySet().iterator().next());
		}
		return opener;
	}

	private PacketAead aead(TicketKey key, boolean sealing) {
		return new PacketAead(this.aeads, CipherSuite.AES_256_GCM_SHA256, key.secret(), sealing, new byte[NONCE_BYTES]);
	}

}
