/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.peer;

import java.net.InetSocketAddress;

import io.mxp.transport.benchmarks.BenchOptions;

/**
 * Counts datagrams and sends those back that ask for it.
 */
final class RawReceiver extends RawPeer {

	RawReceiver(BenchOptions options) throws InterruptedException {
		super(options);
		open();
	}

	@Override
	public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length) {
		if (bytes[offset] == ECHO) {
			echo(from, bytes, offset, length);
		}
	}

	@Override
	public Values on(String command) {
		Values mark = mark();
		long perDatagram = Math.max(1, this.options.mtuBytes() / MESSAGE_BYTES);
		return mark.with("messages", mark.number("packetsReceived") * perDatagram);
	}

}
