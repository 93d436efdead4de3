/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

import io.mxp.transport.DatagramConfig;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Records out of frames in any order, cut anywhere.
 */
class DeliveryTests {

	private static final long BAND = StreamId.ofBand(0, true);

	private static final long STREAM = StreamId.of(4, true, true);

	private final CollectingSink sink = new CollectingSink();

	private final StreamMultiplexer server = new StreamMultiplexer(false, FlowConfig.defaults(),
			SchedulerConfig.defaults(), DatagramConfig.defaults(), Records.FRAMING, this.sink);

	DeliveryTests() {
		this.sink.multiplexer = this.server;
	}

	@Test
	@Requirement("REL-02")
	void unorderedRecordsComeOnceAndWholeHoweverTheyAreCut() throws ProtocolViolation {
		for (int seed = 0; seed < 300; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			DeliveryTests test = new DeliveryTests();
			Stream stream = new Stream(random, 60, 5000);
			for (int[] cut : stream.cuts(random)) {
				Frames.data(test.server, BAND, stream.boundaries.contains(cut[0]) && random.nextInt(4) > 0,
						stream.bytes, cut[0], cut[1]);
			}
			assertThat(test.sink.of(BAND)).hasSize(60).containsExactlyInAnyOrderElementsOf(stream.ids);
			assertThat(test.server.figures().bufferedReceiveBytes()).isZero();
		}
	}

	@Test
	@Requirement("REL-02")
	void orderedRecordsKeepTheirOrderHoweverTheyAreCut() throws ProtocolViolation {
		for (int seed = 0; seed < 200; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			DeliveryTests test = new DeliveryTests();
			Stream stream = new Stream(random, 40, 30_000);
			List<int[]> cuts = stream.cuts(random);
			int opened = random.nextInt(cuts.size());
			for (int i = 0; i < cuts.size(); i++) {
				if (i == opened) {
					Frames.receive(test.server, (writer) -> writer.streamOpen(STREAM, 0, false, true));
				}
				int[] cut = cuts.get(i);
				Frames.data(test.server, STREAM, random.nextBoolean(), stream.bytes, cut[0], cut[1]);
			}
			assertThat(test.sink.of(STREAM)).isEqualTo(stream.ids);
			assertThat(test.server.figures().bufferedReceiveBytes()).isZero();
			assertThat(test.server.figures().assemblyBytes()).isZero();
		}
	}

	@Test
	void aLostPacketDelaysOnlyItsOwnRecords() throws ProtocolViolation {
		Stream stream = new Stream(new SplittableRandom(1), 30, 200);
		List<Integer> starts = new ArrayList<>(stream.boundaries);
		starts.add(stream.bytes.length);
		// records 0-9, 10-19 and 20-29, the middle third lost
		Frames.data(this.server, BAND, true, stream.bytes, 0, starts.get(10));
		Frames.data(this.server, BAND, true, stream.bytes, starts.get(20), starts.get(30));
		assertThat(this.sink.of(BAND)).hasSize(20);
		Frames.data(this.server, BAND, true, stream.bytes, starts.get(10), starts.get(20));
		assertThat(this.sink.of(BAND)).hasSize(30).doesNotHaveDuplicates();
	}

	@Test
	void refusedRecordsAreKeptAndOfferedAgain() throws ProtocolViolation {
		for (int seed = 0; seed < 100; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			for (long id : new long[] { BAND, STREAM }) {
				DeliveryTests test = new DeliveryTests();
				if (id == STREAM) {
					Frames.receive(test.server, (writer) -> writer.streamOpen(STREAM, 0, false, true));
				}
				Stream stream = new Stream(random, 50, 3000);
				for (int[] cut : stream.cuts(random)) {
					test.sink.refuses = random.nextBoolean();
					Frames.data(test.server, id, stream.boundaries.contains(cut[0]), stream.bytes, cut[0], cut[1]);
					if (random.nextInt(3) == 0) {
						test.server.retryDelivery();
					}
				}
				test.sink.refuses = false;
				test.server.retryDelivery();
				assertThat(test.sink.of(id)).hasSize(50).containsExactlyInAnyOrderElementsOf(stream.ids);
				if (id == STREAM) {
					assertThat(test.sink.of(id)).isEqualTo(stream.ids);
				}
				assertThat(test.server.figures().bufferedReceiveBytes()).isZero();
			}
		}
	}

