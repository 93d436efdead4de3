/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.CloseReason;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.SocketConfig;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.ProtocolViolation;
import io.mxp.transport.reliability.LossRecovery;
import io.mxp.transport.security.HandshakeState;
import io.mxp.transport.security.SecureSession;
import io.mxp.transport.security.VerificationRequest;

/**
 * From the first packet to a confirmed connection: verification, the peer's parameters,
 * established, confirmed. COLD.
 */
final class Establishment {

	private final Connection connection;

	private final SecureSession session;

	private final ConnectionListener listener;

	private boolean peerParametersKnown;

	/** The client was told that it is accepted. */
	private boolean welcomed;

	Establishment(Connection connection, ConnectionListener listener) {
		this.connection = connection;
		this.session = connection.session();
		this.listener = listener;
	}

	/**
	 * Moves the connection on after handshake bytes, a verification or a packet under new
	 * keys.
	 */
	void settle(long nowNanos) {
		VerificationRequest request = this.session.pollVerification();
		if (request != null) {
			this.listener.onVerificationNeeded(this.connection, request);
		}
		this.connection.resumption().receiving().settle(nowNanos);
		if (this.session.state() == HandshakeState.FAILED) {
			onHandshakeFailed(nowNanos);
			return;
		}
		try {
			takePeerParameters();
		}
		catch (ProtocolViolation violation) {
			this.connection.ending().onViolation(nowNanos, violation);
			return;
		}
		boolean peerProven = this.connection.ids().isClient() || this.connection.receiver().heardApplicationPacket();
		boolean early = this.session.resumption().isEarlyAccepted();
		if (this.connection.state() == ConnectionState.HANDSHAKE && this.session.peerIdentity() != null
				&& (peerProven || early)) {
			establish(nowNanos);
		}
		if (!this.welcomed && peerProven && !this.connection.ids().isClient()
				&& this.connection.state() == ConnectionState.ESTABLISHED) {
			welcome(nowNanos);
		}
	}

	/** The client has begun anew because the server wants its token first. */
	void onRetryFollowed() {
		this.listener.onRetry(this.connection);
	}

	/** The server wants work done first. */
	void onPuzzle(long nowNanos, byte[] token, int bits) {
		this.listener.onPuzzle(nowNanos, this.connection, token, bits);
	}

	/** The client has begun anew in a version that the server speaks. */
	void onVersionNegotiated() {
		this.listener.onVersionNegotiated(this.connection);
	}

	/** The client has begun anew without the server's key that it knew. */
	void onKeyForgotten() {
		this.listener.onKeyForgotten(this.connection);
	}

	/** A longer one than fits into an Initial is of no use. */
	void onNewToken(byte[] token) {
		if (token.length <= HeaderTlvs.MAX_TOKEN_LENGTH) {
			this.listener.onNewToken(this.connection, token);
		}
	}

	void onNewTicket(NewTicket ticket) {
		if (ticket.ticket().length > 0) {
			this.listener.onNewTicket(this.connection, ticket);
		}
	}

	private void onHandshakeFailed(long nowNanos) {
		ErrorCode code = this.session.failureCode();
		String reason = this.session.failureReason();
		this.connection.ending()
			.closeWith(nowNanos, new CloseReason((code != null) ? code : ErrorCode.HANDSHAKE_FAILED, false,
					(reason != null) ? reason : ""), -1, "");
	}

	private void takePeerParameters() throws ProtocolViolation {
		if (this.peerParametersKnown) {
			return;
		}
		byte[] encoded = this.session.outcome().peerTransportParameters();
		if (encoded.length == 0) {
			return;
		}
		TransportParameters parameters = TransportParameters.decode(encoded);
		this.connection.resumption().onServerAnswered();
		this.peerParametersKnown = true;
		byte[] resetToken = TransportParameters.resetToken(encoded);
		if (resetToken.length > 0 && !this.connection.ids().isClient()) {
			throw new ProtocolViolation(ErrorCode.TRANSPORT_PARAMETER_ERROR, -1, "only a server gives a reset token");
		}
		this.connection.peerIds().onFirstToken(resetToken);
		this.connection.streams()
			.onPeerParameters(parameters.maxData(), parameters.maxStreamData(), parameters.maxBandData(),
					parameters.maxStreamsBidirectional(), parameters.maxStreamsUnidirectional(),
					parameters.maxDatagram());
		this.connection.recovery().setPeerMaxAckDelay(parameters.maxAckDelayMicros());
		this.connection.timers().onPeerIdleTimeout(parameters.idleTimeoutMillis());
		this.connection.messages().onPeerProfile(parameters.messageProfile(), parameters.compression());
		SocketConfig socket = this.connection.settings().config().socket();
		int largest = (int) Math.min(socket.maxDatagramBytes(), parameters.maxUdpPayload());
		this.connection.sender().mtuProber().begin(largest, socket.pathMtuDiscovery());
	}

	private void establish(long nowNanos) {
		this.connection.life().establish(nowNanos);
		this.connection.recovery().setAntiDeadlock(LossRecovery.NO_SPACE);
		if (this.connection.ids().isClient()) {
			if (!this.session.outcome().endsWithClient()) {
				discardHandshakeSpace();
			}
			this.connection.sender().control().pingWhenIdle();
		}
		offerIds();
		this.listener.onEstablished(this.connection);
		this.connection.resumption().onEstablished();
		this.connection.retryDelivery(nowNanos);
	}

	/** The client has shown that it is there now. */
	private void welcome(long nowNanos) {
		this.welcomed = true;
		this.connection.sender().control().handshakeDone();
		this.connection.sender().control().newToken(this.listener.newToken(nowNanos, this.connection));
		this.connection.resumption().giver().give(nowNanos);
	}

	/** The handshake is confirmed: nothing of the handshake space is needed any more. */
	void confirm(long nowNanos) {
		ConnectionLife life = this.connection.life();
		if (life.isConfirmed()) {
			return;
		}
		life.confirm();
		this.session.confirm();
		discardHandshakeSpace();
		this.connection.recovery().setHandshakeConfirmed();
		this.connection.path().onValidated();
		this.connection.keyUpdates().onConfirmed(nowNanos);
		offerIds();
		this.listener.onConfirmed(this.connection);
	}

	/** More ids are of use to a peer only once it may change its address. */
	private void offerIds() {
		if (this.connection.state() == ConnectionState.ESTABLISHED && this.connection.life().isConfirmed()) {
			this.connection.ownIds().offer();
		}
	}

	private void discardHandshakeSpace() {
		this.connection.recovery().discardSpace(LossRecovery.HANDSHAKE);
		this.connection.sender().onHandshakeSpaceDiscarded();
	}

	/** The handshake did not end in time; a server that may have accepted is told. */
	void onTimeout(long nowNanos) {
		CloseReason reason = new CloseReason(ErrorCode.HANDSHAKE_TIMEOUT, false, timeoutText());
		if (this.connection.state() == ConnectionState.ESTABLISHED) {
			this.connection.ending().closeWith(nowNanos, reason, -1);
		}
		else {
			this.connection.ending().closeSilently(reason);
		}
	}

	/** Why a handshake did not end in time, and what to look at. */
	private String timeoutText() {
		Object timeout = this.connection.settings().config().handshake().timeout();
		if (this.connection.ids().isClient() && this.connection.state() == ConnectionState.INITIAL) {
			return "no answer from " + this.connection.remoteAddress() + " within " + timeout
					+ ". Check that an MXP server listens there, that the static key you expect is the one it has, and that UDP reaches it";
		}
		return "the handshake did not end within " + timeout;
	}

}
