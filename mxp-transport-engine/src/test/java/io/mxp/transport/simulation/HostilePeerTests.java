/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.Arrays;
import java.util.function.Consumer;

import io.mxp.transport.Attack;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.connection.ConnectionState;
import io.mxp.transport.connection.SealedFrames;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.PacketType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that has the keys and sends frames that no honest one would, by the million;
 * what the server keeps because of it is counted object by object.
 */
class HostilePeerTests {

	private static final int FRAMES = 1_000_000;

	private static final int PAYLOAD_BYTES = 1_100;

	private static final int PACKETS_BETWEEN_ANSWERS = 64;

	private static final long KIB = 1024;

	/** The most that may be configured. */
	private static final int MOST_STREAMS = 100_000;

	/** The client's first unidirectional stream that is no band. */
	private static final long STREAM = 18;

	private final Simulation sim = Simulation.seeded(7);

	private int sinceAnswer;

	@Test
	@Requirement({ "REL-06", "SEC-55" })
	@Attack("A07")
	void everySecondPacketMissingCostsLessThan16KibibytesAConnection() {
		Connection attacker = connect();
		long before = StateSize.of(this.sim.server().endpoint());
		for (int i = 0; i < FRAMES; i++) {
			send(attacker, FrameWriter::ping);
			// the number behind it is never sent
			SealedFrames.skip(attacker);
		}
		assertThat(serverState()).isEqualTo(ConnectionState.ESTABLISHED);
		assertThat(StateSize.of(this.sim.server().endpoint()) - before).isLessThan(16 * KIB);
	}

	/**
	 * Each offer makes the server give up the one before, and nothing is acknowledged.
	 */
	@Test
	@Requirement({ "SEC-43", "SEC-53" })
	@Attack("A10")
	void fortyIdsWaitForTheirEndAndOneMoreClosesTheConnection() {
		Connection attacker = connect();
		byte[] token = new byte[16];
		for (long sequence = 1; sequence <= 40; sequence++) {
			long one = sequence;
			send(attacker, (writer) -> writer.newConnectionId(one, one, one, token));
			assertThat(this.sim.server().connection().figures().pendingRetirements()).isEqualTo((int) one);
		}
		assertThat(serverState()).isEqualTo(ConnectionState.ESTABLISHED);
		send(attacker, (writer) -> writer.newConnectionId(41, 41, 41, token));
		assertThat(this.sim.server().connection().figures().pendingRetirements()).isEqualTo(40);
		assertClosed(ErrorCode.CONNECTION_ID_LIMIT_ERROR);
	}

	@Test
	@Requirement({ "SEC-43", "SEC-53" })
	@Attack("A10")
	void fourIdsAreGoodAndOneMoreClosesTheConnection() {
		Connection attacker = connect();
		byte[] token = new byte[16];
		sendMany(attacker, (writer, index) -> index < 3 && writer.newConnectionId(index + 1, 0, index + 1, token));
		assertThat(serverState()).isEqualTo(ConnectionState.ESTABLISHED);
		send(attacker, (writer) -> writer.newConnectionId(4, 0, 4, token));
		assertClosed(ErrorCode.CONNECTION_ID_LIMIT_ERROR);
	}

	@Test
	@Requirement("SEC-43")
	void offersThatContradictThemselvesCloseTheConnection() {
		byte[] token = new byte[16];
		assertRule(ErrorCode.FRAME_ENCODING_ERROR, (writer) -> writer.newConnectionId(1, 2, 1, token));
		assertRule(ErrorCode.FRAME_ENCODING_ERROR, (writer) -> writer.newConnectionId(-1, 0, 1, token));
		assertRule(ErrorCode.CONNECTION_ID_LIMIT_ERROR, (writer) -> writer.newConnectionId(65, 0, 1, token));
		assertRule(ErrorCode.PROTOCOL_VIOLATION, (writer) -> {
			writer.newConnectionId(1, 0, 1, token);
			writer.newConnectionId(1, 0, 2, token);
		});
		assertRule(ErrorCode.PROTOCOL_VIOLATION, (writer) -> writer.retireConnectionId(7));
		assertRule(ErrorCode.PROTOCOL_VIOLATION, (writer) -> writer.retireConnectionId(-1));
	}

