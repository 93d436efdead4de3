/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.net.InetSocketAddress;

import io.mxp.transport.packet.ProtocolViolation;

import org.jspecify.annotations.Nullable;

/**
 * All ways to the peer: the one in use, the one to return to, and those that are looked
 * at. Decides when the connection moves. COLD but for {@link #find} and
 * {@link #onPacket}.
 */
// SPEC connection.md#paths
final class Paths {

	/** Paths that are known at a time. */
	static final int MAX_PATHS = 4;

	/** How long a path is remembered that the peer does not go on to. */
	private static final long UNUSED_NANOS = 10_000_000_000L;

	private final Connection connection;

	private final ConnectionListener listener;

	private final @Nullable NetworkPath[] all = new NetworkPath[MAX_PATHS];

	private NetworkPath active;

	/**
	 * The last one in use that was validated; round-trip time and window are its own.
	 */
	private NetworkPath home;

	/** Where the client wants to go. */
	private @Nullable NetworkPath target;

	/** The path of the packet that is being processed. */
	private NetworkPath current;

	private int currentBytes;

	private long largestNumber = -1;

	private final PathCounts counts = new PathCounts();

	Paths(Connection connection, ConnectionListener listener, InetSocketAddress remote, boolean validated,
			int maxDatagramBytes) {
		this.connection = connection;
		this.listener = listener;
		this.active = new NetworkPath(this.counts, remote, 0, validated, maxDatagramBytes);
		this.active.peerId(0);
		this.active.onHeard(0, connection.ids().local());
		this.current = this.active;
		this.home = this.active;
		this.all[0] = this.active;
	}

	NetworkPath active() {
		return this.active;
	}

	/** The path that a datagram came over, null for one that is not known. */
	@Nullable NetworkPath find(InetSocketAddress from, int local) {
		if (this.active.is(from, local)) {
			return this.active;
		}
		for (NetworkPath path : this.all) {
			if (path != null && path.is(from, local)) {
				return path;
			}
		}
		return null;
	}

	/**
	 * Whether an authentic packet from a new address may begin a path: only at a server,
	 * whose peer was accepted, and not where that would aim our packets at our own host.
	 */
	boolean mayBegin(InetSocketAddress from) {
		if (this.connection.ids().isClient() || !isSettled()
				|| !this.connection.settings().config().path().migration()) {
			return false;
		}
		boolean allowed = PathTargets.mayMove(this.connection.settings().config().path(),
				this.active.remote().getAddress(), from.getAddress());
		if (!allowed) {
			this.counts.refused++;
		}
		return allowed;
	}

	private boolean isSettled() {
		return this.connection.state() == ConnectionState.ESTABLISHED && this.connection.life().isConfirmed();
	}

	/**
	 * An authentic packet came from a new address; the oldest that nobody uses yields.
	 */
	NetworkPath begin(long nowNanos, InetSocketAddress from) throws ProtocolViolation {
		NetworkPath path = new NetworkPath(this.counts, from, 0, false, Connections.HANDSHAKE_DATAGRAM_BYTES);
		path.endAt(nowNanos + UNUSED_NANOS);
		return add(path);
	}

	private NetworkPath add(NetworkPath path) throws ProtocolViolation {
		int place = -1;
		for (int i = 0; i < MAX_PATHS; i++) {
			NetworkPath other = this.all[i];
			if (other == null) {
				place = i;
				break;
			}
			NetworkPath oldest = (place >= 0) ? this.all[place] : null;
			if (other != this.active && other != this.home && other != this.target
					&& (oldest == null || other.lastHeardNanos() < oldest.lastHeardNanos())) {
				place = i;
			}
		}
		NetworkPath yielding = this.all[place];
		if (yielding != null) {
			remove(yielding);
		}
		this.all[place] = path;
		return path;
	}

	/** The packet that is processed next came over this path. */
	void onArrived(long nowNanos, NetworkPath path, long ownId, int datagramBytes) {
		path.onHeard(nowNanos, ownId);
		this.current = path;
		this.currentBytes = datagramBytes;
	}

