/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Chooses ports: what was asked for; else the usual one; else, where that is taken, a
 * random one.
 */
final class Ports {

	private Ports() {
	}

	static int udp(int asked, int usual) {
		return choose(asked, usual, () -> new DatagramSocket(at(usual)).close());
	}

	static int tcp(int asked, int usual) {
		return choose(asked, usual, () -> {
			try (ServerSocket socket = new ServerSocket()) {
				socket.setReuseAddress(true);
				socket.bind(at(usual));
			}
		});
	}

	private static int choose(int asked, int usual, Attempt attempt) {
		if (asked != QuickstartOptions.DEFAULT_PORT) {
			return asked;
		}
		try {
			attempt.bind();
			return usual;
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private static InetSocketAddress at(int port) {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

	/** Binds a port and lets it go. */
	private interface Attempt {

		void bind() throws IOException;

	}

}
