/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import com.sun.management.ThreadMXBean;
import io.mxp.transport.Attack;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.DatagramConfig;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.Requirement;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.connection.TransportParameters;
import io.mxp.transport.message.AgentDiscover;
import io.mxp.transport.message.AgentEndpoint;
import io.mxp.transport.message.AgentHeartbeat;
import io.mxp.transport.message.AgentList;
import io.mxp.transport.message.AgentRegister;
import io.mxp.transport.message.CallPayload;
import io.mxp.transport.message.DataPayload;
import io.mxp.transport.message.DecodedMessage;
import io.mxp.transport.message.ErrorPayload;
import io.mxp.transport.message.MessageCodec;
import io.mxp.transport.message.MessageFormatException;
import io.mxp.transport.message.MetadataCodec;
import io.mxp.transport.message.MetadataView;
import io.mxp.transport.message.StreamClosePayload;
import io.mxp.transport.message.StreamOpenPayload;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.ProtocolViolation;
import io.mxp.transport.packet.SampleHeaders;
import io.mxp.transport.stream.ChunkPool;
import io.mxp.transport.stream.QuietSink;
import io.mxp.transport.stream.StreamMultiplexer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A length may stand anywhere: at every byte of something that is right, in two, four and
 * eight bytes, there comes each number at which signs, carries and sums go wrong. What
 * reads it says no or reads on; it allocates next to nothing and throws nothing else.
 */
class LengthFieldTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final long MOST_BYTES = 64 * 1024;

	/** 2^31, 2^63 and 2^64, and what is next to them. */
	private static final long[] EDGES = { 0, (1L << 31) - 1, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE, -1 };

	private static final int[] WIDTHS = { 2, 4, 8 };

	private static final UUID AGENT = new UUID(1, 2);

	private static final AgentRegister REGISTER = new AgentRegister(AGENT, "name", List.of("a", "b"),
			new AgentEndpoint(new byte[] { 10, 0, 0, 1 }, 9000));

	private static final long[] LARGEST = new long[FrameReader.MAX_ACK_RANGES];

	private static final long[] SMALLEST = new long[FrameReader.MAX_ACK_RANGES];

	static List<Sample> samples() {
		return List.of(message(), metadata(), call(), open(),
				new Sample("register", REGISTER.toPayload(), (bytes) -> AgentRegister.parse(bytes, 0, bytes.length)),
				new Sample("discover", new AgentDiscover("a").toPayload(),
						(bytes) -> AgentDiscover.parse(bytes, 0, bytes.length)),
				new Sample("list", new AgentList(List.of(REGISTER)).toPayload(),
						(bytes) -> AgentList.parse(bytes, 0, bytes.length)),
				new Sample("heartbeat", new AgentHeartbeat(AGENT, 1, 2, 3).toPayload(),
						(bytes) -> AgentHeartbeat.parse(bytes, 0, bytes.length)),
				new Sample("stream close", new StreamClosePayload(1, "reason").toPayload(),
						(bytes) -> StreamClosePayload.parse(bytes, 0, bytes.length)),
				new Sample("error", new ErrorPayload(1, "text", new byte[5]).toPayload(),
						(bytes) -> ErrorPayload.parse(bytes, 0, bytes.length)),
				handshake(), offer(), parameters(), crypto(), tlvs(), frames("streams", LengthFieldTests::data),
				frames("control", LengthFieldTests::control), frames("other", LengthFieldTests::other));
	}

	@ParameterizedTest
	@MethodSource("samples")
	@Requirement({ "SEC-56", "SEC-59" })
	@Attack("A34")
	void everyLengthAtEveryEdgeIsRefusedOrReadWithoutMemory(Sample sample) throws Exception {
		sample.read(sample.bytes.clone());
		for (boolean measured : new boolean[] { false, true }) {
			for (int width : WIDTHS) {
				for (int at = 0; at + width <= sample.bytes.length; at++) {
					for (long edge : EDGES) {
						check(sample, at, width, edge, measured);
					}
				}
			}
		}
	}

	private static void check(Sample sample, int at, int width, long edge, boolean measured) throws Exception {
		byte[] changed = sample.bytes.clone();
		for (int i = 0; i < width; i++) {
			changed[at + i] = (byte) (edge >>> (8 * i));
		}
		long before = THREADS.getCurrentThreadAllocatedBytes();
		try {
			sample.read(changed);
		}
		catch (ProtocolViolation | HandshakeFailure | MessageFormatException refused) {
			// the typed error that it must be
		}
		catch (RuntimeException ex) {
			throw new AssertionError("%s: %d bytes at %d are %x".formatted(sample.name, width, at, edge), ex);
		}
		long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
		if (measured) {
			assertThat(allocated).as("%s: %d bytes at %d are %x", sample.name, width, at, edge)
				.isLessThanOrEqualTo(MOST_BYTES);
		}
	}

	private static Sample message() {
		MessageCodec codec = new MessageCodec();
		byte[] bytes = new byte[60];
		codec.encode(bytes, 0, 0x10, 0, 7, 8, new byte[20], 0, 20);
		DecodedMessage message = new DecodedMessage();
		return new Sample("message", bytes, (changed) -> codec.decode(changed, 0, changed.length, message)
				+ MessageCodec.FRAMING.recordLength(changed, 0, changed.length));
	}

	private static MessageMetadata someMetadata() {
		return MessageMetadata.builder().subject("weather.today").deadlineMillis(1_000).header("x", "y").build();
	}

	private static Sample metadata() {
		byte[] block = new byte[MessageMetadata.MAX_ENCODED_LENGTH];
		int length = MetadataCodec.encode(someMetadata(), block, 0);
		MetadataView view = new MetadataView();
		return new Sample("metadata", Arrays.copyOf(block, length), (changed) -> view.wrap(changed, 0, changed.length));
	}

	private static Sample call() {
		byte[] bytes = new byte[CallPayload.encodedLength(someMetadata(), 3)];
		DataPayload.write(bytes, CallPayload.writeFixed(bytes, 0, 1, 2, 30), someMetadata(), new byte[3], 0, 3);
		CallPayload payload = new CallPayload();
		return new Sample("call", bytes, (changed) -> payload.wrap(changed, 0, changed.length, true));
	}

	private static Sample open() {
		byte[] bytes = new byte[StreamOpenPayload.encodedLength(someMetadata(), 3)];
		DataPayload.write(bytes, StreamOpenPayload.writeFixed(bytes, 0, AGENT, AGENT, true), someMetadata(),
				new byte[3], 0, 3);
		StreamOpenPayload payload = new StreamOpenPayload();
		return new Sample("stream open", bytes, (changed) -> payload.wrap(changed, 0, changed.length, true));
	}

	private static Sample handshake() {
		HandshakePayload payload = new HandshakePayload(new byte[] { 1, 2 }, List.of(new byte[30], new byte[9]),
				new byte[72], new int[] { 1, 2 }, new int[] { 1, 1 }, new long[] { 7, 8, 9 }, new byte[] { 1, 5 });
		return new Sample("handshake payload", HandshakePayloadCodec.encode(payload, 0x1A00),
				HandshakePayloadCodec::decode);
	}

	private static Sample offer() {
		return new Sample("offer", ClientOffer.of(1, new int[] { 1 }, List.of(CipherSuite.values()), 7).encode(),
				ClientOffer::decode);
	}

	private static Sample parameters() {
		return new Sample("transport parameters", TransportParameters.of(TransportConfig.defaults()).encode(),
				TransportParameters::decode);
	}

	/** A handshake message in one CRYPTO range: its length, its bytes. */
	private static Sample crypto() {
		byte[] message = new byte[24];
		message[0] = 20;
		return new Sample("crypto", message, (changed) -> {
			CryptoReceiveBuffer buffer = new CryptoReceiveBuffer();
			buffer.receive(0, changed, 0, changed.length);
			return buffer.nextMessage();
		});
	}

	private static Sample tlvs() {
		byte[] packet = new byte[400];
		int headerLength = SampleHeaders.initial(packet);
		HeaderTlvs tlvs = new HeaderTlvs();
		return new Sample("header", Arrays.copyOf(packet, headerLength + 40),
				(changed) -> PacketHeader.check(changed, 0, changed.length) == DropReason.NONE
						&& tlvs.read(changed, 0) != null);
	}

	private static Sample frames(String name, Consumer<FrameWriter> frames) {
		byte[] bytes = new byte[1_000];
		FrameWriter writer = new FrameWriter().wrap(bytes, 0, bytes.length);
		frames.accept(writer);
		return new Sample("frames: " + name, Arrays.copyOf(bytes, writer.position()), LengthFieldTests::receive);
	}

	private static void data(FrameWriter writer) {
		writer.streamOpen(18, 1, false, true);
		writer.beginStreamData(18, 10, false, 8);
		writer.beginStreamData(2, 100, false, 8);
		writer.streamFin(18, 300);
	}

	private static void control(FrameWriter writer) {
		writer.maxData(20_000_000);
		writer.maxStreamData(3, 20_000_000);
		writer.maxStreams(true, 2_000);
		writer.dataBlocked(18, 100);
		writer.resetStream(18, 300, 5);
		writer.newConnectionId(1, 0, 77, new byte[16]);
		writer.newTicket(60, new byte[40]);
		writer.newToken(new byte[20]);
		writer.connectionClose(3, 2, "why");
	}

	private static void other(FrameWriter writer) {
		writer.ack(100, new long[] { 90, 30 }, new long[] { 50, 1 }, 2, true, 4, 0, 1);
		writer.beginCrypto(0, 30);
		writer.beginDatagram(48);
		writer.grease(0x41, 8);
	}

	/** By the reader, and what concerns streams by a server that is new each time. */
	private static Object receive(byte[] bytes) throws ProtocolViolation {
		StreamMultiplexer server = new StreamMultiplexer(false, FlowConfig.defaults(), SchedulerConfig.defaults(),
				DatagramConfig.defaults(), MessageCodec.FRAMING, new QuietSink(), new ChunkPool(0));
		FrameReader reader = new FrameReader().wrap(bytes, 0, bytes.length);
		while (reader.next()) {
			switch (reader.type()) {
				case FrameType.ACK -> reader.ackRanges(LARGEST, SMALLEST);
				case FrameType.STREAM_OPEN, FrameType.STREAM_DATA, FrameType.STREAM_FIN -> server.onFrame(reader);
				case FrameType.CONTROL -> {
					if (reader.control() >= 1 && reader.control() <= 6) {
						server.onFrame(reader);
					}
				}
				default -> {
				}
			}
		}
		return reader;
	}

	private interface Reading {

		Object read(byte[] bytes) throws ProtocolViolation, HandshakeFailure, MessageFormatException;

	}

	private record Sample(String name, byte[] bytes, Reading reading) {

		void read(byte[] changed) throws ProtocolViolation, HandshakeFailure, MessageFormatException {
			this.reading.read(changed);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