	/**
	 * A packet of the application space was processed.
	 * @param probing whether it had nothing but frames that look at paths
	 */
	void onPacket(long nowNanos, long number, boolean probing) throws ProtocolViolation {
		if (number <= this.largestNumber) {
			return;
		}
		this.largestNumber = number;
		if (this.current != this.active && !probing && !this.connection.ids().isClient() && isSettled()) {
			follow(nowNanos, this.current);
		}
	}

	/** The peer's newest packet came from another address: answers go there, too. */
	private void follow(long nowNanos, NetworkPath path) throws ProtocolViolation {
		if (!giveId(path)) {
			return;
		}
		use(path);
		if (path.isValidated()) {
			settle(nowNanos, path);
			return;
		}
		if (!path.challenge().isPending()) {
			challenge(nowNanos, path);
		}
		// Where the old address still answers, the new one may be an attacker's.
		if (!this.home.challenge().isPending()) {
			challenge(nowNanos, this.home);
		}
	}

	/** An id of its own, unless the peer uses one of ours on both paths itself. */
	private boolean giveId(NetworkPath path) {
		PeerIds ids = this.connection.peerIds();
		if (ids.isGood(path.peerId())) {
			return true;
		}
		long taken = ids.take();
		if (taken == PeerIds.NONE && path.ownId() == this.active.ownId()) {
			taken = this.active.peerId();
		}
		path.peerId(taken);
		return taken != PeerIds.NONE;
	}

	private void use(NetworkPath path) {
		NetworkPath old = this.active;
		this.active = path;
		path.stay();
		this.connection.ids().remote(this.connection.peerIds().id(path.peerId()));
		this.connection.sender().mtuProber().onPathChanged(isOnlyPort(path, old) ? old.maxDatagramBytes() : 0);
		this.counts.migrations++;
	}

	/** The path is the peer's: from here on its network counts and no other. */
	private void settle(long nowNanos, NetworkPath path) {
		if (path != this.home) {
			this.connection.recovery().onPathChanged(isOnlyPort(path, this.home));
			this.home = path;
		}
		for (NetworkPath other : this.all) {
			if (other != null && other != path) {
				other.challenge().end();
				other.endAt(nowNanos + 3 * this.connection.recovery().probeTimeoutNanos());
			}
		}
		this.listener.onPathChanged(this.connection);
	}

	private static boolean isOnlyPort(NetworkPath path, NetworkPath old) {
		return path.local() == old.local() && path.remote().getAddress().equals(old.remote().getAddress());
	}

	private void challenge(long nowNanos, NetworkPath path) {
		this.counts.challenged++;
		path.challenge()
			.begin(nowNanos, this.connection.settings().random().nextLong(),
					this.connection.recovery().probeTimeoutNanos());
	}

	// ---- a client that moves

	/**
	 * Looks at the way over another socket of ours; where the server answers, the
	 * connection moves there.
	 * @return false where that is not possible now
	 */
	boolean migrate(long nowNanos, int local) throws ProtocolViolation {
		if (!this.connection.ids().isClient() || !isSettled() || this.target != null) {
			return false;
		}
		NetworkPath path = add(
				new NetworkPath(this.counts, this.active.remote(), local, true, Connections.HANDSHAKE_DATAGRAM_BYTES));
		// Where none is free, the question waits for one.
		path.peerId(this.connection.peerIds().take());
		this.target = path;
		challenge(nowNanos, path);
		return true;
	}

	private void arrive(long nowNanos, NetworkPath path) {
		this.target = null;
		use(path);
		settle(nowNanos, path);
		this.connection.sender().control().pingWhenIdle();
		this.listener.onMigrated(this.connection, path.local(), true);
	}

	// ---- frames

