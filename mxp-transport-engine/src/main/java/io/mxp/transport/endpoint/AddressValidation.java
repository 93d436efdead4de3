/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.net.InetSocketAddress;
import java.util.function.ToIntFunction;

import io.mxp.transport.FloodConfig;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.CounterSet;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.security.AddressTokens;
import io.mxp.transport.security.HandshakeSettings;
import io.mxp.transport.security.ProofOfWork;
import io.mxp.transport.security.RandomSource;
import io.mxp.transport.security.RetryPacket;
import io.mxp.transport.security.StatelessPacket;

import org.jspecify.annotations.Nullable;

/**
 * Whether a first message may cost a Diffie-Hellman and a connection: under load only
 * where a token shows that its sender is where it says. COLD.
 */
// SPEC connection.md#retry
final class AddressValidation {

	/** Used tokens that are remembered of one lifetime; more are not told from new. */
	static final int MAX_USED_RETRY_TOKENS = 32_768;

	private final FloodConfig config;

	private final SharedTokens shared;

	private final HandshakeSettings handshake;

	private final ConnectionIdSource ids;

	private final StatelessAnswers answers = new StatelessAnswers();

	private final CounterSet counters = new CounterSet();

	private final UsedTokens usedRetryTokens;

	private final RateLimit rate;

	private final PrefixLimits prefixes;

	private @Nullable AddressTokens tokens;

	private boolean validated;

	private long original;

	private AddressTokens.@Nullable Reading reading;

	AddressValidation(FloodConfig config, SharedTokens shared, HandshakeSettings handshake, ConnectionIdSource ids,
			RandomSource random) {
		this.config = config;
		this.shared = shared;
		this.handshake = handshake;
		this.ids = ids;
		this.usedRetryTokens = new UsedTokens(MAX_USED_RETRY_TOKENS, config.retryTokenLifetime().toNanos(),
				random.nextLong());
		this.rate = new RateLimit(config.retryRate());
		this.prefixes = new PrefixLimits(config.prefixRate(), config.prefixHandshakes(), random.nextLong());
	}

	/**
	 * Decides about a well-formed Initial.
	 * @param connectionId the id that it was sent to
	 * @param halfOpen connections whose handshake has not ended
	 * @return {@link DropReason#NONE} where it may go on; after
	 * {@link DropReason#INVALID_TOKEN} the client may be told
	 */
	DropReason check(long nowNanos, InetSocketAddress from, HeaderTlvs initial, long connectionId, int halfOpen) {
		this.validated = false;
		this.original = connectionId;
		this.reading = null;
		if (!this.prefixes.isFree(nowNanos, from.getAddress())) {
			return DropReason.RATE_LIMITED;
		}
		boolean invalid = initial.token().length > 0 && !read(nowNanos, from, initial, connectionId)
				&& AddressTokens.isRetryToken(initial.token());
		if (!this.validated && isLoaded(nowNanos, halfOpen)) {
			return invalid ? DropReason.INVALID_TOKEN : retry(nowNanos, from, initial, connectionId);
		}
		if (!this.prefixes.takeHandshake(nowNanos, from.getAddress())) {
			return DropReason.RATE_LIMITED;
		}
		this.rate.take(nowNanos);
		return invalid ? DropReason.INVALID_TOKEN : DropReason.NONE;
	}

	/** Whether clients have to show tokens now. */
	boolean isLoaded(long nowNanos, int halfOpen) {
		return halfOpen >= this.config.retryHandshakes() || !this.rate.isFree(nowNanos);
	}

	private boolean read(long nowNanos, InetSocketAddress from, HeaderTlvs initial, long connectionId) {
		AddressTokens.Reading read = tokens().read(nowNanos, from, initial.token(), connectionId);
		if (read.verdict() != AddressTokens.Verdict.GOOD) {
			this.counters.add(switch (read.verdict()) {
				case EXPIRED -> Counter.TOKENS_EXPIRED;
				case OTHER_ADDRESS -> Counter.TOKENS_OF_OTHER_ADDRESSES;
				default -> Counter.TOKENS_FORGED;
			}, 1);
			return false;
		}
		if (read.puzzle() > 0
				&& !(initial.hasSolution() && ProofOfWork.solves(initial.token(), read.puzzle(), initial.solution()))) {
			this.counters.add(Counter.PUZZLES_UNSOLVED, 1);
			return false;
		}
		boolean used = read.retry() ? this.usedRetryTokens.contains(nowNanos, connectionId)
				: this.shared.isUsed(nowNanos, read.id(), this.config.newTokenLifetime().toNanos());
		if (used) {
			this.counters.add(Counter.TOKENS_USED_AGAIN, 1);
			return false;
		}
		this.reading = read;
		this.original = read.retry() ? read.id() : connectionId;
		this.validated = true;
		return true;
	}

