/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.CloseReason;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.StaticKey;

/**
 * The way to one peer: at most one connection, made when it is first asked for, and again
 * after it was lost. Attempts that fail are followed by a growing pause, during which
 * requests wait for the next attempt as long as their deadlines allow.
 */
final class PeerLink {

	private static final Logger logger = LoggerFactory.getLogger(PeerLink.class);

	private static final int MAX_DOUBLINGS = 20;

	private final MxpPeers peers;

	private final PeerDefinition definition;

	private @Nullable MxpConnection connection;

	private @Nullable CompletableFuture<MxpConnection> established;

	private @Nullable CompletableFuture<MxpConnection> pending;

	private int failedAttempts;

	private long nextAttemptNanos;

	private boolean waiting;

	private @Nullable Throwable lastFailure;

	PeerLink(MxpPeers peers, PeerDefinition definition) {
		this.peers = peers;
		this.definition = definition;
	}

	PeerDefinition definition() {
		return this.definition;
	}

	/**
	 * The open connection, or the one that is being made.
	 * @return the future may be shared: never complete or cancel it
	 */
	CompletableFuture<MxpConnection> connection() {
		CompletableFuture<MxpConnection> attempt;
		long delayNanos;
		synchronized (this) {
			if (this.connection != null && this.established != null && this.connection.isOpen()) {
				return this.established;
			}
			if (this.pending != null) {
				return this.pending;
			}
			attempt = new CompletableFuture<>();
			this.pending = attempt;
			delayNanos = (this.failedAttempts > 0) ? Math.max(0, this.nextAttemptNanos - System.nanoTime()) : 0;
			this.waiting = delayNanos > 0;
		}
		if (delayNanos > 0) {
			this.peers.schedule(() -> connect(attempt), delayNanos);
		}
		else {
			connect(attempt);
		}
		return attempt;
	}

	synchronized PeerStatus status() {
		PeerStatus.State state = PeerStatus.State.IDLE;
		if (this.connection != null && this.connection.isOpen()) {
			state = PeerStatus.State.CONNECTED;
		}
		else if (this.pending != null) {
			state = this.waiting ? PeerStatus.State.WAITING : PeerStatus.State.CONNECTING;
		}
		String failure = (this.lastFailure != null) ? String.valueOf(this.lastFailure.getMessage()) : null;
		return new PeerStatus(this.definition.name(), this.definition.address().toString(), this.definition.required(),
				state, this.failedAttempts, failure);
	}

	synchronized boolean isIdle() {
		return this.pending == null && (this.connection == null || !this.connection.isOpen());
	}

	private void connect(CompletableFuture<MxpConnection> attempt) {
		synchronized (this) {
			this.waiting = false;
		}
		try {
			this.peers.transport()
				.connect(request())
				.whenComplete((opened, failure) -> onAttempted(attempt, opened, failure));
		}
		catch (RuntimeException ex) {
			onAttempted(attempt, null, ex);
		}
	}

	private ConnectRequest request() {
		ConnectRequest request = ConnectRequest.to(this.definition.address());
		StaticKey key = this.peers.keyOf(this.definition);
		if (key != null) {
			request = request.withServerKey(key);
		}
		if (this.definition.anonymous()) {
			request = request.anonymously();
		}
		Duration timeout = this.peers.settings().connectTimeout();
		return (timeout != null) ? request.withTimeout(timeout) : request;
	}

	private void onAttempted(CompletableFuture<MxpConnection> attempt, @Nullable MxpConnection opened,
			@Nullable Throwable failure) {
		if (opened != null) {
			onConnected(attempt, opened);
			return;
		}
		Throwable reason = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: (failure != null) ? failure : new IllegalStateException("No connection");
		long pauseNanos;
		synchronized (this) {
			this.pending = null;
			this.lastFailure = reason;
			this.failedAttempts++;
			pauseNanos = pauseNanos(this.failedAttempts);
			this.nextAttemptNanos = System.nanoTime() + pauseNanos;
		}
		logger.debug("No connection to {}; the next attempt is in {} ms at the earliest", this.definition.name(),
				TimeUnit.NANOSECONDS.toMillis(pauseNanos), reason);
		attempt.completeExceptionally(reason);
		keepAlive();
	}

	private void onConnected(CompletableFuture<MxpConnection> attempt, MxpConnection opened) {
		synchronized (this) {
			this.connection = opened;
			this.established = CompletableFuture.completedFuture(opened);
			this.pending = null;
			this.failedAttempts = 0;
			this.lastFailure = null;
		}
		logger.debug("Connected to {}", this.definition.name());
		attempt.complete(opened);
		opened.closed().whenComplete((reason, failure) -> onClosed(opened, reason));
	}

	private void onClosed(MxpConnection closed, @Nullable CloseReason reason) {
		synchronized (this) {
			if (this.connection == closed) {
				this.connection = null;
				this.established = null;
			}
		}
		logger.debug("The connection to {} has ended: {}", this.definition.name(), reason);
		keepAlive();
	}

	private void keepAlive() {
		if (this.definition.required() && this.peers.isRunning()) {
			connection();
		}
	}

	/** Doubles with each failure, less up to a quarter, so that clients spread out. */
	private long pauseNanos(int attempts) {
		long first = this.peers.settings().reconnectInitialDelay().toNanos();
		long longest = this.peers.settings().reconnectMaxDelay().toNanos();
		int doublings = Math.min(attempts - 1, MAX_DOUBLINGS);
		long pause = (first > (longest >> doublings)) ? longest : first << doublings;
		return pause - ThreadLocalRandom.current().nextLong(pause / 4 + 1);
	}

}
