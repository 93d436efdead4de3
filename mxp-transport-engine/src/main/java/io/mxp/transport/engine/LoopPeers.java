/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.PacketHeader;

/**
 * The event loops of one transport. With several sockets on one port, the system may hand
 * a datagram to another loop than the one whose connection it belongs to: the connection
 * id says which.
 */
final class LoopPeers {

	/** Datagrams for another loop that may wait for it; more are dropped. */
	// SPEC limits.md#before-authentication
	static final int MAX_REDIRECTED = 4_096;

	private volatile List<EventLoop> loops = List.of();

	private volatile boolean draining;

	void set(List<EventLoop> loops) {
		this.loops = List.copyOf(loops);
	}

	List<EventLoop> all() {
		return this.loops;
	}

	/** From now on no call and no stream of a peer is begun. */
	void drain() {
		this.draining = true;
	}

	boolean isDraining() {
		return this.draining;
	}

	/**
	 * Hands a datagram to the loop that its connection id names; false where that is the
	 * asking loop itself. A client's first id is random, so it may name any loop: then
	 * that one accepts the connection.
	 */
	boolean redirect(EventLoop asking, InetSocketAddress from, byte[] bytes, int offset, int length) {
		List<EventLoop> all = this.loops;
		if (all.size() < 2 || length < PacketHeader.MIN_PACKET_LENGTH
				|| asking.endpoint().knows(bytes, offset, length)) {
			return false;
		}
		int owner = asking.ids().loopOf(PacketHeader.connectionId(bytes, offset));
		if (owner >= all.size() || owner == asking.index()) {
			return false;
		}
		EventLoop loop = all.get(owner);
		if (loop.redirected().incrementAndGet() > MAX_REDIRECTED) {
			loop.redirected().decrementAndGet();
			asking.endpoint().drops().count(DropReason.LOOP_BUSY);
			return true;
		}
		byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
		loop.execute(() -> {
			loop.redirected().decrementAndGet();
			loop.receive(from, copy, 0, copy.length);
		});
		return true;
	}

}
