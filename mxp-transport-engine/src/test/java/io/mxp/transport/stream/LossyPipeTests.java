/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.mxp.transport.DatagramFate;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LossyPipeTests {

	@Test
	@Requirement("REL-02")
	void everyRecordOfEveryBandArrivesOnce() throws ProtocolViolation {
		for (int seed = 0; seed < 60; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			Pipe pipe = Pipe.withDefaults(seed).bad(random.nextDouble() * 0.3, 0.1, 1 + random.nextInt(8));
			pipe.payload(200 + random.nextInt(1500));
			Map<Long, List<Long>> written = new HashMap<>();
			for (long id = 0; id < 1500; id++) {
				int band = random.nextInt(4);
				int length = (random.nextInt(20) == 0) ? 40 + random.nextInt(16_345) : 40 + random.nextInt(300);
				assertThat(pipe.client.write(band, Records.record(id, length), 0, length)).isTrue();
				written.computeIfAbsent(StreamId.ofBand(band, true), (key) -> new ArrayList<>()).add(id);
				if (random.nextInt(10) == 0) {
					pipe.step();
				}
			}
			pipe.run(100_000);
			written.forEach((stream, ids) -> assertThat(pipe.serverSink.of(stream)).hasSameSizeAs(ids)
				.containsExactlyInAnyOrderElementsOf(ids));
			assertNothingLeft(pipe);
		}
	}

	@Test
	@Requirement("REL-02")
	void orderedStreamsKeepTheirOrderInBothDirections() throws ProtocolViolation {
		for (int seed = 0; seed < 40; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			Pipe pipe = Pipe.with(seed, FlowConfig.defaults().withStreamWindowBytes(8 * 1024 + random.nextInt(60_000)))
				.bad(random.nextDouble() * 0.3, 0.1, 1 + random.nextInt(8));
			Map<Long, List<Long>> written = new HashMap<>();
			long next = 0;
			for (int i = 0; i < 20; i++) {
				long id = pipe.client.openStream(i & 3, i % 3 == 0);
				List<Long> ids = written.computeIfAbsent(id, (key) -> new ArrayList<>());
				for (int k = random.nextInt(40); k > 0; k--) {
					int length = (random.nextInt(10) == 0) ? 40 + random.nextInt(40_000) : 40 + random.nextInt(300);
					assertThat(pipe.client.write(id, Records.record(next, length), 0, length)).isTrue();
					ids.add(next++);
				}
				pipe.client.finish(id);
				pipe.step();
			}
			pipe.run(100_000);
			for (long id : written.keySet()) {
				assertThat(pipe.serverSink.of(id)).isEqualTo(written.get(id));
				assertThat(pipe.serverSink.events).containsOnlyOnce("finished " + id);
				assertThat(pipe.clientSink.events).containsOnlyOnce("closed " + id);
				if (!StreamId.isUnidirectional(id)) {
					answer(pipe, id);
				}
			}
			pipe.run(100_000);
			for (long id : written.keySet()) {
				if (!StreamId.isUnidirectional(id)) {
					assertThat(pipe.clientSink.of(id)).containsExactly(id, id + 1);
					assertThat(pipe.clientSink.events).containsOnlyOnce("finished " + id);
				}
			}
			assertThat(pipe.client.figures().openStreams()).isZero();
			assertThat(pipe.server.figures().openStreams()).isZero();
			assertNothingLeft(pipe);
		}
	}

	@Test
	@Requirement({ "REL-02", "REL-18", "REL-19" })
	void anyMixOfCallsEndsClean() throws ProtocolViolation {
		for (int seed = 0; seed < 60; seed++) {
			new RandomLife(seed).live();
		}
	}

	@Test
	@Requirement("REL-22")
	void datagramsAreNeverSentTwiceAndLossesAreReported() throws ProtocolViolation {
		Pipe pipe = Pipe.withDefaults(5).bad(0.2, 0, 4);
		for (long id = 0; id < 500; id++) {
			assertThat(pipe.client.writeDatagram(id, Records.record(id, 500), 0, 500, pipe.tick(), Long.MAX_VALUE))
				.isTrue();
			pipe.step();
		}
		pipe.run(1000);
		assertThat(pipe.lost).isPositive();
		assertThat(pipe.serverSink.datagrams).doesNotHaveDuplicates()
			.doesNotContainAnyElementsOf(pipe.clientSink.dropped.keySet());
		assertThat(pipe.serverSink.datagrams.size() + pipe.clientSink.dropped.size()).isEqualTo(500);
		assertThat(pipe.clientSink.dropped.values()).containsOnly(DatagramFate.LOST);
	}

	private static void answer(Pipe pipe, long id) {
		pipe.server.write(id, Records.record(id, 100), 0, 100);
		pipe.server.write(id, Records.record(id + 1, 20_000), 0, 20_000);
		pipe.server.finish(id);
	}

	static void assertNothingLeft(Pipe pipe) {
		for (StreamMultiplexer side : List.of(pipe.client, pipe.server)) {
			assertThat(side.figures().bufferedSendBytes()).isZero();
			assertThat(side.figures().bufferedReceiveBytes()).isZero();
			assertThat(side.figures().assemblyBytes()).isZero();
			assertThat(side.hasPending()).isFalse();
		}
		assertThat(pipe.clientPool.bytesInUse()).isZero();
		assertThat(pipe.serverPool.bytesInUse()).isZero();
	}

}
