/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.reliability.FrameListener;
import io.mxp.transport.stream.StreamMultiplexer;

/**
 * Hands the news about frames that were sent to whoever wrote them. HOT.
 */
final class FrameFates implements FrameListener {

	static final int KIND_CRYPTO = 1;

	static final int KIND_HANDSHAKE_DONE = 2;

	static final int KIND_MTU_PROBE = 3;

	static final int KIND_NEW_TOKEN = 4;

	static final int KIND_NEW_CONNECTION_ID = 5;

	static final int KIND_RETIRE_CONNECTION_ID = 6;

	static final int KIND_NEW_TICKET = 7;

	private final Connection connection;

	private long framesRetransmitted;

	FrameFates(Connection connection) {
		this.connection = connection;
	}

	@Override
	public void onFrameAcked(int kind, long a, long b, long c) {
		if (kind >= StreamMultiplexer.FIRST_KIND) {
			this.connection.streams().onFrameAcked(kind, a, b, c);
		}
		else if (kind == KIND_CRYPTO && !this.connection.sender().isHandshakeSpaceDiscarded()) {
			this.connection.session().cryptoToSend((int) a).onAcked((int) b, (int) c);
		}
		else if (kind == KIND_MTU_PROBE) {
			this.connection.sender().mtuProber().onProbeAcked((int) a);
		}
		else if (kind == KIND_RETIRE_CONNECTION_ID) {
			this.connection.peerIds().onRetirementAcked(a);
		}
	}

	/** Datagrams are never sent twice, by probes neither; nor are probes of the MTU. */
	@Override
	public boolean onFrameProbed(int kind, long a, long b, long c) {
		if (StreamMultiplexer.isDatagram(kind) || kind == KIND_MTU_PROBE) {
			return false;
		}
		onFrameLost(kind, a, b, c);
		return true;
	}

	@Override
	public void onFrameLost(int kind, long a, long b, long c) {
		if (kind == KIND_MTU_PROBE) {
			this.connection.sender().mtuProber().onProbeLost((int) a);
			return;
		}
		if (!StreamMultiplexer.isDatagram(kind)) {
			this.framesRetransmitted++;
		}
		if (kind >= StreamMultiplexer.FIRST_KIND) {
			this.connection.streams().onFrameLost(kind, a, b, c);
		}
		else if (kind == KIND_CRYPTO && !this.connection.sender().isHandshakeSpaceDiscarded()) {
			this.connection.session().cryptoToSend((int) a).onLost((int) b, (int) c);
		}
		else if (kind == KIND_HANDSHAKE_DONE) {
			this.connection.sender().control().handshakeDone();
		}
		else if (kind == KIND_NEW_TOKEN) {
			this.connection.sender().control().newTokenLost();
		}
		else if (kind == KIND_NEW_CONNECTION_ID) {
			this.connection.ownIds().onOfferLost(a);
		}
		else if (kind == KIND_RETIRE_CONNECTION_ID) {
			this.connection.peerIds().onRetirementLost(a);
		}
		else if (kind == KIND_NEW_TICKET) {
			this.connection.resumption().giver().onLost();
		}
	}

	long framesRetransmitted() {
		return this.framesRetransmitted;
	}

}
