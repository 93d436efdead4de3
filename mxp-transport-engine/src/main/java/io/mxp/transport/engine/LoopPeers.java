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

import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;

/**
 * The event loops of one transport. With several sockets on one port, the system may hand
 * a datagram to another loop than the one whose connection it belongs to: the connection
 * id says which.
 */
final class LoopPeers {

	private volatile List<EventLoop> loops = List.of();

	void set(List<EventLoop> loops) {
		this.loops = List.copyOf(loops);
	}

	List<EventLoop> all() {
		return this.loops;
	}

	/**
	 * Hands a datagram to the loop that its connection id names; false where that is the
	 * asking loop itself.
	 */
	boolean redirect(EventLoop asking, InetSocketAddress from, byte[] bytes, int offset, int length) {
		List<EventLoop> all = this.loops;
		if (all.size() < 2 || length < PacketHeader.MIN_PACKET_LENGTH
				|| asking.endpoint().knows(bytes, offset, length)) {
			return false;
		}
		int owner = asking.ids().loopOf(PacketHeader.connectionId(bytes, offset));
		boolean mayOpen = PacketHeader.type(bytes, offset) == PacketType.INITIAL;
		if (mayOpen || owner >= all.size() || owner == asking.index()) {
			return false;
		}
		byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
		EventLoop loop = all.get(owner);
		loop.execute(() -> loop.receive(from, copy, 0, copy.length));
		return true;
	}

}
