/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.Attack;
import io.mxp.transport.DatagramConfig;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LargeRecordTests {

	private static final int LARGEST = FlowConfig.MAX_MESSAGE_BYTES;

	@Test
	@Requirement("REL-02")
	void theLargestMessageNeedsNoWindowOfItsSize() throws ProtocolViolation {
		Pipe pipe = Pipe
			.with(1, FlowConfig.defaults().withStreamWindowBytes(64 * 1024).withConnectionWindowBytes(64 * 1024))
			.bad(0.02, 0.01, 2);
		long id = send(pipe, LARGEST, 3);
		assertThat(pipe.serverSink.of(id)).containsExactly(3L);
		LossyPipeTests.assertNothingLeft(pipe);
	}

	@Test
	@Requirement("SEC-53")
	void moreLargeMessagesThanTheBudgetTakeTurns() throws ProtocolViolation {
		Pipe pipe = Pipe.withDefaults(2).payload(8192);
		List<byte[]> messages = new ArrayList<>();
		List<Long> ids = new ArrayList<>();
		int[] written = new int[8];
		for (int i = 0; i < 8; i++) {
			messages.add(Records.record(i, LARGEST));
			ids.add(pipe.client.openStream(3, true));
		}
		long most = 0;
		for (int left = 8; left > 0 || pipe.isBusy();) {
			for (int i = 0; i < 8; i++) {
				int rest = LARGEST - written[i];
				if (rest > 0) {
					written[i] += pipe.client.writeSome(ids.get(i), messages.get(i), written[i], rest);
					if (written[i] == LARGEST) {
						pipe.client.finish(ids.get(i));
						left--;
					}
				}
			}
			pipe.step();
			most = Math.max(most, pipe.server.figures().assemblyBytes());
			assertThat(pipe.tick()).isLessThan(100_000);
		}
		assertThat(pipe.serverSink.count).isEqualTo(8);
		assertThat(most).isGreaterThan(LARGEST).isLessThanOrEqualTo(FlowConfig.MIN_ASSEMBLY_BUDGET_BYTES);
		LossyPipeTests.assertNothingLeft(pipe);
	}

	@Test
	@Requirement("REL-18")
	void aLargeMessageThatIsNotConsumedHoldsTheBudgetAndOthersWait() throws ProtocolViolation {
		Pipe pipe = Pipe.withDefaults(3).payload(8192);
		pipe.serverSink.consumes = false;
		for (int i = 0; i < 4; i++) {
			send(pipe, LARGEST, i);
		}
		assertThat(pipe.serverSink.count).isEqualTo(4);
		assertThat(pipe.server.figures().assemblyBytes()).isEqualTo(4L * LARGEST);
		long fifth = send(pipe, 100_000, 5);
		assertThat(pipe.serverSink.of(fifth)).isEmpty();
		// small messages of the bands pass by
		pipe.client.write(0, Records.record(6, 100), 0, 100);
		pipe.run(100);
		assertThat(pipe.serverSink.count).isEqualTo(5);
		pipe.serverSink.consumeAll();
		pipe.run(100);
		assertThat(pipe.serverSink.of(fifth)).containsExactly(5L);
		pipe.serverSink.consumeAll();
		pipe.run(100);
		assertThat(pipe.client.figures().openStreams()).isZero();
		LossyPipeTests.assertNothingLeft(pipe);
	}

	@Test
	@Requirement("SEC-56")
	@Attack("A34")
	void aClaimedLengthCommitsNoMemory() throws ProtocolViolation {
		CollectingSink sink = new CollectingSink();
		StreamMultiplexer server = new StreamMultiplexer(false, FlowConfig.defaults(), SchedulerConfig.defaults(),
				DatagramConfig.defaults(), Records.FRAMING, sink);
		sink.multiplexer = server;
		byte[] start = Records.record(1, LARGEST);
		long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
		for (int number = 4; number < 1004; number++) {
			long id = StreamId.of(number, true, true);
			Frames.receive(server, (writer) -> {
				writer.streamOpen(id, 3, false, true);
				Frames.data(writer, id, 0, true, start, 0, 40);
			});
		}
		// four hold the budget, the others keep their 40 bytes in the window
		assertThat(server.figures().assemblyBytes()).isEqualTo(4L * LARGEST);
		assertThat(server.figures().bufferedReceiveBytes()).isEqualTo(996 * 40);
		long after = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
		assertThat(after - before).isLessThan(200L << 20);
	}

	@Test
	void aRefusedLargeMessageIsKeptAndOfferedAgain() throws ProtocolViolation {
		Pipe pipe = Pipe.withDefaults(4);
		pipe.serverSink.refuses = true;
		long id = pipe.client.openStream(3, true);
		byte[] both = new byte[100_000 + 100];
		System.arraycopy(Records.record(1, 100_000), 0, both, 0, 100_000);
		System.arraycopy(Records.record(2, 100), 0, both, 100_000, 100);
		pipe.client.write(id, both, 0, both.length);
		pipe.client.finish(id);
		pipe.run(1000);
		assertThat(pipe.serverSink.of(id)).isEmpty();
		pipe.server.retryDelivery();
		assertThat(pipe.serverSink.of(id)).isEmpty();
		pipe.serverSink.refuses = false;
		pipe.server.retryDelivery();
		assertThat(pipe.serverSink.of(id)).containsExactly(1L, 2L);
		pipe.run(1000);
		assertThat(pipe.client.figures().openStreams()).isZero();
		LossyPipeTests.assertNothingLeft(pipe);
	}

	@Test
	void resetAndStopGiveTheBudgetBack() throws ProtocolViolation {
		for (boolean bySender : new boolean[] { true, false }) {
			Pipe pipe = Pipe.withDefaults(5);
			long id = pipe.client.openStream(3, true);
			byte[] message = Records.record(1, LARGEST);
			pipe.client.writeSome(id, message, 0, 500_000);
			pipe.run(1000);
			assertThat(pipe.server.figures().assemblyBytes()).isEqualTo(LARGEST);
			if (bySender) {
				pipe.client.reset(id, 5);
			}
			else {
				pipe.server.stopSending(id, 6);
			}
			pipe.run(1000);
			assertThat(pipe.server.figures().assemblyBytes()).isZero();
			assertThat(pipe.server.figures().openStreams()).isZero();
			assertThat(pipe.client.figures().openStreams()).isZero();
			assertThat(pipe.client.isWritable(id)).isFalse();
			LossyPipeTests.assertNothingLeft(pipe);
			send(pipe, LARGEST, 9);
			assertThat(pipe.serverSink.count).isEqualTo(1);
		}
	}

	@Test
	void manyStreamsWithHalfARecordEachNeverLockUp() throws ProtocolViolation {
		Pipe pipe = Pipe.with(6, FlowConfig.defaults().withConnectionWindowBytes(64 * 1024)).bad(0.1, 0, 3);
		byte[] record = Records.record(1, 16_000);
		for (int i = 0; i < 300; i++) {
			long id = pipe.client.openStream(i & 3, true);
			for (int k = 0; k < 3; k++) {
				assertThat(pipe.client.write(id, record, 0, record.length)).isTrue();
			}
			pipe.client.finish(id);
		}
		pipe.run(100_000);
		assertThat(pipe.serverSink.count).isEqualTo(900);
		LossyPipeTests.assertNothingLeft(pipe);
	}

	private static long send(Pipe pipe, int length, long recordId) throws ProtocolViolation {
		long id = pipe.client.openStream(3, true);
		byte[] message = Records.record(recordId, length);
		int written = 0;
		while (written < length) {
			written += pipe.client.writeSome(id, message, written, length - written);
			pipe.step();
			assertThat(pipe.tick()).isLessThan(1_000_000);
		}
		pipe.client.finish(id);
		pipe.run(100_000);
		return id;
	}

}
