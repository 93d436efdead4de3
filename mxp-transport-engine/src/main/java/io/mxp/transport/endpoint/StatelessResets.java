/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import io.mxp.transport.connection.Connection;
import io.mxp.transport.connection.ConnectionIdSupply;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.CounterSet;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.security.RandomSource;
import io.mxp.transport.security.ResetTokenIndex;
import io.mxp.transport.security.ResetTokenKey;

import org.jspecify.annotations.Nullable;

/**
 * Packets of connections that one side has forgotten: tells the peer by the token of the
 * id, and hears when a peer tells us. COLD.
 */
// SPEC packets.md#stateless-reset
final class StatelessResets {

	/** Resets of one event loop in a second. */
	static final int MAX_PER_SECOND = 100;

	/** The smallest packet with a frame, which is not answered by anything larger. */
	private static final int LEAST_TRIGGER = 56;

	private static final int LONGEST = 128;

	private final RandomSource random;

	private final ConnectionIdSupply ids;

	private final StatelessAnswers answers;

	private final RateLimit limit = new RateLimit(MAX_PER_SECOND);

	private final ResetTokenIndex index;

	/** Tokens of peers' ids, four for each connection at the most. */
	private final Map<Long, Entry> tokens = new HashMap<>();

	private final CounterSet counters;

	StatelessResets(RandomSource random, ConnectionIdSupply ids, StatelessAnswers answers, CounterSet counters) {
		this.random = random;
		this.ids = ids;
		this.answers = answers;
		this.counters = counters;
		this.index = new ResetTokenIndex(random);
	}

	void onToken(Connection connection, byte[] token, boolean valid) {
		long place = this.index.place(token, 0);
		if (valid) {
			this.tokens.put(place, new Entry(connection, token));
		}
		else {
			this.tokens.remove(place);
		}
	}

	/**
	 * A datagram with an id that nobody has, of a type that needs a connection.
	 * @return the connection that its sender has forgotten, or null
	 */
	@Nullable Connection find(byte[] bytes, int offset, int length) {
		if (this.tokens.isEmpty()) {
			return null;
		}
		int at = offset + length - ResetTokenKey.TOKEN_BYTES;
		Entry entry = this.tokens.get(this.index.place(bytes, at));
		byte[] end = Arrays.copyOfRange(bytes, at, offset + length);
		if (entry == null || !MessageDigest.isEqual(entry.token, end)) {
			return null;
		}
		this.counters.add(Counter.RESETS_RECEIVED, 1);
		return entry.connection;
	}

	/** Answers a packet of a connection that we have forgotten, or never had. */
	void answer(long nowNanos, InetSocketAddress from, byte[] bytes, int offset, int length) {
		if (length < LEAST_TRIGGER || this.answers.isFull() || !this.limit.take(nowNanos)) {
			return;
		}
		byte[] reset = new byte[resetLength(length)];
		this.random.nextBytes(reset);
		PacketHeader.shape(reset, PacketType.ONE_RTT);
		byte[] token = this.ids.resetToken(PacketHeader.connectionId(bytes, offset));
		System.arraycopy(token, 0, reset, reset.length - token.length, token.length);
		this.answers.add(from, reset);
		this.counters.add(Counter.RESETS_SENT, 1);
	}

	/**
	 * At most half as long as what it answers, so that two hosts that answer each other
	 * soon fall silent; a multiple of eight, as most packets are.
	 */
	private int resetLength(int trigger) {
		if (trigger < LEAST_TRIGGER + 8) {
			return PacketHeader.MIN_PACKET_LENGTH;
		}
		int most = Math.max(LEAST_TRIGGER, Math.min(trigger / 2, LONGEST));
		int choices = (most - LEAST_TRIGGER) / 8 + 1;
		return LEAST_TRIGGER + 8 * (int) Long.remainderUnsigned(this.random.nextLong(), choices);
	}

	/** Tokens that are known. */
	int size() {
		return this.tokens.size();
	}

	private record Entry(Connection connection, byte[] token) {

	}

}