	/** The same offer twice is a repetition, an answer to nothing is nothing. */
	@Test
	@Requirement({ "SEC-39", "SEC-43" })
	void repetitionsAndAnswersToNothingChangeNothing() {
		Connection attacker = connect();
		send(attacker, (writer) -> {
			writer.newConnectionId(1, 0, 1, new byte[16]);
			writer.newConnectionId(1, 0, 1, new byte[16]);
			writer.pathResponse(1);
			writer.retireConnectionId(3);
			writer.retireConnectionId(3);
		});
		assertThat(serverState()).isEqualTo(ConnectionState.ESTABLISHED);
		assertThat(this.sim.server().connection().figures().paths().validated()).isZero();
	}

	private static void assertRule(ErrorCode code, Consumer<FrameWriter> frames) {
		HostilePeerTests test = new HostilePeerTests();
		test.send(test.connect(), frames);
		test.assertClosed(code);
	}

	/** Whatever is given up is replaced at once; what is owed stays four offers. */
	@Test
	@Requirement({ "SEC-43", "SEC-55" })
	@Attack("A10")
	void aMillionIdsThatAreGivenUpLeaveFour() {
		Connection attacker = connect();
		// Nothing is acknowledged: the window collapses, and no client objects.
		this.sim.downlink().down(true);
		long before = StateSize.of(this.sim.server().endpoint());
		long sent = serverPackets();
		long halfway = 0;
		int packets = 0;
		for (int frames = 0; frames < FRAMES; packets++) {
			int first = frames + 1; // number 0 is what the packets are sent to
			if (halfway == 0 && frames >= FRAMES / 2) {
				halfway = StateSize.of(this.sim.server().endpoint());
			}
			frames += sendMany(attacker, (writer, index) -> writer.retireConnectionId(first + index));
		}
		assertThat(serverState()).isEqualTo(ConnectionState.ESTABLISHED);
		assertThat(this.sim.server().endpoint().connectionIdCount()).isEqualTo(5);
		// The books of the packets that carry the offers fill a window, and no more.
		assertThat(halfway - before).isLessThan(128 * KIB);
		assertThat(StateSize.of(this.sim.server().endpoint()) - halfway).isLessThan(32 * KIB);
		assertThat(serverPackets() - sent).isLessThanOrEqualTo(packets);
		send(attacker, (writer) -> writer.retireConnectionId(Long.MAX_VALUE));
		assertClosed(ErrorCode.PROTOCOL_VIOLATION);
	}

	@Test
	@Requirement("SEC-55")
	@Attack("A11")
	void challengesAreAnsweredOnceABatchAndNoneIsKept() {
		Connection attacker = connect();
		long before = StateSize.of(this.sim.server().endpoint());
		long sent = serverPackets();
		int packets = 0;
		for (int frames = 0; frames < FRAMES; packets++) {
			int first = frames;
			frames += sendMany(attacker, (writer, index) -> writer.pathChallenge(first + index));
		}
		assertThat(serverState()).isEqualTo(ConnectionState.ESTABLISHED);
		// one is owed at most; the packet that answered it and its books are small
		assertThat(StateSize.of(this.sim.server().endpoint()) - before).isLessThan(64 * KIB);
		assertThat(serverPackets() - sent).isLessThanOrEqualTo(packets);
	}

	@Test
	@Requirement({ "SEC-55", "REL-20" })
	@Attack("A18")
	void theLastAllowedStreamCostsNoMoreThanTheFirst() {
		long first = costOfStream(0);
		long last = costOfStream(MOST_STREAMS - 1);
		assertThat(last - first).isLessThanOrEqualTo(KIB);
	}

	private static long costOfStream(long number) {
		HostilePeerTests test = new HostilePeerTests();
		test.sim.configure((config) -> config.withFlow(config.flow().withMaxStreams(MOST_STREAMS, MOST_STREAMS)));
		Connection attacker = test.connect();
		long before = StateSize.of(test.sim.server().endpoint());
		test.send(attacker, (writer) -> writer.streamOpen(number << 2, 0, false, false));
		assertThat(test.sim.server().connection().figures().openStreams()).isEqualTo(1);
		return StateSize.of(test.sim.server().endpoint()) - before;
	}

