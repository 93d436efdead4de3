/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.CloseReason;
import io.mxp.transport.DatagramFate;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.security.EarlyClaim;
import io.mxp.transport.security.ProofOfWork;
import io.mxp.transport.security.VerificationRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a connection tells the application side. Called from within the connection's
 * inputs; must not call back into the connection's inputs, its send methods excepted.
 */
public interface ConnectionListener {

	/** The connection id of ours that packets may now carry. */
	void onConnectionIdAdded(Connection connection, long connectionId);

	/** A connection id of ours that is no longer valid. */
	void onConnectionIdRemoved(Connection connection, long connectionId);

	/**
	 * A datagram that ends with these 16 bytes says that the peer has forgotten the
	 * connection; or, where {@code valid} is false, does not say so any more.
	 */
	default void onResetToken(Connection connection, byte[] token, boolean valid) {
	}

	/**
	 * The code of a connection failed, which ends after this: the others go on.
	 * @param connection which, or null where it had not begun
	 * @throws RuntimeException the fault, where nobody can go on; so by default
	 */
	default void onFault(@Nullable Connection connection, RuntimeException fault) {
		throw fault;
	}

	/** The connection goes on over another validated path. */
	default void onPathChanged(Connection connection) {
	}

	/** What {@link Connection#migrate} began has ended, and whether it succeeded. */
	default void onMigrated(Connection connection, int local, boolean moved) {
	}

	/** The connection uses this socket of ours no more for one of its paths. */
	default void onPathForgotten(Connection connection, int local) {
	}

	/**
	 * Chain and key of the peer need verification, which takes time: answer with
	 * {@link Connection#onVerified}.
	 */
	void onVerificationNeeded(Connection connection, VerificationRequest request);

	/** A token for the later visits of a client that was accepted; empty for none. */
	default byte[] newToken(long nowNanos, Connection connection) {
		return new byte[0];
	}

	/** The server gave a token for a later visit. */
	default void onNewToken(Connection connection, byte[] token) {
	}

	/** A ticket for the next visit of a client that was accepted. */
	default NewTicket newTicket(long nowNanos, Connection connection) {
		return NewTicket.NONE;
	}

	/** The server gave a ticket for the next visit. */
	default void onNewTicket(Connection connection, NewTicket ticket) {
	}

	/** The server wants no ticket of ours: the handshake began anew without it. */
	default void onTicketRefused(Connection connection) {
	}

	/**
	 * Early data is offered with a ticket that must be claimed: answer with
	 * {@link Connection#onClaimed}. No answer in time is a no.
	 */
	default void onEarlyClaim(Connection connection, EarlyClaim claim) {
	}

	/** The server decided about early data that a client offers. */
	default void onEarlyDecided(Connection connection, boolean accepted) {
	}

	/** A client began anew with the token of a Retry. */
	default void onRetry(Connection connection) {
	}

	/**
	 * A Retry has a puzzle, which may take a second: answer with
	 * {@link Connection#onPuzzleSolved}.
	 * @param bits as {@link ProofOfWork} wants them
	 */
	default void onPuzzle(long nowNanos, Connection connection, byte[] token, int bits) {
		connection.onPuzzleSolved(nowNanos, ProofOfWork.solve(token, bits, 0, () -> false));
	}

	/** A client began anew in another version of the protocol. */
	default void onVersionNegotiated(Connection connection) {
	}

	/** A client began anew, as the server has another static key than was known. */
	default void onKeyForgotten(Connection connection) {
	}

	/** Keys are there and the peer's identity is settled at our side. */
	void onEstablished(Connection connection);

	/**
	 * The peer accepted us, too: at a client HANDSHAKE_DONE arrived, at a server the
	 * client's first 1-RTT packet.
	 */
	void onConfirmed(Connection connection);

	/**
	 * One whole message that answers no call of ours.
	 * @param streamId the stream it came on, or -1 for a datagram
	 * @param band the stream's band, or -1 for a datagram
	 * @param bytes valid during the call
	 * @return false where there is no room now; the message is offered again after
	 * {@link Connection#retryDelivery}
	 */
	boolean onMessage(Connection connection, long streamId, int band, byte[] bytes, int offset, int length);

	/**
	 * A Response or Error that answers a call, or the Ack or Error of a message that
	 * asked for it.
	 * @param call what was given with the call or message
	 * @return false where there is no room now
	 */
	boolean onAnswer(Connection connection, Object call, long streamId, byte[] bytes, int offset, int length);

	/**
	 * A call ends without an answer, or a message without its Ack: its deadline passed,
	 * or the connection ended.
	 */
	void onCallFailed(Connection connection, Object call, ErrorCode code);

	/** The peer finished a stream and all of it was delivered. */
	void onStreamFinished(Connection connection, long streamId);

	/** The peer reset a stream. */
	void onStreamReset(Connection connection, long streamId, int code);

	/** The peer wants no more of a stream of ours. */
	void onStopSending(Connection connection, long streamId, int code);

	/** A stream takes bytes again; -1 where more streams may be opened. */
	void onStreamWritable(Connection connection, long streamId);

	/** A datagram that was accepted arrived, was dropped, or was lost on its way. */
	void onDatagramFate(Connection connection, long datagramId, DatagramFate fate);

	/**
	 * The last byte of a message that is followed was sent for the first time.
	 * @param acceptedNanos what {@link MessagePlane#follow} was told
	 * @param weight how many messages it stands for
	 */
	default void onMessageSent(Connection connection, int band, long acceptedNanos, int weight) {
	}

	/**
	 * All bytes of a message that is followed were acknowledged.
	 * @param acceptedNanos what {@link MessagePlane#follow} was told
	 * @param weight how many messages it stands for
	 */
	default void onMessageAcknowledged(Connection connection, int band, long acceptedNanos, int weight) {
	}

	/** Who is told of the signals of congestion control. */
	default CongestionObserver congestion() {
		return CongestionObserver.NONE;
	}

	/**
	 * All inputs of a turn are worked off and all packets polled: figures may be
	 * published.
	 */
	default void onSettled(Connection connection) {
	}

	/** The connection ended; no call follows but the removal of its ids. */
	void onClosed(Connection connection, CloseReason reason);

}
