/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.SplittableRandom;

import io.mxp.transport.Attack;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.packet.ProtocolViolation;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The scheduler in whole packets, and beside an ideal fluid. */
class SchedulerStoryTests {

	private static final FlowConfig WIDE = FlowConfig.defaults()
		.withConnectionWindowBytes(1L << 30)
		.withStreamWindowBytes(1L << 30);

	@Test
	@Requirement("REL-21")
	void fourSaturatedBandsShareThePathByTheirWeights() throws ProtocolViolation {
		Pipe pipe = new Pipe(1, WIDE, WIDE, SchedulerConfig.defaults());
		long[] streams = saturate(pipe, 4);
		for (int i = 0; i < 400; i++) {
			pipe.step();
			refill(pipe, streams);
		}
		long sum = 0;
		long[] delivered = new long[4];
		for (int band = 0; band < 4; band++) {
			delivered[band] = pipe.serverSink.of(streams[band]).size();
			sum += delivered[band];
		}
		for (int band = 0; band < 4; band++) {
			assertThat((double) delivered[band] / sum).isCloseTo((8 >> band) / 15.0, Percentage.withPercentage(5));
		}
	}

	@Test
	@Requirement("REL-21")
	@Attack("A20")
	void aFloodOfCallsLeavesTheBackgroundOnePercent() throws ProtocolViolation {
		SchedulerConfig config = SchedulerConfig.defaults().withWeights(1000, 1, 1, 1).withDatagramWeight(1);
		Pipe pipe = new Pipe(1, WIDE, WIDE, config);
		long[] streams = saturate(pipe, 4);
		long last = 0;
		long gap = 0;
		long seen = 0;
		for (int i = 0; i < 1_000; i++) {
			pipe.step();
			refill(pipe, streams);
			long now = pipe.serverSink.of(streams[3]).size();
			gap = (now > seen) ? 0 : gap + 1;
			last = Math.max(last, gap);
			seen = now;
		}
		long sum = 0;
		for (long stream : streams) {
			sum += pipe.serverSink.of(stream).size();
		}
		assertThat((double) seen / sum).isGreaterThan(0.0099);
		// 16 packets a tick, one in a hundred: at most seven ticks, a second at 10 Mbit/s
		// is 54
		assertThat(last).isLessThanOrEqualTo(8);
	}

	@Test
	void aCallBesideFourBulkStreamsWaitsTwoPacketsAtMost() throws ProtocolViolation {
		int most = 0;
		for (int seed = 0; seed < 50; seed++) {
			Pipe pipe = new Pipe(seed, WIDE, WIDE, SchedulerConfig.defaults());
			long[] streams = new long[4];
			for (int i = 0; i < 4; i++) {
				streams[i] = pipe.client.openStream(2, true);
			}
			SplittableRandom random = new SplittableRandom(seed);
			for (int call = 0; call < 40; call++) {
				refill(pipe, streams);
				for (int i = random.nextInt(30); i > 0; i--) {
					Frames.fill(pipe.client, 1152);
				}
				byte[] record = Records.record(call, 200);
				assertThat(pipe.client.write(0, record, 0, record.length)).isTrue();
				int before = 0; // alone it leaves in the first packet
				while (Frames.fill(pipe.client, 1152).stream().noneMatch((frame) -> frame.startsWith("DATA 2 "))) {
					before++;
				}
				most = Math.max(most, before);
			}
		}
		assertThat(most).isLessThanOrEqualTo(2);
	}

	@Test
	void neverStraysFromAnIdealFluidByMoreThanAFrame() {
		for (int seed = 0; seed < 50; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			int[] weights = { 1 + random.nextInt(20), 1 + random.nextInt(20), 1 + random.nextInt(20),
					1 + random.nextInt(20), 1 + random.nextInt(20) };
			StreamScheduler scheduler = new StreamScheduler(SchedulerConfig.defaults()
				.withWeights(weights[0], weights[1], weights[2], weights[3])
				.withDatagramWeight(weights[4]));
			double[] shares = StreamScheduler.shares(weights);
			int flows = 0b11111;
			for (int period = 0; period < 20; period++) {
				flows = 1 + random.nextInt(31);
				double[] served = new double[5];
				for (int i = 0; i < 200; i++) {
					scheduler.onBacklog(flows);
					int flow = scheduler.next(flows);
					int length = 16 + random.nextInt(1200);
					scheduler.onServed(flow, length);
					served[flow] += length;
					assertFair(flows, served, shares);
				}
			}
		}
	}

	/**
	 * Start-time fair queuing: in any time in which two flows both have something to
	 * send, what they get differs, divided by their shares, by no more than a largest
	 * frame of each (Goyal, Vin, Cheng 1996, theorem 1).
	 */
	private static void assertFair(int flows, double[] served, double[] shares) {
		for (int a = 0; a < 5; a++) {
			for (int b = 0; b < a; b++) {
				if ((flows >> a & 1) != 0 && (flows >> b & 1) != 0) {
					assertThat(Math.abs(served[a] / shares[a] - served[b] / shares[b]))
						.isLessThanOrEqualTo(1216 / shares[a] + 1216 / shares[b] + 1);
				}
			}
		}
	}

	private static long[] saturate(Pipe pipe, int bands) {
		long[] streams = new long[bands];
		for (int band = 0; band < bands; band++) {
			streams[band] = pipe.client.openStream(band, true);
		}
		refill(pipe, streams);
		return streams;
	}

	private static void refill(Pipe pipe, long[] streams) {
		byte[] record = Records.record(7, 1_000);
		for (long stream : streams) {
			boolean room = true;
			while (room) {
				room = pipe.client.write(stream, record, 0, record.length);
			}
		}
	}

}
