/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.mxp.transport.DatagramFate;
import io.mxp.transport.MessageType;
import io.mxp.transport.connection.Connection;

import org.jspecify.annotations.Nullable;

/**
 * What one end of a connection sends: what is refused waits here and is tried again when
 * there is room.
 */
final class SimulatedOutbox {

	private final Connection connection;

	private final ArrayDeque<Message> backlog = new ArrayDeque<>();

	private final Map<Long, OutgoingStream> streams = new LinkedHashMap<>();

	private final ArrayDeque<OutgoingStream> unopened = new ArrayDeque<>();

	private final Map<DatagramFate, List<Long>> datagrams = new EnumMap<>(DatagramFate.class);

	SimulatedOutbox(Connection connection) {
		this.connection = connection;
	}

	void send(MessageType type, byte[] message) {
		this.backlog.add(new Message(type, message));
		flushBacklog();
	}

	void open(OutgoingStream stream) {
		this.unopened.add(stream);
		openStreams();
	}

	void onWritable(long streamId) {
		openStreams();
		OutgoingStream stream = this.streams.get(streamId);
		if (stream != null) {
			stream.advance();
		}
		flushBacklog();
	}

	void onStopSending(long streamId) {
		OutgoingStream stream = this.streams.get(streamId);
		if (stream != null) {
			stream.abandon();
		}
	}

	void onOpened(OutgoingStream stream) {
		this.streams.put(stream.streamId(), stream);
	}

	void onDatagramFate(long datagramId, DatagramFate fate) {
		this.datagrams.computeIfAbsent(fate, (any) -> new ArrayList<>()).add(datagramId);
	}

	/** The connection is gone. */
	void abandon() {
		this.backlog.clear();
		this.unopened.clear();
		this.streams.values().forEach(OutgoingStream::abandon);
	}

	private void openStreams() {
		for (OutgoingStream next = this.unopened.peek(); next != null; next = this.unopened.peek()) {
			next.advance();
			if (next.streamId() < 0) {
				return;
			}
			this.unopened.remove();
		}
	}

	private void flushBacklog() {
		for (Message next = this.backlog.peek(); next != null; next = this.backlog.peek()) {
			byte[] bytes = next.bytes;
			if (!this.connection.messages().send(next.type.defaultBand().index(), bytes, 0, bytes.length)) {
				return;
			}
			this.backlog.remove();
		}
	}

	@Nullable OutgoingStream stream(long streamId) {
		return this.streams.get(streamId);
	}

	/** Datagrams with a fate, by their ids. */
	List<Long> datagrams(DatagramFate fate) {
		return this.datagrams.getOrDefault(fate, List.of());
	}

	/** Whether no message waits for room. */
	boolean isEmpty() {
		return this.backlog.isEmpty();
	}

	/** A message that waits for room. */
	private record Message(MessageType type, byte[] bytes) {
	}

}
