/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import io.mxp.transport.CloseReason;
import io.mxp.transport.DatagramFate;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.connection.CongestionObserver;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.connection.ConnectionListener;
import io.mxp.transport.security.VerificationRequest;

/**
 * Keeps the connection table and the number of half-open connections, and hands
 * everything on.
 */
final class RegisteringListener implements ConnectionListener {

	private final ConnectionTable table;

	private final ConnectionListener next;

	private int halfOpen;

	RegisteringListener(ConnectionTable table, ConnectionListener next) {
		this.table = table;
		this.next = next;
	}

	/** A connection began. */
	void onStarted() {
		this.halfOpen++;
	}

	/** Connections whose handshake has not ended. */
	int halfOpen() {
		return this.halfOpen;
	}

	@Override
	public void onConnectionIdAdded(Connection connection, long connectionId) {
		this.table.put(connectionId, connection);
		this.next.onConnectionIdAdded(connection, connectionId);
	}

	@Override
	public void onConnectionIdRemoved(Connection connection, long connectionId) {
		this.table.remove(connectionId, connection);
		this.next.onConnectionIdRemoved(connection, connectionId);
	}

	@Override
	public void onVerificationNeeded(Connection connection, VerificationRequest request) {
		this.next.onVerificationNeeded(connection, request);
	}

	@Override
	public void onRetry(Connection connection) {
		this.next.onRetry(connection);
	}

	@Override
	public void onEstablished(Connection connection) {
		this.halfOpen--;
		this.next.onEstablished(connection);
	}

	@Override
	public void onConfirmed(Connection connection) {
		this.next.onConfirmed(connection);
	}

	@Override
	public boolean onMessage(Connection connection, long streamId, int band, byte[] bytes, int offset, int length) {
		return this.next.onMessage(connection, streamId, band, bytes, offset, length);
	}

	@Override
	public boolean onAnswer(Connection connection, Object call, long streamId, byte[] bytes, int offset, int length) {
		return this.next.onAnswer(connection, call, streamId, bytes, offset, length);
	}

	@Override
	public void onCallFailed(Connection connection, Object call, ErrorCode code) {
		this.next.onCallFailed(connection, call, code);
	}

	@Override
	public void onStreamFinished(Connection connection, long streamId) {
		this.next.onStreamFinished(connection, streamId);
	}

	@Override
	public void onStreamReset(Connection connection, long streamId, int code) {
		this.next.onStreamReset(connection, streamId, code);
	}

	@Override
	public void onStopSending(Connection connection, long streamId, int code) {
		this.next.onStopSending(connection, streamId, code);
	}

	@Override
	public void onStreamWritable(Connection connection, long streamId) {
		this.next.onStreamWritable(connection, streamId);
	}

	@Override
	public void onDatagramFate(Connection connection, long datagramId, DatagramFate fate) {
		this.next.onDatagramFate(connection, datagramId, fate);
	}

	@Override
	public void onMessageSent(Connection connection, int band, long acceptedNanos, int weight) {
		this.next.onMessageSent(connection, band, acceptedNanos, weight);
	}

	@Override
	public void onMessageAcknowledged(Connection connection, int band, long acceptedNanos, int weight) {
		this.next.onMessageAcknowledged(connection, band, acceptedNanos, weight);
	}

	@Override
	public CongestionObserver congestion() {
		return this.next.congestion();
	}

	@Override
	public void onSettled(Connection connection) {
		this.next.onSettled(connection);
	}

	@Override
	public void onClosed(Connection connection, CloseReason reason) {
		if (!connection.wasEstablished()) {
			this.halfOpen--;
		}
		this.next.onClosed(connection, reason);
	}

}
