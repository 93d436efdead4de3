/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.util.Arrays;

import io.mxp.transport.CloseReason;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.Patterns;
import io.mxp.transport.reliability.LossRecovery;
import io.mxp.transport.security.ProofOfWork;
import io.mxp.transport.security.RetryPacket;
import io.mxp.transport.security.SecureSession;
import io.mxp.transport.security.StatelessPacket;

/**
 * What a client does with Retry, Version Negotiation and Key Mismatch: each once, and
 * only before anything authentic was heard: then they are believed no more. COLD.
 */
// SPEC packets.md#stateless-packets
final class StatelessReceiver {

	private final Connection connection;

	private final SecureSession session;

	private final ConnectionIds ids;

	private final HeaderTlvs tlvs = new HeaderTlvs();

	private boolean negotiated;

	private boolean solving;

	private long retryId;

	private byte[] retryToken = new byte[0];

	StatelessReceiver(Connection connection) {
		this.connection = connection;
		this.session = connection.session();
		this.ids = connection.ids();
	}

	DropReason onPacket(long nowNanos, byte[] bytes, int offset, int length) {
		boolean mayAnswer = this.ids.isClient() && !this.ids.isRemoteKnown() && this.connection.state().isAlive();
		return switch (PacketHeader.type(bytes, offset)) {
			case PacketType.RETRY ->
				mayAnswer && onRetry(nowNanos, bytes, offset, length) ? DropReason.NONE : DropReason.RETRY_IGNORED;
			case PacketType.VERSION_NEGOTIATION -> mayAnswer && onVersionNegotiation(nowNanos, bytes, offset, length)
					? DropReason.NONE : DropReason.VERSION_NEGOTIATION_IGNORED;
			default -> mayAnswer && onKeyMismatch(nowNanos, bytes, offset, length) ? DropReason.NONE
					: DropReason.KEY_MISMATCH_IGNORED;
		};
	}

	// SPEC handshake.md#retry
	private boolean onRetry(long nowNanos, byte[] bytes, int offset, int length) {
		if (this.ids.isRetried() || this.solving
				|| !RetryPacket.read(bytes, offset, length, this.ids.initial(), this.ids.version(), this.tlvs)) {
			return false;
		}
		if (this.tlvs.puzzle() > ProofOfWork.MAX_BITS) {
			return false;
		}
		this.retryId = this.tlvs.sourceConnectionId();
		this.retryToken = this.tlvs.token();
		if (this.tlvs.puzzle() > 0) {
			this.solving = true;
			this.connection.establishment().onPuzzle(nowNanos, this.retryToken, this.tlvs.puzzle());
		}
		else {
			follow(nowNanos);
		}
		return true;
	}

	// SPEC connection.md#proof-of-work
	void onPuzzleSolved(long nowNanos, long solution) {
		if (this.solving && this.connection.state() == ConnectionState.INITIAL) {
			this.solving = false;
			this.ids.onSolved(solution);
			follow(nowNanos);
		}
	}

	private void follow(long nowNanos) {
		this.ids.onRetry(this.retryId, this.retryToken);
		this.session.restart().onRetry(this.retryId, this.retryToken);
		restart(nowNanos);
		this.connection.establishment().onRetryFollowed();
	}

	// SPEC handshake.md#version-negotiation
	private boolean onVersionNegotiation(long nowNanos, byte[] bytes, int offset, int length) {
		if (this.negotiated || !StatelessPacket.readVersionNegotiation(bytes, offset, length, this.ids.initial(),
				this.ids.version(), this.tlvs)) {
			return false;
		}
		this.negotiated = true;
		if (this.session.restart().onVersionNegotiation(this.tlvs.versions())) {
			restart(nowNanos);
			this.connection.establishment().onVersionNegotiated();
		}
		else {
			this.connection.ending()
				.closeSilently(new CloseReason(ErrorCode.HANDSHAKE_FAILED, true,
						"the server speaks none of our protocol versions but " + Arrays.toString(this.tlvs.versions())
								+ "; update the older side"));
		}
		return true;
	}

	// SPEC handshake.md#key-mismatch
	private boolean onKeyMismatch(long nowNanos, byte[] bytes, int offset, int length) {
		if (!Patterns.namesServerKey(this.ids.pattern()) || !StatelessPacket.readKeyMismatch(bytes, offset, length,
				this.ids.initial(), this.ids.version(), this.ids.keyId(), this.tlvs)) {
			return false;
		}
		if (this.session.restart().onKeyMismatch()) {
			restart(nowNanos);
			this.connection.establishment().onKeyForgotten();
		}
		else {
			this.connection.ending()
				.closeSilently(new CloseReason(ErrorCode.IDENTITY_MISMATCH, true,
						"the server does not own the static key that is expected of it. If it really has a new one,"
								+ " replace the key in the trust file or in the request"));
		}
		return true;
	}

	/** What was sent is as good as never sent. */
	private void restart(long nowNanos) {
		this.ids.onRestarted(this.session.outcome().pattern(), this.session.outcome().version());
		this.connection.recovery().onPathChanged(false);
		this.connection.recovery().offerAgain(LossRecovery.APPLICATION, Integer.MAX_VALUE);
		this.connection.establishment().settle(nowNanos);
	}

}
