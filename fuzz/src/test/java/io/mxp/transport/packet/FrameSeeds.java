/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

import io.mxp.transport.MessageType;
import io.mxp.transport.message.MessageCodec;
import io.mxp.transport.message.MessageSeeds.Sink;

/** Packets and sequences of frames to begin with. */
public final class FrameSeeds {

	private static final int STATES = 8;

	/**
	 * The client's first unidirectional stream that is no band, and its first call band.
	 */
	private static final long STREAM = 18;

	private static final long BAND = 2;

	private FrameSeeds() {
	}

	/** A packet's header with TLVs, and every frame. */
	public static void packets(Sink sink) throws IOException {
		byte[] packet = new byte[1200];
		int headerLength = SampleHeaders.initial(packet);
		sink.write("initial", Arrays.copyOf(packet, headerLength + 40));
		PacketHeader.write(packet, 0, 7, PacketType.ONE_RTT, 3, PacketHeader.LENGTH);
		sink.write("one-rtt", Arrays.copyOf(packet, 80));
		headerLength = new HeaderTlvs().version(1)
			.originalConnectionId(8)
			.versions(new int[] { 1, 2 })
			.write(packet, 0);
		PacketHeader.write(packet, 0, 7, PacketType.VERSION_NEGOTIATION, 0, headerLength);
		sink.write("versions", Arrays.copyOf(packet, headerLength + PacketHeader.TAG_LENGTH));
		headerLength = new HeaderTlvs().version(1).puzzle(9).solution(10).write(packet, 0);
		PacketHeader.write(packet, 0, 7, PacketType.RETRY, 0, headerLength);
		sink.write("puzzle", Arrays.copyOf(packet, headerLength + PacketHeader.TAG_LENGTH));
		sink.write("control", frames(FrameSeeds::control));
		sink.write("data", frames(FrameSeeds::data));
		sink.write("ack", frames(FrameSeeds::ack));
		sink.write("offers", frames(FrameSeeds::offers));
		sink.write("crypto", frames((writer) -> writer.beginCrypto(0, 30)));
		sink.write("close", frames((writer) -> writer.connectionClose(3, 2, "why")));
	}

	/** The same as packets, for each state of a connection. */
	public static void connections(Sink sink) throws IOException {
		for (int state = 0; state < STATES; state++) {
			sink.write("state-" + state + "-streams",
					packets(state, frames(FrameSeeds::data), frames(FrameSeeds::control)));
			sink.write("state-" + state + "-other", packets(state, frames(FrameSeeds::ack), frames(FrameSeeds::offers),
					frames((writer) -> writer.beginCrypto(0, 30))));
			sink.write("state-" + state + "-close", packets(state | 0x40, frames((writer) -> writer.ping()),
					frames((writer) -> writer.connectionClose(3, 2, "why"))));
		}
	}

	private static byte[] packets(int first, byte[]... packets) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(first);
		for (byte[] packet : packets) {
			out.write(packet.length >> 8);
			out.write(packet.length);
			out.writeBytes(packet);
		}
		return out.toByteArray();
	}

	private static byte[] frames(Consumer<FrameWriter> frames) {
		byte[] bytes = new byte[1_300];
		FrameWriter writer = new FrameWriter().wrap(bytes, 0, bytes.length);
		frames.accept(writer);
		return Arrays.copyOf(bytes, writer.position());
	}

	private static void control(FrameWriter writer) {
		writer.ping();
		writer.maxData(20_000_000);
		writer.maxStreamData(BAND, 20_000_000);
		writer.maxStreams(true, 2_000);
		writer.dataBlocked(STREAM, 100);
		writer.resetStream(STREAM, 300, 5);
		writer.stopSending(0, 5);
		writer.handshakeDone();
		writer.grease(0x41, 8);
	}

	private static void data(FrameWriter writer) {
		writer.streamOpen(STREAM, 1, false, true);
		record(writer, STREAM, 0, MessageType.STREAM_CHUNK);
		writer.streamFin(STREAM, 50);
		record(writer, BAND, 0, MessageType.CALL);
		record(writer, BAND, 200, MessageType.EVENT);
		writer.streamOpen(0, 0, false, false);
		int at = writer.beginDatagram(50);
		System.arraycopy(message(MessageType.EVENT), 0, writer.array(), at, 50);
	}

	private static void record(FrameWriter writer, long stream, long offset, MessageType type) {
		byte[] message = message(type);
		int at = writer.beginStreamData(stream, offset, true, message.length);
		System.arraycopy(message, 0, writer.array(), at, message.length);
	}

	private static byte[] message(MessageType type) {
		byte[] bytes = new byte[50];
		new MessageCodec().encode(bytes, 0, type.code(), 0, 9, 0, new byte[10], 0, 10);
		return bytes;
	}

	private static void ack(FrameWriter writer) {
		writer.ack(100, new long[] { 6, 3 }, new long[] { 5, 1 }, 2, true, 4, 0, 1);
	}

	private static void offers(FrameWriter writer) {
		writer.newConnectionId(1, 0, 77, new byte[16]);
		writer.retireConnectionId(0);
		writer.pathChallenge(5);
		writer.pathResponse(5);
		writer.newTicket(60, new byte[40]);
		writer.newToken(new byte[20]);
	}

}
