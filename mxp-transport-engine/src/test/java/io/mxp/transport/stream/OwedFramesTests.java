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
		assertThat(frames).containsExactly("RESET 0 0 code 7");
		assertThat(this.server.hasPending()).isFalse();
	}

}