	@Test
	@Requirement("REL-18")
	void creditFollowsConsumptionNotArrival() throws ProtocolViolation {
		this.sink.consumes = false;
		byte[] record = Records.record(1, 16_000);
		long offset = 0;
		for (int i = 0; i < 100; i++) {
			long at = offset;
			Frames.receive(this.server, (writer) -> Frames.data(writer, BAND, at, true, record, 0, record.length));
			offset += record.length;
			assertThat(this.server.hasPending()).isFalse();
		}
		this.sink.consumeAll();
		assertThat(Frames.fill(this.server, 1152))
			.containsExactly("MAX_STREAM_DATA " + BAND + " " + (2 * 1024 * 1024 + offset));
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.onConsumed(BAND, 1));
	}

	@Test
	void anOldGapHoldsTheCreditOfAnUnorderedStream() throws ProtocolViolation {
		// all but the first record arrive and are consumed, window after window
		byte[] record = Records.record(1, 16_000);
		long window = 2 * 1024 * 1024;
		long limit = window;
		long offset = 16_000;
		while (offset + 16_000 <= limit) {
			long at = offset;
			Frames.receive(this.server, (writer) -> Frames.data(writer, BAND, at, true, record, 0, record.length));
			offset += 16_000;
			for (String frame : Frames.fill(this.server, 1152)) {
				limit = Long.parseLong(frame.split(" ")[2]);
			}
		}
		assertThat(limit).isLessThanOrEqualTo(window + window / 4);
		Frames.receive(this.server, (writer) -> Frames.data(writer, BAND, 0, true, record, 0, record.length));
		assertThat(Frames.fill(this.server, 1152)).containsExactly("MAX_STREAM_DATA " + BAND + " " + (offset + window));
	}

	@Test
	void lostCreditIsGivenAgain() throws ProtocolViolation {
		byte[] record = Records.record(1, 16_000);
		for (int i = 0; i < 80; i++) {
			long at = i * 16_000L;
			Frames.receive(this.server, (writer) -> Frames.data(writer, BAND, at, true, record, 0, record.length));
		}
		List<long[]> records = new ArrayList<>();
		List<String> first = Frames.fill(this.server, 1152,
				(kind, a, b, c) -> records.add(new long[] { kind, a, b, c }), 0);
		assertThat(first).hasSize(1);
		assertThat(this.server.hasPending()).isFalse();
		long[] credit = records.get(0);
		this.server.onFrameLost((int) credit[0], credit[1], credit[2], credit[3]);
		assertThat(Frames.fill(this.server, 1152)).hasSize(1).first().asString().startsWith("MAX_STREAM_DATA " + BAND);
	}

	@Test
	void theSinkMayStopAStreamFromWithin() throws ProtocolViolation {
		StreamMultiplexer[] side = new StreamMultiplexer[1];
		int[] delivered = { 0 };
		RecordSink stopping = new QuietSink() {

			@Override
			public boolean onRecord(long streamId, int band, byte[] bytes, int offset, int length)
					throws ProtocolViolation {
				delivered[0]++;
				side[0].stopSending(streamId, 4);
				side[0].onConsumed(streamId, length);
				return true;
			}

		};
		for (int length : new int[] { 100, 50_000 }) {
			delivered[0] = 0;
			side[0] = new StreamMultiplexer(false, FlowConfig.defaults(), SchedulerConfig.defaults(),
					DatagramConfig.defaults(), Records.FRAMING, stopping);
			byte[] three = new byte[3 * length];
			for (int i = 0; i < 3; i++) {
				System.arraycopy(Records.record(i, length), 0, three, i * length, length);
			}
			// kept bytes first, so that they are delivered out of the buffer too
			Frames.data(side[0], STREAM, false, three, 2 * length, 3 * length);
			Frames.receive(side[0], (writer) -> writer.streamOpen(STREAM, 0, false, true));
			Frames.data(side[0], STREAM, true, three, 0, length + 10);
			Frames.data(side[0], STREAM, true, three, length, 2 * length);
			assertThat(delivered[0]).isEqualTo(1);
			assertThat(side[0].figures().bufferedReceiveBytes()).isZero();
			assertThat(side[0].figures().assemblyBytes()).isZero();
			assertThat(Frames.fill(side[0], 1152)).contains("STOP " + STREAM + " code 4");
			Frames.receive(side[0], (writer) -> writer.resetStream(STREAM, 3L * length, 4));
			assertThat(side[0].figures().openStreams()).isZero();
		}
	}

	/** Records one behind the other. */
	private static final class Stream {

		private final List<Long> ids = new ArrayList<>();

		private final List<Integer> boundaries = new ArrayList<>();

		private final byte[] bytes;

		Stream(SplittableRandom random, int records, int longest) {
			List<byte[]> all = new ArrayList<>();
			int length = 0;
			for (long id = 0; id < records; id++) {
				byte[] record = Records.record(id, 40 + random.nextInt(longest - 40));
				this.ids.add(id);
				this.boundaries.add(length);
				all.add(record);
				length += record.length;
			}
			this.bytes = new byte[length];
			for (int i = 0; i < records; i++) {
				System.arraycopy(all.get(i), 0, this.bytes, this.boundaries.get(i), all.get(i).length);
			}
		}

		/** Spans that cover all bytes, some of them several times, in any order. */
		List<int[]> cuts(SplittableRandom random) {
			List<int[]> cuts = new ArrayList<>();
			for (int round = 0; round < 2; round++) {
				int at = 0;
				while (at < this.bytes.length) {
					int end = Math.min(this.bytes.length, at + 1 + random.nextInt(1500));
					if (random.nextInt(3) == 0) {
						int boundary = this.boundaries.get(random.nextInt(this.boundaries.size()));
						end = (boundary > at && boundary - at < 2000) ? boundary : end;
					}
					cuts.add(new int[] { at, end });
					at = end;
				}
			}
			Collections.shuffle(cuts, new Random(random.nextLong()));
			return cuts;
		}

	}

}
