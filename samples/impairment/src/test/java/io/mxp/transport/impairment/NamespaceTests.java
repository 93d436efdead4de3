/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.impairment;

import java.io.BufferedReader;
import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Two processes on two hosts that the kernel plays: namespaces with a veth pair, nftables
 * that drop by chance, a token bucket that limits the rate. Skipped where the machine has
 * no such things or the test is not root.
 */
class NamespaceTests {

	private static final String PORT = "9000";

	@Test
	@Requirement({ "REL-02", "REL-08" })
	void aTransferThroughAKernelThatDropsPackets() throws IOException {
		assumeNothingMissing("nft");
		try (Namespaces namespaces = Namespaces.open()) {
			namespaces.dropPercent(3);
			// NIO: with segmentation offload the kernel would drop up to 58 packets at
			// once.
			String lost = transfer(namespaces, "NIO", 3_000_000);
			assertThat(namespaces.dropped(true)).isPositive();
			assertThat(Integer.parseInt(lost.substring(0, lost.indexOf(' ')))).isPositive();
		}
	}

	@Test
	@Requirement({ "REL-02", "REL-14" })
	void aTransferThroughATokenBucket() throws IOException {
		assumeNothingMissing("tc");
		try (Namespaces namespaces = Namespaces.open()) {
			namespaces.limitClient("20mbit", 16_000, 60_000);
			// 3 MB at 20 Mbit/s take 1.2 s of link.
			transfer(namespaces, "AUTO", 3_000_000);
		}
	}

	private static void assumeNothingMissing(String... tools) {
		String missing = Namespaces.missing(tools);
		assumeTrue(missing.isEmpty(), missing);
	}

	/** Returns how many packets the client lost, of how many. */
	private static String transfer(Namespaces namespaces, String driver, int bytes) throws IOException {
		Process server = namespaces.java(true, NamespacePeer.class, "server", Namespaces.SERVER_HOST, PORT, driver);
		BufferedReader serverSays = Namespaces.output(server);
		Namespaces.line(server, serverSays, "ready");
		Process client = namespaces.java(false, NamespacePeer.class, "client", Namespaces.SERVER_HOST, PORT, driver,
				String.valueOf(bytes));
		BufferedReader clientSays = Namespaces.output(client);
		String sent = Namespaces.line(client, clientSays, "sent");
		String lost = Namespaces.line(client, clientSays, "lost");
		assertThat(sent).startsWith(bytes + " ");
		assertThat(Namespaces.line(server, serverSays, "received")).isEqualTo(sent);
		server.getOutputStream().close();
		System.out.printf("%d bytes with %s: %s packets lost%n", bytes, driver, lost);
		return lost;
	}

}
