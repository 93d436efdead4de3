/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.List;

import io.mxp.transport.Attack;
import io.mxp.transport.DatagramConfig;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SparseFramesTests {

	private static final int ROUNDS = 1_000;

	private static final int STREAMS = 8;

	/**
	 * Bytes far apart, announced needs and repetitions: whatever might make a window
	 * grow.
	 */
	@Test
	@Requirement("REL-18")
	@Attack("A19")
	void bytesThatAreNotConsumedMoveNoLimit() throws ProtocolViolation {
		CollectingSink sink = new CollectingSink();
		StreamMultiplexer server = new StreamMultiplexer(false, FlowConfig.defaults(), SchedulerConfig.defaults(),
				DatagramConfig.defaults(), Records.FRAMING, sink);
		sink.multiplexer = server;
		server.onPeerParameters(1 << 20, 1 << 20, 1 << 20, 10, 10, 1_200);
		byte[] one = { 1 };
		long window = FlowConfig.defaults().streamWindowBytes();
		for (int round = 0; round < ROUNDS; round++) {
			// the first byte of no stream ever comes
			long offset = 1 + (round * (window / ROUNDS)) / 2 * 2;
			for (int number = 4; number < 4 + STREAMS; number++) {
				long id = StreamId.of(number, true, true);
				Frames.receive(server, (writer) -> {
					writer.streamOpen(id, 1, false, true);
					Frames.data(writer, id, offset, false, one, 0, 1);
					writer.dataBlocked(id, window);
					writer.dataBlocked(-1, 8 * window);
				});
			}
			List<String> frames = Frames.fill(server, 1_152, (kind, a, b, c) -> {
			}, round * 1_000_000L);
			assertThat(frames).noneMatch((frame) -> frame.startsWith("MAX_"));
		}
		assertThat(sink.count).isZero();
		assertThat(server.figures().bufferedReceiveBytes()).isLessThanOrEqualTo(ROUNDS * STREAMS);
	}

}
