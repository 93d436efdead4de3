/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.function.Consumer;

import io.mxp.transport.Attack;
import io.mxp.transport.DatagramConfig;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a peer may send, at the limit and one past it. The server under test has windows
 * of 64 KiB (connection), 8 KiB (stream), 32 KiB (band) and allows 10 streams of a kind.
 */
class PeerRulesTests {

	private static final long BIDI = 0;

	private static final long UNI = StreamId.of(4, true, true);

	private static final long BAND = StreamId.ofBand(0, true);

	private final CollectingSink sink = new CollectingSink();

	private final StreamMultiplexer server = new StreamMultiplexer(false,
			FlowConfig.defaults()
				.withConnectionWindowBytes(64 * 1024)
				.withStreamWindowBytes(8 * 1024)
				.withBandWindowBytes(32 * 1024)
				.withMaxStreams(10, 10),
			SchedulerConfig.defaults(), DatagramConfig.defaults(), Records.FRAMING, this.sink);

	PeerRulesTests() {
		this.sink.multiplexer = this.server;
		this.server.onPeerParameters(1 << 20, 1 << 20, 1 << 20, 10, 10, 1200);
	}

	@Test
	@Requirement({ "REL-17", "SEC-53" })
	void aStreamMayFillItsWindowAndNotOneByteMore() throws ProtocolViolation {
		byte[] bytes = new byte[8192];
		Frames.receive(this.server, (writer) -> Frames.data(writer, UNI, 8191, false, bytes, 0, 1));
		violates(ErrorCode.FLOW_CONTROL_ERROR, (writer) -> Frames.data(writer, UNI, 8192, false, bytes, 0, 1));
	}

	@Test
	@Requirement({ "REL-17", "SEC-53" })
	void aBandMayFillItsWindowAndNotOneByteMore() throws ProtocolViolation {
		byte[] bytes = new byte[1];
		Frames.receive(this.server, (writer) -> Frames.data(writer, BAND, 32_767, false, bytes, 0, 1));
		violates(ErrorCode.FLOW_CONTROL_ERROR, (writer) -> Frames.data(writer, BAND, 32_768, false, bytes, 0, 1));
	}

	@Test
	@Requirement({ "REL-17", "SEC-53" })
	void streamsTogetherMayFillTheConnectionWindowAndNotOneByteMore() throws ProtocolViolation {
		byte[] bytes = new byte[1];
		for (int number = 4; number < 12; number++) {
			long id = StreamId.of(number, true, true);
			Frames.receive(this.server, (writer) -> Frames.data(writer, id, 8191, false, bytes, 0, 1));
		}
		// bands have credit of their own
		Frames.receive(this.server, (writer) -> Frames.data(writer, BAND, 5000, false, bytes, 0, 1));
		violates(ErrorCode.FLOW_CONTROL_ERROR, (writer) -> Frames.data(writer, BIDI, 0, false, bytes, 0, 1));
	}

	@Test
	@Requirement("REL-17")
	void aFinalSizeCountsAgainstTheLimits() {
		violates(ErrorCode.FLOW_CONTROL_ERROR, (writer) -> writer.streamFin(UNI, 8193));
		violates(ErrorCode.FLOW_CONTROL_ERROR, (writer) -> writer.resetStream(BIDI, 8193, 0));
	}

	@Test
	@Requirement("REL-19")
	void aFinalSizeNeverChanges() throws ProtocolViolation {
		byte[] bytes = new byte[100];
		Frames.receive(this.server, (writer) -> Frames.data(writer, UNI, 0, false, bytes, 0, 100));
		violates(ErrorCode.FINAL_SIZE_ERROR, (writer) -> writer.streamFin(UNI, 99));
		Frames.receive(this.server, (writer) -> writer.streamFin(UNI, 200));
		Frames.receive(this.server, (writer) -> writer.streamFin(UNI, 200));
		violates(ErrorCode.FINAL_SIZE_ERROR, (writer) -> writer.streamFin(UNI, 201));
		violates(ErrorCode.FINAL_SIZE_ERROR, (writer) -> writer.resetStream(UNI, 199, 0));
		violates(ErrorCode.FINAL_SIZE_ERROR, (writer) -> Frames.data(writer, UNI, 101, false, bytes, 0, 100));
		Frames.receive(this.server, (writer) -> Frames.data(writer, UNI, 100, false, bytes, 0, 100));
	}

