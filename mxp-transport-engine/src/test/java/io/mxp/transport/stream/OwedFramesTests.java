/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.List;

import io.mxp.transport.DatagramConfig;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A peer cannot make us owe it more frames than there are things to say. */
class OwedFramesTests {

	private static final int WISHES = 1_000;

	private final StreamMultiplexer server = new StreamMultiplexer(false, FlowConfig.defaults(),
			SchedulerConfig.defaults(), DatagramConfig.defaults(), Records.FRAMING, new QuietSink(), new ChunkPool(0));

	@Test
	@Requirement("SEC-53")
	void aThousandWishesAreAnsweredOnce() throws ProtocolViolation {
		this.server.onPeerParameters(1 << 20, 1 << 20, 1 << 20, 10, 10, 65_535);
		for (int i = 0; i < WISHES; i++) {
			Frames.receive(this.server, (writer) -> {
				writer.streamOpen(0, 0, false, false);
				writer.stopSending(0, 7);
				writer.dataBlocked(0, 5);
				writer.dataBlocked(-1, 5);
			});
		}
		List<String> frames = Frames.fill(this.server, 1_152);
		FlowConfig flow = FlowConfig.defaults();
		assertThat(frames).containsExactly("MAX_DATA " + flow.connectionWindowBytes(), "RESET 0 0 code 7",
				"MAX_STREAM_DATA 0 " + flow.streamWindowBytes());
		assertThat(this.server.hasPending()).isFalse();
	}

	@Test
	@Requirement("REL-17")
	void whoKnowsItsLimitIsToldNothingAndWhoMissedItIsToldTheSameAgain() throws ProtocolViolation {
		FlowConfig flow = FlowConfig.defaults();
		Frames.receive(this.server, (writer) -> {
			writer.streamOpen(0, 0, false, false);
			writer.dataBlocked(0, flow.streamWindowBytes());
			writer.dataBlocked(-1, flow.connectionWindowBytes());
		});
		assertThat(Frames.fill(this.server, 1_152)).isEmpty();
		// As if it had lost the frame that gave the last byte.
		Frames.receive(this.server, (writer) -> writer.dataBlocked(0, flow.streamWindowBytes() - 1));
		assertThat(Frames.fill(this.server, 1_152)).containsExactly("MAX_STREAM_DATA 0 " + flow.streamWindowBytes());
		Frames.receive(this.server, (writer) -> writer.dataBlocked(-1, flow.connectionWindowBytes() - 1));
		assertThat(Frames.fill(this.server, 1_152)).containsExactly("MAX_DATA " + flow.connectionWindowBytes());
	}

}
