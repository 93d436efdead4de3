/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.SplittableRandom;

import io.mxp.transport.FlowConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamLimitTests {

	@Test
	@Requirement("REL-20")
	void twoThousandStreamsPassALimitOfOneHundred() throws ProtocolViolation {
		for (int seed = 0; seed < 5; seed++) {
			Pipe pipe = Pipe.with(seed, FlowConfig.defaults().withMaxStreams(100, 100)).bad(0.05, 0.02, 4);
			int opened = 0;
			int refusals = 0;
			while (opened < 2000 || pipe.isBusy()) {
				while (opened < 2000) {
					long id = pipe.client.openStream(2, true);
					if (id < 0) {
						refusals++;
						break;
					}
					pipe.client.write(id, Records.record(id, 72), 0, 72);
					pipe.client.finish(id);
					opened++;
				}
				assertThat(pipe.server.figures().peerStreams(true)).isLessThanOrEqualTo(100);
				pipe.step();
				assertThat(pipe.tick()).isLessThan(10_000);
			}
			assertThat(refusals).isPositive();
			assertThat(pipe.clientSink.events).contains("writable -1");
			assertThat(pipe.serverSink.count).isEqualTo(2000);
			assertThat(pipe.client.figures().openStreams()).isZero();
			LossyPipeTests.assertNothingLeft(pipe);
		}
	}

	@Test
	@Requirement({ "REL-20", "SEC-53" })
	void theBooksOfEndedStreamsStayShort() throws ProtocolViolation {
		SplittableRandom random = new SplittableRandom(1);
		PeerStreams streams = new PeerStreams(false, 64);
		boolean[] over = new boolean[100_000];
		long lowest = 0;
		for (int i = 0; i < 50_000; i++) {
			long number = Math.max(0, streams.limit() - 1 - random.nextInt(64));
			if (over[(int) number]) {
				number = lowest;
			}
			streams.onNumber(number, 1);
			assertThat(streams.isOver(number)).isFalse();
			streams.onOver(number);
			over[(int) number] = true;
			while (over[(int) lowest]) {
				lowest++;
			}
			if (streams.updateDue()) {
				streams.advertise();
			}
			assertThat(streams.ranges()).isLessThanOrEqualTo(65);
		}
	}

	@Test
	void aRefusedOpenIsTriedAgainWhenTheLimitRises() throws ProtocolViolation {
		Pipe pipe = Pipe.with(1, FlowConfig.defaults().withMaxStreams(1, 0));
		assertThat(pipe.client.openStream(0, true)).isEqualTo(StreamMultiplexer.ANY_STREAM);
		long id = pipe.client.openStream(0, false);
		assertThat(id).isZero();
		assertThat(pipe.client.openStream(0, false)).isEqualTo(StreamMultiplexer.ANY_STREAM);
		pipe.client.finish(id);
		pipe.run(100);
		assertThat(pipe.clientSink.events).doesNotContain("writable -1");
		pipe.server.finish(id);
		pipe.run(100);
		assertThat(pipe.clientSink.events).contains("writable -1");
		assertThat(pipe.client.openStream(0, false)).isEqualTo(4);
	}

}
