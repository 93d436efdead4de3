/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.DatagramConfig;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a message counts as sent, and when as acknowledged.
 */
class MessageLatencyTests {

	private final List<String> events = new ArrayList<>();

	private final StreamMultiplexer client = newClient();

	private final List<long[]> records = new ArrayList<>();

	private final FrameRecorder recorder = (kind, a, b, c) -> this.records.add(new long[] { kind, a, b, c });

	@Test
	void aMessageIsSentWithItsLastByteAndAcknowledgedWithAllOfThem() throws ProtocolViolation {
		write(0, 3_000, 7, 1);
		packet();
		packet();
		assertThat(this.events).isEmpty();
		packet();
		assertThat(this.events).containsExactly("band 0 sent 7 x1");
		acked(2);
		acked(0);
		assertThat(this.events).hasSize(1);
		acked(1);
		assertThat(this.events).containsExactly("band 0 sent 7 x1", "band 0 acknowledged 7 x1");
	}

	@Test
	void whatIsLostBeforeAMessageDoesNotDelayIt() throws ProtocolViolation {
		for (int message = 0; message < 4; message++) {
			write(1, 1_000, message, 1);
			packet();
		}
		acked(2);
		acked(3);
		lost(0);
		acked(1);
		assertThat(acknowledged()).containsExactly("band 1 acknowledged 2 x1", "band 1 acknowledged 3 x1",
				"band 1 acknowledged 1 x1");
		packet();
		assertThat(this.events.stream().filter((event) -> event.contains("sent"))).hasSize(4);
		acked(4);
		assertThat(acknowledged()).endsWith("band 1 acknowledged 0 x1").hasSize(4);
	}

	@Test
	void messagesThatNobodyFollowsAreReportedByNobody() throws ProtocolViolation {
		this.client.write(0, Records.record(1, 100), 0, 100);
		write(0, 100, 5, 64);
		this.client.write(0, Records.record(3, 100), 0, 100);
		packet();
		acked(0);
		assertThat(this.events).containsExactly("band 0 sent 5 x64", "band 0 acknowledged 5 x64");
	}

	@Test
	void theMessagesBeyondTheCapAreCountedWithTheNextOne() throws ProtocolViolation {
		for (int message = 0; message < MessageLatency.MAX_FOLLOWED + 3; message++) {
			write(2, 50, message, 2);
		}
		while (this.client.hasPending()) {
			packet();
		}
		assertThat(this.events).hasSize(MessageLatency.MAX_FOLLOWED);
		for (int frame = 0; frame < this.records.size(); frame++) {
			acked(frame);
		}
		assertThat(this.events).hasSize(2 * MessageLatency.MAX_FOLLOWED);
		this.events.clear();
		write(2, 50, 9_999, 2);
		packet();
		assertThat(this.events).containsExactly("band 2 sent 9999 x8");
	}

	@Test
	void anAbandonedStreamGivesItsMessagesBack() throws ProtocolViolation {
		for (int round = 0; round < 2 * MessageLatency.MAX_FOLLOWED; round++) {
			long stream = this.client.openStream(2, true);
			this.client.write(stream, Records.record(1, 100), 0, 100);
			this.client.latency().follow(stream, 100, round, 1);
			this.client.reset(stream, 1);
		}
		assertThat(this.events).isEmpty();
		long stream = this.client.openStream(2, true);
		this.client.write(stream, Records.record(1, 100), 0, 100);
		this.client.latency().follow(stream, 100, 42, 1);
		while (this.client.hasPending()) {
			packet();
		}
		assertThat(this.events).containsExactly("band 2 sent 42 x1");
	}

	private void write(int band, int length, long acceptedNanos, int weight) {
		assertThat(this.client.write(band, Records.record(1, length), 0, length)).isTrue();
		this.client.latency().follow(band, length, acceptedNanos, weight);
	}

	private void packet() throws ProtocolViolation {
		Frames.fill(this.client, 1152, this.recorder, 0);
	}

	private void acked(int frame) {
		long[] record = this.records.get(frame);
		this.client.onFrameAcked((int) record[0], record[1], record[2], record[3]);
	}

	private void lost(int frame) {
		long[] record = this.records.get(frame);
		this.client.onFrameLost((int) record[0], record[1], record[2], record[3]);
	}

	private List<String> acknowledged() {
		return this.events.stream().filter((event) -> event.contains("acknowledged")).toList();
	}

	private StreamMultiplexer newClient() {
		StreamMultiplexer multiplexer = new StreamMultiplexer(true, FlowConfig.defaults(), SchedulerConfig.defaults(),
				DatagramConfig.defaults(), Records.FRAMING, new QuietSink() {

					@Override
					public void onMessageSent(int band, long acceptedNanos, int weight) {
						MessageLatencyTests.this.events.add("band " + band + " sent " + acceptedNanos + " x" + weight);
					}

					@Override
					public void onMessageAcknowledged(int band, long acceptedNanos, int weight) {
						MessageLatencyTests.this.events
							.add("band " + band + " acknowledged " + acceptedNanos + " x" + weight);
					}

				});
		multiplexer.onPeerParameters(1 << 20, 1 << 20, 1 << 20, 10_000, 10_000, 0);
		return multiplexer;
	}

}