	@Test
	@Requirement({ "REL-20", "SEC-53" })
	@Attack("A18")
	void theLastAllowedStreamOpensAndTheNextDoesNot() throws ProtocolViolation {
		Frames.receive(this.server, (writer) -> writer.streamOpen(StreamId.of(9, false, true), 0, false, false));
		violates(ErrorCode.STREAM_LIMIT_ERROR,
				(writer) -> writer.streamOpen(StreamId.of(10, false, true), 0, false, false));
		Frames.receive(this.server, (writer) -> writer.streamOpen(StreamId.of(13, true, true), 0, false, true));
		violates(ErrorCode.STREAM_LIMIT_ERROR,
				(writer) -> writer.streamOpen(StreamId.of(14, true, true), 0, false, true));
		violates(ErrorCode.STREAM_LIMIT_ERROR, (writer) -> writer.streamFin(StreamId.of(1L << 61, false, true), 0));
		// skipped ids cost nothing
		assertThat(this.server.figures().openStreams()).isEqualTo(2);
	}

	@Test
	void framesForTheWrongSideOfAStreamClose() {
		long mine = StreamId.of(4, true, false);
		long never = StreamId.of(0, false, false);
		byte[] bytes = new byte[1];
		violates(ErrorCode.STREAM_STATE_ERROR, (writer) -> Frames.data(writer, mine, 0, false, bytes, 0, 1));
		violates(ErrorCode.STREAM_STATE_ERROR, (writer) -> Frames.data(writer, never, 0, false, bytes, 0, 1));
		violates(ErrorCode.STREAM_STATE_ERROR, (writer) -> writer.streamFin(mine, 0));
		violates(ErrorCode.STREAM_STATE_ERROR, (writer) -> writer.resetStream(mine, 0, 0));
		violates(ErrorCode.STREAM_STATE_ERROR, (writer) -> writer.maxStreamData(UNI, 10));
		violates(ErrorCode.STREAM_STATE_ERROR, (writer) -> writer.maxStreamData(mine, 10));
		violates(ErrorCode.STREAM_STATE_ERROR, (writer) -> writer.stopSending(UNI, 0));
		violates(ErrorCode.STREAM_STATE_ERROR, (writer) -> writer.stopSending(never, 0));
		violates(ErrorCode.STREAM_STATE_ERROR, (writer) -> writer.dataBlocked(mine, 0));
		violates(ErrorCode.STREAM_STATE_ERROR, (writer) -> writer.streamOpen(never, 0, false, false));
	}

	@Test
	void bandsAreAlwaysOpen() {
		violates(ErrorCode.STREAM_STATE_ERROR, (writer) -> writer.streamOpen(BAND, 0, true, true));
		violates(ErrorCode.STREAM_STATE_ERROR, (writer) -> writer.streamFin(BAND, 0));
		violates(ErrorCode.STREAM_STATE_ERROR, (writer) -> writer.resetStream(BAND, 0, 0));
		violates(ErrorCode.STREAM_STATE_ERROR, (writer) -> writer.stopSending(StreamId.ofBand(0, false), 0));
	}

	@Test
	void openMustSayWhatTheIdSaysAndNotChange() throws ProtocolViolation {
		violates(ErrorCode.STREAM_STATE_ERROR, (writer) -> writer.streamOpen(UNI, 0, false, false));
		Frames.receive(this.server, (writer) -> writer.streamOpen(UNI, 1, false, true));
		Frames.receive(this.server, (writer) -> writer.streamOpen(UNI, 1, false, true));
		violates(ErrorCode.STREAM_STATE_ERROR, (writer) -> writer.streamOpen(UNI, 2, false, true));
		violates(ErrorCode.STREAM_STATE_ERROR, (writer) -> writer.streamOpen(UNI, 1, true, true));
		assertThat(this.sink.events).containsExactly("opened " + UNI + " band 1");
	}

