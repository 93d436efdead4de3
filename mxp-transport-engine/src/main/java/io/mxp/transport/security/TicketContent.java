/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.ReplayStore;
import org.jspecify.annotations.Nullable;

/**
 * What a ticket holds, for servers that have its key only.
 *
 * @param id 16 random bytes that name the ticket
 * @param client who got it
 * @param suite of the connection that it was given on; early data is sealed with it
 * @param scope what the ticket is good for, and under which trust
 * @param earlyLimitBytes early data that the server promised to take
 * @param issuedMillis when it was given, milliseconds since 1970
 * @param expiryMillis from when on it is not taken any more
 * @param addressHash of the network prefix of the client's address
 * @param secret what the psk is made from, with the ticket itself
 */
// SPEC handshake.md#tickets
@SuppressWarnings("ArrayRecordComponent")
record TicketContent(byte[] id, PeerIdentity client, CipherSuite suite, TicketScope scope, int earlyLimitBytes,
		long issuedMillis, long expiryMillis, long addressHash, byte[] secret) {

	static final int SECRET_BYTES = 32;

	private static final int FIXED_BYTES = 136;

	private static final int BLOCK_BYTES = 32;

	private static final int ABSENT = 0xFFFF;

	/** Filled up, so that its length says little about names. */
	byte[] encode() {
		byte[] agentId = bytes(this.client.agentId());
		byte[] spiffeUri = bytes(this.client.spiffeUri());
		byte[] fingerprint = bytes(this.client.fingerprint());
		int length = FIXED_BYTES + 6 + agentId.length + spiffeUri.length + fingerprint.length;
		ByteBuffer out = ByteBuffer.allocate((length + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES)
			.order(ByteOrder.LITTLE_ENDIAN);
		out.put((byte) this.client.form().ordinal()).put((byte) 0).putShort((short) this.suite.wireId());
		out.putInt(this.earlyLimitBytes).putLong(this.issuedMillis).putLong(this.expiryMillis);
		out.putLong(this.client.notAfterMillis()).put(this.id).put(this.scope.application());
		out.putLong(this.addressHash).put(this.scope.trust()).put(this.secret);
		put(out, this.client.agentId(), agentId);
		put(out, this.client.spiffeUri(), spiffeUri);
		put(out, this.client.fingerprint(), fingerprint);
		return out.array();
	}

	private static void put(ByteBuffer out, @Nullable String text, byte[] bytes) {
		out.putShort((short) ((text != null) ? bytes.length : ABSENT)).put(bytes);
	}

	private static byte[] bytes(@Nullable String text) {
		return (text != null) ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
	}

	/** Reads what {@link #encode} made; {@code null} where it is nothing of the kind. */
	static @Nullable TicketContent decode(byte[] plain) {
		ByteBuffer in = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
		if (plain.length < FIXED_BYTES + 6) {
			return null;
		}
		int form = in.get() & 0xFF;
		int zero = in.get();
		CipherSuite suite = CipherSuite.ofWireId(in.getShort() & 0xFFFF);
		if (form >= PeerIdentity.Form.values().length || zero != 0 || suite == null) {
			return null;
		}
		int earlyLimit = in.getInt();
		long issued = in.getLong();
		long expiry = in.getLong();
		long notAfter = in.getLong();
		byte[] id = take(in, ReplayStore.TICKET_ID_BYTES);
		byte[] application = take(in, TicketScope.APPLICATION_BYTES);
		long addressHash = in.getLong();
		TicketScope scope = new TicketScope(application, take(in, TicketScope.TRUST_BYTES));
		byte[] secret = take(in, SECRET_BYTES);
		@Nullable String[] texts = new @Nullable String[3];
		for (int i = 0; i < texts.length; i++) {
			int length = (in.remaining() >= 2) ? in.getShort() & 0xFFFF : plain.length;
			if (length != ABSENT && length > in.remaining()) {
				return null;
			}
			texts[i] = (length != ABSENT) ? new String(take(in, length), StandardCharsets.UTF_8) : null;
		}
		String fingerprint = texts[2];
		return new TicketContent(id,
				new PeerIdentity(texts[0], texts[1], (fingerprint != null) ? fingerprint : "", notAfter,
						PeerIdentity.Form.values()[form]),
				suite, scope, earlyLimit, issued, expiry, addressHash, secret);
	}

	private static byte[] take(ByteBuffer in, int length) {
		byte[] bytes = new byte[length];
		in.get(bytes);
		return bytes;
	}

	@Override
	public String toString() {
		return "TicketContent[" + this.client + ", " + this.suite + "]";
	}

}
