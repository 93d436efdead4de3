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
import io.mxp.transport.Requirement;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PacketFillingTests {

	private static final long BAND = StreamId.ofBand(0, true);

	private final CollectingSink sink = new CollectingSink();

	private final StreamMultiplexer client = newClient(1 << 20, 1 << 20, 1 << 20);

	@Test
	void recordsAreNotSplitWhereTheNextPacketTakesThemWhole() throws ProtocolViolation {
		for (int i = 0; i < 3; i++) {
			this.client.write(0, Records.record(i, 400), 0, 400);
		}
		assertThat(Frames.fill(this.client, 1152)).containsExactly("DATA 2 0+800 boundary");
		assertThat(Frames.fill(this.client, 1152)).containsExactly("DATA 2 800+400 boundary");
		assertThat(this.client.hasPending()).isFalse();
	}

	@Test
	void aRecordThatFitsIntoNoPacketIsSplit() throws ProtocolViolation {
		this.client.write(0, Records.record(1, 100), 0, 100);
		this.client.write(0, Records.record(2, 3000), 0, 3000);
		this.client.write(0, Records.record(3, 100), 0, 100);
		assertThat(Frames.fill(this.client, 1152)).containsExactly("DATA 2 0+1128 boundary");
		assertThat(Frames.fill(this.client, 1152)).containsExactly("DATA 2 1128+1128");
		assertThat(Frames.fill(this.client, 1152)).containsExactly("DATA 2 2256+944");
	}

	@Test
	@Requirement("REL-08")
	void lostBytesGoOutAgainAndOnlyThose() throws ProtocolViolation {
		List<long[]> records = new ArrayList<>();
		FrameRecorder recorder = (kind, a, b, c) -> records.add(new long[] { kind, a, b, c });
		for (int i = 0; i < 6; i++) {
			this.client.write(0, Records.record(i, 500), 0, 500);
		}
		for (int i = 0; i < 3; i++) {
			Frames.fill(this.client, 1152, recorder, 0);
		}
		lost(records.get(0));
		acked(records.get(1));
		lost(records.get(2));
		assertThat(Frames.fill(this.client, 600, recorder, 0)).containsExactly("DATA 2 0+500 boundary");
		assertThat(Frames.fill(this.client, 1152, recorder, 0)).containsExactly("DATA 2 500+500 boundary",
				"DATA 2 2000+500 boundary");
		assertThat(Frames.fill(this.client, 1152, recorder, 0)).containsExactly("DATA 2 2500+500 boundary");
		// the first packet was not lost after all
		acked(records.get(0));
		lost(records.get(3));
		assertThat(this.client.hasPending()).isFalse();
	}

	@Test
	void openComesBeforeDataAndFinBehindIt() throws ProtocolViolation {
		long id = this.client.openStream(1, true);
		this.client.write(id, Records.record(1, 100), 0, 100);
		this.client.finish(id);
		assertThat(Frames.fill(this.client, 1152)).containsExactly("OPEN " + id + " flags 9",
				"DATA " + id + " 0+100 boundary", "FIN " + id + " 100");
	}

	@Test
	void bandsShareSaturatedPacketsByWeight() throws ProtocolViolation {
		long[] bytes = new long[4];
		byte[] record = Records.record(1, 104);
		for (int packet = 0; packet < 20_000; packet++) {
			for (int band = 0; band < 4; band++) {
				while (this.client.figures().queuedBytes(band) < 20_000) {
					this.client.write(band, record, 0, record.length);
				}
			}
			FrameRecorder recorder = (kind, a, b, c) -> {
				bytes[(int) (a >> 2)] += (int) c;
				this.client.onFrameAcked(kind, a, b, c);
			};
			Frames.fill(this.client, 1152, recorder, 0);
			raise(Long.MAX_VALUE >> 2);
		}
		long sum = bytes[0] + bytes[1] + bytes[2] + bytes[3];
		for (int band = 0; band < 4; band++) {
			assertThat((double) bytes[band] / sum).isCloseTo((8 >> band) / 15.0, Percentage.withPercentage(5));
		}
	}

	@Test
	void streamsOfABandTakeTurns() throws ProtocolViolation {
		long first = this.client.openStream(3, true);
		long second = this.client.openStream(3, true);
		byte[] message = Records.record(1, 10_000);
		this.client.write(first, message, 0, message.length);
		this.client.write(second, message, 0, message.length);
		this.client.write(3, Records.record(2, 104), 0, 104);
		assertThat(Frames.fill(this.client, 1152)).first().isEqualTo("OPEN " + first + " flags 11");
		assertThat(Frames.fill(this.client, 1152)).first().isEqualTo("OPEN " + second + " flags 11");
		List<String> third = Frames.fill(this.client, 1152);
		assertThat(third).hasSize(2).first().isEqualTo("DATA 14 0+104 boundary");
		assertThat(third.get(1)).startsWith("DATA " + first);
		assertThat(Frames.fill(this.client, 1152)).first().asString().startsWith("DATA " + second);
	}

	@Test
	@Requirement("SEC-53")
	void aFullQueueRefusesVisiblyAndSaysWhenThereIsRoom() {
		StreamMultiplexer small = new StreamMultiplexer(true, FlowConfig.defaults(),
				SchedulerConfig.defaults().withBandQueueBytes(64 * 1024), DatagramConfig.defaults(), Records.FRAMING,
				this.sink);
		small.onPeerParameters(1 << 20, 1 << 20, 1 << 20, 10, 10, 0);
		byte[] record = Records.record(1, 1024);
		for (int i = 0; i < 64; i++) {
			assertThat(small.write(0, record, 0, 1024)).isTrue();
		}
		assertThat(small.write(0, Records.record(1, 40), 0, 40)).isFalse();
		assertThat(small.write(1, record, 0, 1024)).isTrue();
		List<long[]> sent = new ArrayList<>();
		byte[] packet = new byte[1152];
		while (small.hasPending()) {
			small.fill(new FrameWriter().wrap(packet, 0, 1152),
					(kind, a, b, c) -> sent.add(new long[] { kind, a, b, c }), 0);
		}
		for (long[] frame : sent) {
			small.onFrameAcked((int) frame[0], frame[1], frame[2], frame[3]);
		}
		assertThat(this.sink.events).containsExactly("writable " + BAND);
		assertThat(small.write(0, record, 0, 1024)).isTrue();
	}

	@Test
	void whatCanNeverFitIsAnError() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.client.write(0, Records.record(1, 16_385), 0, 16_385));
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.write(0, new byte[100], 0, 100));
		long id = this.client.openStream(0, true);
		byte[] large = Records.record(1, 2 << 20);
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.write(id, large, 0, large.length));
		assertThat(this.client.writeSome(id, large, 0, large.length)).isEqualTo(1 << 20);
		assertThat(this.client.writeSome(id, large, 1 << 20, 1)).isZero();
	}

	@Test
	@Requirement("REL-17")
	void theSenderKeepsWithinEveryLimitAndSaysSoOnce() throws ProtocolViolation {
		StreamMultiplexer tight = newClient(1000, 400, 600);
		for (int i = 0; i < 20; i++) {
			tight.write(0, Records.record(i, 100), 0, 100);
		}
		assertThat(Frames.fill(tight, 1152)).containsExactly("DATA 2 0+600 boundary");
		assertThat(Frames.fill(tight, 1152)).containsExactly("DATA_BLOCKED 2 600");
		assertThat(tight.hasPending()).isFalse();
		for (int i = 0; i < 3; i++) {
			long id = tight.openStream(1, true);
			for (int k = 0; k < 5; k++) {
				tight.write(id, Records.record(k, 100), 0, 100);
			}
		}
		List<String> frames = new ArrayList<>();
		while (tight.hasPending()) {
			frames.addAll(Frames.fill(tight, 1152));
		}
		assertThat(frames).contains("DATA 18 0+400 boundary", "DATA 22 0+400 boundary", "DATA 26 0+200 boundary",
				"DATA_BLOCKED 18 400", "DATA_BLOCKED 22 400", "DATA_BLOCKED -1 1000");
		Frames.receive(tight, (writer) -> {
			writer.maxStreamData(2, 700);
			writer.maxStreamData(2, 650);
			writer.maxData(1100);
			writer.maxData(1050);
		});
		assertThat(Frames.fill(tight, 1152)).containsExactly("DATA 2 600+100 boundary", "DATA 26 200+100 boundary");
	}

	@Test
	void nothingIsWrittenOutsideOfTheRoomGiven() {
		for (int room = 0; room < 300; room++) {
			StreamMultiplexer side = newClient(1 << 20, 1 << 20, 1 << 20);
			long id = side.openStream(0, true);
			side.write(id, Records.record(1, 100), 0, 100);
			side.finish(id);
			side.write(1, Records.record(2, 70), 0, 70);
			side.writeDatagram(1, Records.record(3, 60), 0, 60, 0, Long.MAX_VALUE);
			byte[] packet = new byte[400];
			java.util.Arrays.fill(packet, (byte) 0x55);
			side.fill(new FrameWriter().wrap(packet, 0, room), (kind, a, b, c) -> {
			}, 0);
			for (int i = room; i < packet.length; i++) {
				assertThat(packet[i]).isEqualTo((byte) 0x55);
			}
		}
	}

	private StreamMultiplexer newClient(long maxData, long maxStreamData, long maxBandData) {
		StreamMultiplexer multiplexer = new StreamMultiplexer(true, FlowConfig.defaults(), SchedulerConfig.defaults(),
				DatagramConfig.defaults(), Records.FRAMING, this.sink);
		multiplexer.onPeerParameters(maxData, maxStreamData, maxBandData, 10, 10, 1200);
		return multiplexer;
	}

	private void raise(long limit) throws ProtocolViolation {
		Frames.receive(this.client, (writer) -> {
			for (int band = 0; band < 4; band++) {
				writer.maxStreamData(StreamId.ofBand(band, true), limit);
			}
		});
	}

	private void lost(long[] record) {
		this.client.onFrameLost((int) record[0], record[1], record[2], record[3]);
	}

	private void acked(long[] record) {
		this.client.onFrameAcked((int) record[0], record[1], record[2], record[3]);
	}

}
