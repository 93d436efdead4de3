/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.SplittableRandom;

import io.mxp.transport.DatagramConfig;
import io.mxp.transport.DatagramFate;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DatagramQueueTests {

	private static final long NEVER = Long.MAX_VALUE;

	private final CollectingSink sink = new CollectingSink();

	@Test
	@Requirement({ "REL-22", "SEC-53" })
	void aFullQueueDropsTheOldestAndSaysSo() {
		DatagramQueue queue = queue(4096, true);
		int each = 1000 + DatagramQueue.BYTES_PER_ENTRY;
		for (long id = 0; id < 4; id++) {
			assertThat(queue.offer(id, new byte[1000], 0, 1000, 0, NEVER)).isTrue();
		}
		assertThat(queue.queuedBytes()).isEqualTo(4 * each).isEqualTo(4096);
		assertThat(this.sink.dropped).isEmpty();
		assertThat(queue.offer(4, new byte[1000], 0, 1000, 0, NEVER)).isTrue();
		assertThat(this.sink.dropped).containsExactly(java.util.Map.entry(0L, DatagramFate.QUEUE_FULL));
		assertThat(queue.offer(5, new byte[4096], 0, 4096, 0, NEVER)).isFalse();
	}

	@Test
	@Requirement("SEC-53")
	void orRefusesTheNewest() {
		DatagramQueue queue = queue(4096, false);
		for (long id = 0; id < 4; id++) {
			assertThat(queue.offer(id, new byte[1000], 0, 1000, 0, NEVER)).isTrue();
		}
		assertThat(queue.offer(4, new byte[40], 0, 40, 0, NEVER)).isFalse();
		assertThat(this.sink.dropped).isEmpty();
	}

	@Test
	@Requirement("REL-22")
	void whatWaitedTooLongIsDroppedAndReported() {
		DatagramQueue queue = queue(100_000, true);
		queue.offer(1, new byte[100], 0, 100, 0, 50);
		queue.offer(2, new byte[100], 0, 100, 0, NEVER);
		assertThat(queue.dropExpired(49)).isTrue();
		assertThat(this.sink.dropped).isEmpty();
		queue.dropExpired(50);
		assertThat(this.sink.dropped).containsOnlyKeys(1L);
		long timeToLive = Duration.ofMillis(10).toNanos();
		queue.dropExpired(timeToLive - 1);
		assertThat(queue.dropExpired(timeToLive)).isFalse();
		assertThat(this.sink.dropped).containsEntry(2L, DatagramFate.EXPIRED);
	}

	@Test
	void whatFitsIntoNoPacketIsDropped() {
		DatagramQueue queue = queue(100_000, true);
		queue.offer(1, new byte[1200], 0, 1200, 0, NEVER);
		queue.offer(2, new byte[100], 0, 100, 0, NEVER);
		byte[] packet = new byte[1152];
		FrameWriter writer = new FrameWriter().wrap(packet, 0, 1152);
		assertThat(queue.fill(writer, (kind, a, b, c) -> assertThat(a).isEqualTo(2), 1144, 0)).isTrue();
		assertThat(this.sink.dropped).containsEntry(1L, DatagramFate.TOO_LARGE);
	}

	@Test
	void comesOutInOrderAndUnchanged() {
		SplittableRandom random = new SplittableRandom(1);
		DatagramQueue queue = queue(50_000, false);
		ArrayDeque<byte[]> model = new ArrayDeque<>();
		byte[] packet = new byte[2000];
		for (long id = 0; id < 20_000; id++) {
			byte[] bytes = Records.record(id, 40 + random.nextInt(1500));
			if (queue.offer(id, bytes, 0, bytes.length, 0, NEVER)) {
				model.add(bytes);
			}
			while (random.nextInt(3) > 0 && !queue.isEmpty()) {
				FrameWriter writer = new FrameWriter().wrap(packet, 0, 2000);
				queue.fill(writer, (kind, a, b, c) -> {
				}, 2000, 0);
				byte[] expected = model.remove();
				assertThat(Records.isIntact(packet, 8, expected.length)).isTrue();
				assertThat(Records.id(packet, 8)).isEqualTo(Records.id(expected, 0));
			}
			assertThat(queue.size()).isEqualTo(model.size());
		}
	}

	@Test
	void datagramsAreNotStarvedByStreams() throws ProtocolViolation {
		StreamMultiplexer client = new StreamMultiplexer(true, FlowConfig.defaults(), SchedulerConfig.defaults(),
				DatagramConfig.defaults(), Records.FRAMING, this.sink);
		client.onPeerParameters(1 << 20, 1 << 20, 1 << 20, 10, 10, 1200);
		assertThat(client.writeDatagram(1, Records.record(1, 1145), 0, 1145, 0, NEVER)).isFalse();
		byte[] record = Records.record(1, 104);
		for (int i = 0; i < 5000; i++) {
			client.write(0, record, 0, 104);
		}
		client.writeDatagram(1, Records.record(1, 1000), 0, 1000, 0, NEVER);
		for (int packet = 0; packet < 3; packet++) {
			if (Frames.fill(client, 1152).contains("DATAGRAM 1000")) {
				return;
			}
		}
		assertThat(client.figures().queuedDatagrams()).isZero();
	}

	private DatagramQueue queue(int bytes, boolean dropOldest) {
		DatagramConfig config = new DatagramConfig(bytes, Duration.ofMillis(10), dropOldest);
		return new DatagramQueue(config, this.sink);
	}

}