	@Test
	@Attack("A34")
	void offsetsAndLimitsStayBelowTwoToThe62() {
		long most = 1L << 62;
		violates(ErrorCode.FRAME_ENCODING_ERROR, (writer) -> writer.maxData(most));
		violates(ErrorCode.FRAME_ENCODING_ERROR, (writer) -> writer.maxData(-1));
		violates(ErrorCode.FRAME_ENCODING_ERROR, (writer) -> writer.maxStreams(false, most));
		violates(ErrorCode.FRAME_ENCODING_ERROR, (writer) -> writer.resetStream(BIDI, -1, 0));
		violates(ErrorCode.FRAME_ENCODING_ERROR, (writer) -> writer.streamFin(BIDI, most));
	}

	@Test
	void bytesThatAreNoMessageClose() {
		byte[] junk = new byte[64];
		violates(ErrorCode.PROTOCOL_VIOLATION, (writer) -> Frames.data(writer, BAND, 0, true, junk, 0, 64));
		byte[] large = Records.record(1, 16_385);
		violates(ErrorCode.PROTOCOL_VIOLATION, (writer) -> Frames.data(writer, BAND, 0, true, large, 0, 64));
		violates(ErrorCode.PROTOCOL_VIOLATION, (writer) -> {
			int at = writer.beginDatagram(64);
			System.arraycopy(Records.record(1, 65), 0, writer.array(), at, 64);
		});
	}

	@Test
	@Requirement("REL-02")
	void aStreamThatEndsWithinAMessageCloses() throws ProtocolViolation {
		byte[] record = Records.record(1, 100);
		Frames.receive(this.server, (writer) -> {
			writer.streamOpen(UNI, 0, false, true);
			Frames.data(writer, UNI, 0, true, record, 0, 99);
		});
		violates(ErrorCode.PROTOCOL_VIOLATION, (writer) -> writer.streamFin(UNI, 99));
	}

	@Test
	void dataBeforeOpenWaitsForIt() throws ProtocolViolation {
		byte[] record = Records.record(1, 100);
		Frames.data(this.server, UNI, true, record, 0, 100);
		Frames.receive(this.server, (writer) -> writer.streamFin(UNI, 100));
		assertThat(this.sink.events).isEmpty();
		assertThat(this.sink.count).isZero();
		Frames.receive(this.server, (writer) -> writer.streamOpen(UNI, 3, false, true));
		assertThat(this.sink.events).containsExactly("opened " + UNI + " band 3", "finished " + UNI);
		assertThat(this.sink.of(UNI)).containsExactly(1L);
		assertThat(this.server.figures().openStreams()).isZero();
	}

	@Test
	void resetAndStopBeforeOpenWaitForIt() throws ProtocolViolation {
		Frames.receive(this.server, (writer) -> {
			writer.resetStream(BIDI, 50, 9);
			writer.stopSending(BIDI, 8);
		});
		assertThat(this.sink.events).isEmpty();
		Frames.receive(this.server, (writer) -> writer.streamOpen(BIDI, 0, false, false));
		assertThat(this.sink.events).containsExactly("opened 0 band 0", "reset 0 code 9 size 50", "stopped 0 code 8");
		assertThat(Frames.fill(this.server, 1152)).contains("RESET 0 0 code 8");
	}

	@Test
	void framesForAStreamThatIsOverAreIgnored() throws ProtocolViolation {
		byte[] record = Records.record(1, 100);
		Consumer<FrameWriter> whole = (writer) -> {
			writer.streamOpen(UNI, 0, false, true);
			Frames.data(writer, UNI, 0, true, record, 0, 100);
			writer.streamFin(UNI, 100);
		};
		for (int i = 0; i < 3; i++) {
			Frames.receive(this.server, whole);
		}
		Frames.receive(this.server, (writer) -> writer.resetStream(UNI, 100, 0));
		assertThat(this.sink.of(UNI)).containsExactly(1L);
		assertThat(this.server.figures().openStreams()).isZero();
	}

	private void violates(ErrorCode code, Consumer<FrameWriter> frames) {
		assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> Frames.receive(this.server, frames))
			.satisfies((violation) -> assertThat(violation.code()).isEqualTo(code));
	}

}
