/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerRole;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.security.CertificateVerifier;
import io.mxp.transport.security.ProofOfWork;
import io.mxp.transport.security.VerificationRequest;
import io.mxp.transport.security.VerificationResult;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies peers on worker threads, first in the handshake and then again and again, so
 * that an expired certificate or a changed trust policy ends a live connection (SEC-09).
 * On the event loop but for the verification itself. COLD.
 */
final class Verifications {

	private static final Logger logger = LoggerFactory.getLogger(Verifications.class);

	/** Half of what SEC-09 allows. */
	private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(30);

	/** After so long it is tried again where the workers have too much to do. */
	private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final CertificateVerifier verifier;

	private final Attestations attestations;

	private final Executor workers;

	/** The wall clock, milliseconds since 1970. */
	private volatile LongSupplier clock = System::currentTimeMillis;

	private final Map<Connection, VerificationRequest> live = new HashMap<>();

	private final ResumedPeers resumed;

	private long nextNanos = INTERVAL_NANOS;

	Verifications(CertificateVerifier verifier, Attestations attestations, Executor workers, ResumedPeers resumed) {
		this.resumed = resumed;
		this.verifier = verifier;
		this.attestations = attestations;
		this.workers = workers;
	}

	/** For tests, which do not wait until something expires. */
	void clock(LongSupplier other) {
		this.clock = other;
	}

	/** A handshake waits for the answer. */
	void onHandshake(EventLoop loop, Connection connection, VerificationRequest request) {
		this.live.put(connection, request.identityOnly());
		boolean taken = submit(loop, connection, request, (result) -> connection.onVerified(loop.nanos(), result));
		if (!taken) {
			connection.onVerified(loop.nanos(), VerificationResult.rejected(ErrorCode.CONNECTION_REFUSED,
					"too many handshakes wait to be verified"));
		}
	}

	/**
	 * The server wants work done. Where the workers have too much to do the handshake
	 * ends by its timeout, as if the server had none.
	 */
	void onPuzzle(EventLoop loop, Connection connection, byte[] token, int bits) {
		long timeoutNanos = loop.config().handshake().timeout().toNanos();
		try {
			this.workers.execute(() -> {
				long start = System.nanoTime();
				long solution = ProofOfWork.solve(token, bits, 0, () -> System.nanoTime() - start > timeoutNanos);
				loop.execute(() -> {
					connection.onPuzzleSolved(loop.nanos(), solution);
					loop.endpoint().touch(connection);
				});
			});
		}
		catch (RejectedExecutionException ex) {
			logger.warn("Too many handshakes wait for the workers: the one with {} is given up",
					connection.remoteAddress());
		}
	}

	void onClosed(Connection connection) {
		this.live.remove(connection);
		this.resumed.onClosed(connection);
	}

	/** Peers that have shown tickets. */
	ResumedPeers resumed() {
		return this.resumed;
	}

	/** Verifies all live peers once more where it is time. */
	void onTurn(EventLoop loop, long nowNanos) {
		if (nowNanos >= this.nextNanos) {
			this.nextNanos = nowNanos + INTERVAL_NANOS;
			verifyAgain(loop);
			this.attestations.onTurn();
		}
	}

	/**
	 * Verifies all live peers now; the connection of one that is trusted no longer is
	 * closed.
	 */
	void verifyAgain(EventLoop loop) {
		this.resumed.check(loop, this.clock.getAsLong());
		if (this.live.isEmpty()) {
			return;
		}
		Map<Connection, VerificationRequest> peers = new HashMap<>(this.live);
		try {
			// One task for all, so that no number of peers fills the workers' queue.
			this.workers.execute(() -> peers.forEach((connection, request) -> {
				if (verify(request) instanceof VerificationResult.Rejected rejected) {
					loop.execute(() -> closeUntrusted(loop, connection, rejected));
				}
			}));
		}
		catch (RejectedExecutionException ex) {
			this.nextNanos = loop.nanos() + AGAIN_NANOS;
		}
	}

	private static void closeUntrusted(EventLoop loop, Connection connection, VerificationResult.Rejected rejected) {
		logger.warn("The connection to {} is closed, because its peer is trusted no longer: {}",
				connection.remoteAddress(), rejected.reason());
		connection.close(loop.nanos(), rejected.code(), "");
		loop.endpoint().touch(connection);
	}

	private boolean submit(EventLoop loop, Connection connection, VerificationRequest request, Answer answer) {
		try {
			this.workers.execute(() -> {
				VerificationResult result = verifyFirst(request);
				loop.execute(() -> {
					answer.take(result);
					loop.endpoint().touch(connection);
				});
			});
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	private VerificationResult verifyFirst(VerificationRequest request) {
		VerificationResult result = verify(request);
		try {
			VerificationResult attested = (result instanceof VerificationResult.Accepted accepted)
					? this.attestations.verify(request, accepted, this.clock.getAsLong()) : result;
			if (request.peerRole() == PeerRole.SERVER && attested instanceof VerificationResult.Accepted) {
				this.attestations.prepareForAccepted(request);
			}
			return attested;
		}
		catch (RuntimeException ex) {
			logger.error("A peer's attestation statement could not be verified", ex);
			return VerificationResult.rejected(ErrorCode.ATTESTATION_REJECTED,
					"the peer's attestation statement could not be verified: " + ex.getMessage());
		}
	}

	private VerificationResult verify(VerificationRequest request) {
		try {
			return this.verifier.verify(request, this.clock.getAsLong());
		}
		catch (RuntimeException ex) {
			logger.error("A peer's identity could not be verified", ex);
			return VerificationResult.rejected(ErrorCode.CERTIFICATE_UNTRUSTED,
					"the peer's identity could not be verified: " + ex.getMessage());
		}
	}

	/** What becomes of a verification. */
	@FunctionalInterface
	private interface Answer {

		void take(VerificationResult result);

	}

}
