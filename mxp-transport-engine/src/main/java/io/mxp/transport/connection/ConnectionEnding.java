/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.CloseReason;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * How a connection ends: by us, by the peer, or in silence. COLD.
 */
final class ConnectionEnding {

	private final Connection connection;

	private final ConnectionLife life;

	private final ConnectionListener listener;

	ConnectionEnding(Connection connection, ConnectionLife life, ConnectionListener listener) {
		this.connection = connection;
		this.life = life;
		this.listener = listener;
	}

	/** The peer broke a rule. */
	void onViolation(long nowNanos, ProtocolViolation violation) {
		closeWith(nowNanos, new CloseReason(violation.code(), false, violation.reason()), violation.frameType());
	}

	/** The peer sent CONNECTION_CLOSE. */
	void onPeerClosed(long nowNanos, ErrorCode code, String reason) {
		if (this.life.state().isAlive()) {
			this.life.drain(nowNanos + 3 * this.connection.recovery().probeTimeoutNanos(),
					new CloseReason(code, true, reason));
			end();
		}
		else if (this.life.state() == ConnectionState.CLOSING) {
			this.life.drain(this.life.endNanos(), this.life.reason());
		}
	}

	/** Closes from our side; {@code frameType} is the frame that caused it, or -1. */
	void closeWith(long nowNanos, CloseReason reason, int frameType) {
		closeWith(nowNanos, reason, frameType, reason.text());
	}

	/** The same where the peer is told less than our own side. */
	void closeWith(long nowNanos, CloseReason reason, int frameType, String wireText) {
		if (!this.life.state().isAlive()) {
			return;
		}
		boolean peerHeard = this.life.state() != ConnectionState.INITIAL || !this.connection.ids().isClient();
		if (!peerHeard) {
			closeSilently(reason);
			return;
		}
		long lingerNanos = peerIsProven() ? 3 * this.connection.recovery().probeTimeoutNanos() : 0;
		this.life.close(nowNanos + lingerNanos, reason, frameType, wireText);
		this.connection.sender().closing().closeDue();
		end();
	}

	/**
	 * Before a client has shown that it owns its keys, a server keeps nothing for its
	 * sake.
	 */
	private boolean peerIsProven() {
		return this.connection.ids().isClient() || this.connection.receiver().heardApplicationPacket();
	}

	/** Ends without telling the peer, because it does not hear or must not. */
	void closeSilently(CloseReason reason) {
		this.life.closeSilently(reason);
		end();
		finish();
	}

	/** The peer has forgotten the connection. */
	void onStatelessReset() {
		if (this.life.state().isAlive()) {
			closeSilently(new CloseReason(ErrorCode.PEER_UNREACHABLE, true,
					"the peer does not know the connection any more: it was restarted, or ended it unheard"));
		}
	}

	/**
	 * Our own code failed on the way: whatever state that left behind, nothing more is
	 * done with it.
	 */
	void onFault() {
		if (this.life.state().isAlive()) {
			closeSilently(new CloseReason(ErrorCode.INTERNAL_ERROR, false,
					"a fault in this transport has ended the connection; the log has it"));
		}
		else if (this.life.state() != ConnectionState.CLOSED) {
			finish();
		}
	}

	/**
	 * The application's side of the end: from here on nothing is delivered or accepted.
	 */
	private void end() {
		this.connection.messages().onClosed();
		this.listener.onClosed(this.connection, this.life.reason());
	}

	/** Nothing more comes and nothing is kept. */
	void finish() {
		this.life.finish();
		this.connection.session().destroy();
		this.connection.streams().memory().release();
		for (long id : this.connection.ownIds().all()) {
			this.listener.onConnectionIdRemoved(this.connection, id);
		}
		if (!this.connection.ids().isClient()) {
			this.listener.onConnectionIdRemoved(this.connection, this.connection.ids().initial());
		}
		this.connection.peerIds().forget();
		this.connection.paths().forget();
	}

}
