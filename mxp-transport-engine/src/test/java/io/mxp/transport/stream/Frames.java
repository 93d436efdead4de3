/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * Hands frames to a multiplexer by hand, and lists those that it writes.
 */
final class Frames {

	private static final ThreadLocal<byte[]> PACKET = ThreadLocal.withInitial(() -> new byte[65_536]);

	private Frames() {
	}

	/** Writes frames and lets a multiplexer receive them. */
	static void receive(StreamMultiplexer multiplexer, Consumer<FrameWriter> frames) throws ProtocolViolation {
		byte[] packet = PACKET.get();
		FrameWriter writer = new FrameWriter().wrap(packet, 0, packet.length);
		frames.accept(writer);
		receive(multiplexer, packet, writer.position());
	}

	static void receive(StreamMultiplexer multiplexer, byte[] packet, int length) throws ProtocolViolation {
		FrameReader reader = new FrameReader().wrap(packet, 0, length);
		while (reader.next()) {
			multiplexer.onFrame(reader);
		}
	}

	/** Appends STREAM_DATA with a part of an array. */
	static void data(FrameWriter writer, long id, long offset, boolean boundary, byte[] bytes, int from, int length) {
		int at = writer.beginStreamData(id, offset, boundary, length);
		System.arraycopy(bytes, from, writer.array(), at, length);
	}

	/** Delivers part of a stream's bytes at their offset. */
	static void data(StreamMultiplexer multiplexer, long id, boolean boundary, byte[] stream, int from, int to)
			throws ProtocolViolation {
		receive(multiplexer, (writer) -> data(writer, id, from, boundary, stream, from, to - from));
	}

	/** Fills one packet and describes its frames, one a line. */
	static List<String> fill(StreamMultiplexer multiplexer, int payloadBytes, FrameRecorder recorder, long nowNanos)
			throws ProtocolViolation {
		byte[] packet = new byte[payloadBytes];
		FrameWriter writer = new FrameWriter().wrap(packet, 0, packet.length);
		multiplexer.fill(writer, recorder, nowNanos);
		return describe(packet, writer.position());
	}

	static List<String> fill(StreamMultiplexer multiplexer, int payloadBytes) throws ProtocolViolation {
		return fill(multiplexer, payloadBytes, (kind, a, b, c) -> {
		}, 0);
	}

	static List<String> describe(byte[] packet, int length) throws ProtocolViolation {
		List<String> frames = new ArrayList<>();
		FrameReader reader = new FrameReader().wrap(packet, 0, length);
		while (reader.next()) {
			switch (reader.type()) {
				case 1 -> frames.add("OPEN " + reader.streamId() + " flags " + reader.flags());
				case 2 -> frames.add("DATA " + reader.streamId() + " " + reader.streamOffset() + "+"
						+ reader.dataLength() + (reader.messageBoundary() ? " boundary" : ""));
				case 3 -> frames.add("FIN " + reader.streamId() + " " + reader.finalSize());
				case 4 -> frames.add("DATAGRAM " + reader.bodyLength());
				default -> frames.add(control(reader));
			}
		}
		return frames;
	}

	private static String control(FrameReader reader) {
		return switch (reader.control()) {
			case 1 -> "MAX_DATA " + reader.bodyLong(0);
			case 2 -> "MAX_STREAM_DATA " + reader.bodyLong(0) + " " + reader.bodyLong(1);
			case 3 -> "MAX_STREAMS " + reader.word() + " " + reader.bodyLong(0);
			case 4 -> "DATA_BLOCKED " + reader.bodyLong(0) + " " + reader.bodyLong(1);
			case 5 -> "RESET " + reader.bodyLong(0) + " " + reader.bodyLong(1) + " code " + reader.code();
			case 6 -> "STOP " + reader.bodyLong(0) + " code " + reader.code();
			default -> "CONTROL " + reader.control();
		};
	}

}
