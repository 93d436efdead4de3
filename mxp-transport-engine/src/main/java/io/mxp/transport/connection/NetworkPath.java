/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.net.InetSocketAddress;

import io.mxp.transport.reliability.AmplificationLimit;

/**
 * One way to the peer: its address and our socket, what was validated of it, how large
 * its datagrams may be, and the id by which the peer is addressed on it.
 */
final class NetworkPath {

	private final PathCounts counts;

	private final InetSocketAddress remote;

	private final int local;

	private final AmplificationLimit amplification;

	private final PathChallenge challenge = new PathChallenge();

	private int maxDatagramBytes;

	/** Sequence number of the peer's id. */
	private long peerId = PeerIds.NONE;

	/** Our id in the packets that came over it. */
	private long ownId;

	private boolean responseDue;

	private long response;

	private int responseBytes;

	private long lastHeardNanos;

	/** When it is forgotten because the connection has moved on. */
	private long endNanos = Long.MAX_VALUE;

	NetworkPath(PathCounts counts, InetSocketAddress remote, int local, boolean validated, int maxDatagramBytes) {
		this.counts = counts;
		this.remote = remote;
		this.local = local;
		this.amplification = new AmplificationLimit();
		this.maxDatagramBytes = maxDatagramBytes;
		if (validated) {
			this.amplification.onValidated();
		}
	}

	InetSocketAddress remote() {
		return this.remote;
	}

	/** Which of our sockets, 0 for the one of the event loop. */
	int local() {
		return this.local;
	}

	boolean is(InetSocketAddress from, int socket) {
		return this.local == socket && this.remote.equals(from);
	}

	PathChallenge challenge() {
		return this.challenge;
	}

	/** Largest UDP payload that is sent on this path. */
	int maxDatagramBytes() {
		return this.maxDatagramBytes;
	}

	void maxDatagramBytes(int bytes) {
		this.maxDatagramBytes = bytes;
	}

	long peerId() {
		return this.peerId;
	}

	void peerId(long sequence) {
		this.peerId = sequence;
	}

	long ownId() {
		return this.ownId;
	}

	/** An authentic packet came, or one that may be. */
	void onReceived(int bytes) {
		this.counts.bytesReceived += bytes;
		this.amplification.onDatagramReceived(bytes);
	}

	void onHeard(long nowNanos, long id) {
		this.lastHeardNanos = nowNanos;
		this.ownId = id;
	}

	long lastHeardNanos() {
		return this.lastHeardNanos;
	}

	void onSent(int bytes) {
		this.counts.bytesSent += bytes;
		this.amplification.onDatagramSent(bytes);
	}

	void onValidated() {
		this.amplification.onValidated();
	}

	boolean isValidated() {
		return this.amplification.isValidated();
	}

	/** Bytes that may be sent now. */
	// SPEC reliability.md#amplification-limit
	long allowance() {
		return this.amplification.allowanceBytes();
	}

	/** The peer asks; of several questions the newest is answered, in as many bytes. */
	void onChallenge(long data, int datagramBytes) {
		this.response = data;
		this.responseBytes = datagramBytes;
		this.responseDue = true;
	}

	boolean isResponseDue() {
		return this.responseDue;
	}

	long response() {
		return this.response;
	}

	int responseBytes() {
		return this.responseBytes;
	}

	void onResponseSent() {
		this.responseDue = false;
	}

	/** The connection has moved on: late packets are taken until then. */
	void endAt(long nanos) {
		this.endNanos = nanos;
	}

	/** The connection has come back. */
	void stay() {
		this.endNanos = Long.MAX_VALUE;
	}

	long endNanos() {
		return this.endNanos;
	}

}