	/** The Initial opened and becomes a connection: its token is used up. */
	void onAdmitted(long nowNanos, long connectionId) {
		AddressTokens.Reading read = this.reading;
		if (read == null) {
			return;
		}
		this.counters.add(Counter.TOKENS_ACCEPTED, 1);
		if (read.retry()) {
			this.usedRetryTokens.add(nowNanos, connectionId);
		}
		else {
			this.shared.use(nowNanos, read.id());
		}
	}

	/** A token for the later visits of a client whose address is known to be its own. */
	byte[] laterToken(long nowNanos, InetSocketAddress client) {
		return tokens().laterToken(nowNanos, client.getAddress());
	}

	/** What the prefixes of clients have used. */
	PrefixLimits prefixes() {
		return this.prefixes;
	}

	private DropReason retry(long nowNanos, InetSocketAddress from, HeaderTlvs initial, long connectionId) {
		if (this.answers.isFull() || !this.prefixes.takeAnswer(nowNanos, from.getAddress())) {
			return DropReason.RATE_LIMITED;
		}
		long retryId = this.ids.next();
		int puzzle = this.config.proofOfWorkBits();
		byte[] token = tokens().retryToken(nowNanos, from, connectionId, retryId, puzzle);
		this.answers.put(from, (bytes) -> RetryPacket.write(bytes, 0, initial.sourceConnectionId(), connectionId,
				retryId, initial.version(), token, puzzle));
		this.counters.add(Counter.RETRIES_SENT, 1);
		return DropReason.RETRY_SENT;
	}

	/** The Initial has a version that is not spoken here. */
	// SPEC packets.md#version-negotiation
	DropReason negotiateVersion(long nowNanos, InetSocketAddress from, HeaderTlvs initial, long connectionId) {
		long random = this.shared.random().nextLong();
		return answer(nowNanos, from, DropReason.UNSUPPORTED_VERSION, Counter.VERSION_NEGOTIATIONS_SENT,
				(bytes) -> StatelessPacket.versionNegotiation(bytes, initial.sourceConnectionId(), connectionId,
						initial.version(), this.handshake.versions(), random));
	}

	/** The Initial names a static key that is not ours. */
	// SPEC packets.md#key-mismatch
	DropReason refuseKey(long nowNanos, InetSocketAddress from, HeaderTlvs initial, long connectionId) {
		return answer(nowNanos, from, DropReason.WRONG_KEY_ID, Counter.KEY_MISMATCHES_SENT, (bytes) -> StatelessPacket
			.keyMismatch(bytes, initial.sourceConnectionId(), connectionId, initial.version(), initial.keyId()));
	}

	private DropReason answer(long nowNanos, InetSocketAddress from, DropReason reason, Counter counter,
			ToIntFunction<byte[]> writer) {
		if (this.answers.isFull() || !this.prefixes.isFree(nowNanos, from.getAddress())
				|| !this.prefixes.takeAnswer(nowNanos, from.getAddress())) {
			return DropReason.RATE_LIMITED;
		}
		this.answers.put(from, writer);
		this.counters.add(counter, 1);
		return reason;
	}

	private AddressTokens tokens() {
		AddressTokens made = this.tokens;
		if (made == null) {
			made = new AddressTokens(this.shared.secret(), this.handshake, this.shared.random(),
					this.config.retryTokenLifetime().toNanos(), this.config.newTokenLifetime().toNanos());
			this.tokens = made;
		}
		return made;
	}

	/** Whether the sender of the last Initial is known to be where it says. */
	boolean isValidated() {
		return this.validated;
	}

	/** The id that the very first Initial of the last one's client was sent to. */
	long original() {
		return this.original;
	}

	/** What is to be sent for Initials that were not taken. */
	StatelessAnswers answers() {
		return this.answers;
	}

	/** What became of tokens. */
	CounterSet counters() {
		return this.counters;
	}

}
