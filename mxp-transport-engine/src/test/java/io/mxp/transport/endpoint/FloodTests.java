/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;

import io.mxp.transport.Attack;
import io.mxp.transport.FloodConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.LittleEndian;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.TransmitBatch;
import io.mxp.transport.security.DiffieHellmanCount;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What floods leave behind in a server's endpoint: heap is really measured. */
class FloodTests {

	private static final int MESSAGES = 100_000;

	private static final long INTERVAL_NANOS = 1_000_000_000L / 20_000;

	private static final long MEGABYTE = 1 << 20;

	private static final FloodConfig ALWAYS = FloodConfig.defaults().withRetryAbove(0, 0);

	@Test
	@Attack("A02")
	@Requirement({ "SEC-34", "S06" })
	void aHundredThousandFirstMessagesFromAnywhereCostNoDiffieHellmanAndNoMemory() {
		flood(new LoneServer(ALWAYS, LoneServer.nobody()), 5_000);
		LoneServer server = new LoneServer(ALWAYS, LoneServer.nobody());
		long heapBefore = usedHeap();
		long computedBefore = DiffieHellmanCount.now();
		int answers = flood(server, MESSAGES);
		long grown = usedHeap() - heapBefore;
		assertThat(DiffieHellmanCount.now()).isEqualTo(computedBefore);
		assertThat(answers).isEqualTo(MESSAGES);
		assertThat(server.endpoint.tokenCounters().get(Counter.RETRIES_SENT)).isEqualTo(MESSAGES);
		report("A02", MESSAGES + " first messages", grown);
		assertNothingIsLeft(server);
	}

	/** 20,000 a second of virtual time; whoever asks is answered at once. */
	private static int flood(LoneServer server, int count) {
		TransmitBatch batch = new TransmitBatch();
		int answers = 0;
		for (int i = 0; i < count; i++) {
			byte[] message = server.messages.next();
			server.endpoint.onDatagram(i * INTERVAL_NANOS, server.messages.address(), message, 0, message.length);
			while (server.endpoint.pollTransmit(i * INTERVAL_NANOS, batch)) {
				assertThat(batch.length()).isLessThan(message.length);
				answers++;
			}
		}
		return answers;
	}

	@Test
	@Attack("A02")
	void aFloodFromOnePrefixIsAnsweredAtItsRateOnly() {
		LoneServer server = new LoneServer(ALWAYS.withPrefixLimits(100, 100), LoneServer.nobody());
		TransmitBatch batch = new TransmitBatch();
		int answers = 0;
		for (int i = 0; i < MESSAGES; i++) {
			byte[] message = server.messages.next();
			server.endpoint.onDatagram(i * INTERVAL_NANOS, FirstMessages.address(0xC000_0200 + i % 256), message, 0,
					message.length);
			while (server.endpoint.pollTransmit(i * INTERVAL_NANOS, batch)) {
				answers++;
			}
		}
		// A burst of 1,000, then 1,000 in each of five seconds.
		assertThat(answers).isBetween(5_990, 6_001);
		assertThat(server.endpoint.drops().of(DropReason.RATE_LIMITED)).isEqualTo(MESSAGES - answers);
	}

	@Test
	@Attack("A03")
	@Requirement("SEC-33")
	void aMillionMalformedFirstMessagesLeaveNothing() {
		malformed(new LoneServer(ALWAYS, LoneServer.nobody()), 10_000);
		LoneServer server = new LoneServer(ALWAYS, LoneServer.nobody());
		long heapBefore = usedHeap();
		int answers = malformed(server, 1_000_000);
		long grown = usedHeap() - heapBefore;
		assertThat(server.endpoint.drops().total()).isEqualTo(1_000_000);
		assertThat(server.endpoint.drops().of(DropReason.RETRY_SENT)).isZero();
		for (DropReason reason : new DropReason[] { DropReason.BAD_TLV, DropReason.BAD_HEADER,
				DropReason.INITIAL_TOO_SMALL, DropReason.UNSUPPORTED_PATTERN, DropReason.TOO_SHORT,
				DropReason.UNKNOWN_CONNECTION }) {
			assertThat(server.endpoint.drops().of(reason)).as(reason.name()).isGreaterThan(50_000);
		}
		// Every eighth has another version: the limits of its prefix say how many are
		// told.
		long negotiated = server.endpoint.drops().of(DropReason.UNSUPPORTED_VERSION);
		assertThat(negotiated).isEqualTo(answers);
		assertThat(negotiated + server.endpoint.drops().of(DropReason.RATE_LIMITED)).isEqualTo(125_000);
		report("A03", "malformed first messages", grown);
		assertNothingIsLeft(server);
	}

	private static int malformed(LoneServer server, int count) {
		TransmitBatch batch = new TransmitBatch();
		int answers = 0;
		InetSocketAddress from = server.messages.address();
		for (int i = 0; i < count; i++) {
			byte[] message = server.messages.next();
			int length = message.length;
			switch (i % 8) {
				case 0 -> LittleEndian.putInt(message, PacketHeader.LENGTH + 4, 2 + i);
				case 1 -> LittleEndian.putShort(message, PacketHeader.LENGTH, 6);
				case 2 -> LittleEndian.putShort(message, PacketHeader.LENGTH + 2, 600 + i % 4_000);
				case 3 -> LittleEndian.putShort(message, PacketHeader.HEADER_LENGTH_OFFSET, 1 + 2 * (i % 4_000));
				case 4 -> message[PacketHeader.FLAGS_OFFSET] = (byte) (1 + 2 * (i % 2));
				case 5 -> length = 48 + i % 1_152;
				case 6 -> length = i % 48;
				default -> message[PacketHeader.LENGTH + 8 + 16 + 8 + 4] = (byte) (0x20 + i % 200);
			}
			if (i % 8 == 4) {
				LittleEndian.putShort(message, PacketHeader.HEADER_LENGTH_OFFSET, PacketHeader.LENGTH);
			}
			if (i % 8 == 5 && length < 120) {
				length = 120;
			}
			server.endpoint.onDatagram(i, from, message, 0, length);
			while (server.endpoint.pollTransmit(i, batch)) {
				answers++;
			}
		}
		return answers;
	}

	private static void assertNothingIsLeft(LoneServer server) {
		assertThat(server.endpoint.connectionCount()).isZero();
		assertThat(server.endpoint.connectionIdCount()).isZero();
		assertThat(server.endpoint.timerCount()).isZero();
		assertThat(server.endpoint.pollTransmit(Long.MAX_VALUE / 2, new TransmitBatch())).isFalse();
	}

	/** The least of a few collections: what is really reachable. */
	/** Writes the figure into the test's report, so that whoever cites it can see it. */
	private static void report(String attack, String what, long grown) {
		System.out.println(attack + ": heap grown by " + grown + " bytes after " + what);
		assertThat(grown).as("heap grown by bytes").isLessThan(MEGABYTE);
	}

	private static long usedHeap() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			System.gc();
			least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return least;
	}

}
