/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What arrived at one end of a connection. */
final class SimulatedInbox {

	private final List<Messages.Received> messages = new ArrayList<>();

	private final Map<Long, IncomingStream> streams = new LinkedHashMap<>();

	private long countedBytes;

	void onMessage(Messages.Received message) {
		switch (message.type()) {
			case STREAM_OPEN -> known(message.streamId()).onOpen(message.text());
			case STREAM_CHUNK -> known(message.streamId()).onChunk(message.payload());
			default -> this.messages.add(message);
		}
	}

	void onCounted(int length) {
		this.countedBytes += length;
	}

	void onStreamFinished(long streamId) {
		known(streamId).onFinished();
	}

	void onStreamReset(long streamId) {
		known(streamId).onReset();
	}

	private IncomingStream known(long streamId) {
		return this.streams.computeIfAbsent(streamId, IncomingStream::new);
	}

	/** Messages that are neither answers nor parts of streams, in order of arrival. */
	List<Messages.Received> messages() {
		return this.messages;
	}

	/** Streams that something arrived on, in the order in which they appeared. */
	Collection<IncomingStream> streams() {
		return this.streams.values();
	}

	@Nullable IncomingStream stream(long streamId) {
		return this.streams.get(streamId);
	}

	long countedBytes() {
		return this.countedBytes;
	}

}