	/**
	 * A stream of 1 MiB takes 2,048 gaps, wherever they are; this is one of them and
	 * more.
	 */
	@Test
	@Requirement("SEC-55")
	@Attack("A09")
	void fragmentsOfOneStreamTakeTwiceItsWindowAndThenCloseTheConnection() {
		Connection attacker = connect();
		long window = FlowConfig.defaults().streamWindowBytes();
		long before = StateSize.of(this.sim.server().endpoint());
		send(attacker, (writer) -> writer.streamOpen(STREAM, 1, false, true));
		long most = 0;
		// as far apart as the window lets them be, then every second byte
		for (long stride : new long[] { window / 2_000, 2 }) {
			for (long offset = 1; offset < window
					&& serverState() == ConnectionState.ESTABLISHED; offset += 20 * stride) {
				long from = offset;
				sendMany(attacker, (writer, index) -> index < 20 && from + index * stride < window
						&& writer.beginStreamData(STREAM, from + index * stride, false, 1) > 0);
				if (offset % (40 * stride) == 1) {
					most = Math.max(most, StateSize.of(this.sim.server().endpoint()) - before);
				}
			}
		}
		assertThat(most).isBetween(window / 2, 2 * window);
		assertClosed(ErrorCode.PROTOCOL_VIOLATION);
	}

	/** As many streams as may be open, each with as many gaps as a stream may have. */
	@Test
	@Requirement("SEC-55")
	@Attack("A09")
	void fragmentsOfAllStreamsTakeTwiceTheConnectionsWindowAndThenCloseIt() {
		Connection attacker = connect();
		long window = FlowConfig.defaults().connectionWindowBytes();
		long before = StateSize.of(this.sim.server().endpoint());
		long most = 0;
		int streams = FlowConfig.defaults().maxStreamsUnidirectional();
		for (int number = 4; number < streams + 4 && serverState() == ConnectionState.ESTABLISHED; number++) {
			long id = ((long) number << 2) | 2;
			send(attacker, (writer) -> writer.streamOpen(id, 1, false, true));
			for (int gap = 0; gap < 2_040; gap += 40) {
				int first = gap;
				sendMany(attacker, (writer, index) -> index < 40
						&& writer.beginStreamData(id, 1 + 2L * (first + index), false, 1) > 0);
			}
			if (number % 50 == 0) {
				most = Math.max(most, StateSize.of(this.sim.server().endpoint()) - before);
			}
		}
		assertThat(most).isBetween(window / 8, 2 * window);
		assertClosed(ErrorCode.PROTOCOL_VIOLATION);
	}

	// ---- the attacker

	private Connection connect() {
		SimulatedConnection client = this.sim.client().connection();
		this.sim.runUntilQuiet();
		return client.connection();
	}

	private void send(Connection attacker, Consumer<FrameWriter> frames) {
		sendMany(attacker, (writer, index) -> {
			if (index == 0) {
				frames.accept(writer);
			}
			return index == 0;
		});
	}

	/** Writes frames while there is room, and gives the packet to the server. */
	private int sendMany(Connection attacker, Frame frame) {
		byte[] payload = new byte[PAYLOAD_BYTES];
		FrameWriter writer = new FrameWriter().wrap(payload, 0, payload.length);
		int frames = 0;
		while (frame.write(writer, frames)) {
			frames++;
		}
		if (SealedFrames.isPossible(attacker, PacketType.ONE_RTT)) {
			byte[] packet = SealedFrames.seal(attacker, PacketType.ONE_RTT, this.sim.nowNanos(),
					Arrays.copyOf(payload, writer.position()));
			SimulatedPeer server = this.sim.server();
			server.endpoint().onDatagram(this.sim.nowNanos(), this.sim.client().address(), packet, 0, packet.length);
			if (++this.sinceAnswer % PACKETS_BETWEEN_ANSWERS == 0) {
				server.afterDatagram();
				this.sim.runForMillis(3);
			}
		}
		return frames;
	}

	private ConnectionState serverState() {
		return this.sim.server().connection().state();
	}

	private long serverPackets() {
		return this.sim.server().connection().figures().packetsSent();
	}

	private void assertClosed(ErrorCode code) {
		SimulatedConnection connection = this.sim.server().connection();
		assertThat(connection.closeReason()).isNotNull();
		assertThat(connection.closeReason().code()).isEqualTo(code);
		assertThat(connection.closeReason().byPeer()).isFalse();
		this.sim.runUntil(() -> this.sim.server().endpoint().connectionCount() == 0, 10_000);
		assertThat(this.sim.server().endpoint().connectionSettings().buffers().bytesInUse()).isZero();
	}

	/** Writes the next frame of a packet; false where it is full. */
	private interface Frame {

		boolean write(FrameWriter writer, int index);

	}

}