	/** PATH_CHALLENGE: answered over the path that it came over. */
	// SPEC connection.md#path-validation
	void onChallenge(long data) {
		if (!giveId(this.current)) {
			return;
		}
		this.current.onChallenge(data, this.currentBytes);
		if (!this.current.isValidated() && !this.current.challenge().isPending()) {
			challenge(this.current.lastHeardNanos(), this.current);
		}
	}

	/** PATH_RESPONSE; one that answers nothing is ignored. */
	void onResponse(long nowNanos, long data) {
		for (NetworkPath path : this.all) {
			if (path != null && path.challenge().onResponse(data)) {
				onValidated(nowNanos, path);
				return;
			}
		}
	}

	private void onValidated(long nowNanos, NetworkPath path) {
		path.onValidated();
		if (!path.challenge().wasFullSize()) {
			// The address is right; whether it takes datagrams of 1,200 bytes is not
			// known.
			challenge(nowNanos, path);
			return;
		}
		this.counts.validated++;
		if (path == this.target) {
			arrive(nowNanos, path);
		}
		else if (path == this.active) {
			settle(nowNanos, path);
		}
	}

	/** The peer wants back an id that a path uses. */
	void onIdsGone() throws ProtocolViolation {
		for (NetworkPath path : this.all) {
			if (path != null && path.peerId() != PeerIds.NONE && !this.connection.peerIds().isGood(path.peerId())) {
				path.peerId(PeerIds.NONE);
			}
		}
		if (giveId(this.active)) {
			this.connection.ids().remote(this.connection.peerIds().id(this.active.peerId()));
		}
	}

	// ---- time

	void onTimeout(long nowNanos) throws ProtocolViolation {
		for (NetworkPath path : this.all) {
			if (path != null && path.challenge().onTimeout(nowNanos)) {
				onFailed(path);
			}
			else if (path != null && nowNanos >= path.endNanos() && path != this.active && path != this.home) {
				remove(path);
			}
		}
	}

	/** Nobody answered: the connection goes on where it last was. */
	private void onFailed(NetworkPath path) throws ProtocolViolation {
		this.counts.failed++;
		if (path == this.target) {
			this.target = null;
			remove(path);
			this.listener.onMigrated(this.connection, path.local(), false);
		}
		else if (path == this.active && path != this.home) {
			use(this.home);
			remove(path);
			this.connection.sender().control().pingWhenIdle();
		}
		else if (path != this.active && path != this.home) {
			remove(path);
		}
	}

	long nextNanos() {
		long next = Long.MAX_VALUE;
		for (NetworkPath path : this.all) {
			if (path != null) {
				next = Math.min(next, path.challenge().nextNanos());
				next = (path != this.active && path != this.home) ? Math.min(next, path.endNanos()) : next;
			}
		}
		return next;
	}

	private void remove(NetworkPath path) throws ProtocolViolation {
		for (int i = 0; i < MAX_PATHS; i++) {
			if (this.all[i] == path) {
				this.all[i] = null;
			}
		}
		if (path.peerId() != this.active.peerId()) {
			this.connection.peerIds().giveUp(path.peerId());
		}
		if (this.current == path) {
			this.current = this.active;
		}
		this.listener.onPathForgotten(this.connection, path.local());
	}

	/** The connection is over. */
	void forget() {
		for (NetworkPath path : this.all) {
			if (path != null) {
				this.listener.onPathForgotten(this.connection, path.local());
			}
		}
	}

	/** A path that has something to say of itself; null for none. */
	@Nullable NetworkPath pollDue() {
		for (NetworkPath path : this.all) {
			if (path != null && (path.isResponseDue() || path.challenge().isDue()) && giveId(path)) {
				return path;
			}
		}
		return null;
	}

	PathFigures figures() {
		int open = 0;
		for (NetworkPath path : this.all) {
			open += (path != null) ? 1 : 0;
		}
		return this.counts.figures(open);
	}

	/** Bytes over all paths that there ever were. */
	long bytesSent() {
		return this.counts.bytesSent;
	}

	long bytesReceived() {
		return this.counts.bytesReceived;
	}

}
