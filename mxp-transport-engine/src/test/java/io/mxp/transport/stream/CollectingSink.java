/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.mxp.transport.DatagramFate;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * Remembers everything that comes out of a multiplexer; refuses, and consumes late, when
 * asked to.
 */
final class CollectingSink implements RecordSink {

	/** Ids of records by stream, in the order of delivery. */
	final Map<Long, List<Long>> records = new LinkedHashMap<>();

	final List<String> events = new ArrayList<>();

	final List<Long> datagrams = new ArrayList<>();

	final Map<Long, DatagramFate> dropped = new HashMap<>();

	/** What was delivered and not consumed: stream id and length in turn. */
	final ArrayDeque<long[]> unconsumed = new ArrayDeque<>();

	boolean refuses;

	boolean consumes = true;

	int count;

	StreamMultiplexer multiplexer;

	@Override
	public boolean onRecord(long streamId, int band, byte[] bytes, int offset, int length) throws ProtocolViolation {
		if (this.refuses) {
			return false;
		}
		if (!Records.isIntact(bytes, offset, length)) {
			throw new AssertionError("a record of stream " + streamId + " is damaged");
		}
		this.records.computeIfAbsent(streamId, (id) -> new ArrayList<>()).add(Records.id(bytes, offset));
		this.count++;
		if (this.consumes) {
			this.multiplexer.onConsumed(streamId, length);
		}
		else {
			this.unconsumed.add(new long[] { streamId, length });
		}
		return true;
	}

	/** Consumes what was delivered. */
	void consumeAll() throws ProtocolViolation {
		while (!this.unconsumed.isEmpty()) {
			long[] next = this.unconsumed.poll();
			this.multiplexer.onConsumed(next[0], next[1]);
		}
	}

	List<Long> of(long streamId) {
		return this.records.getOrDefault(streamId, List.of());
	}

	@Override
	public void onDatagram(byte[] bytes, int offset, int length) {
		if (!Records.isIntact(bytes, offset, length)) {
			throw new AssertionError("a datagram is damaged");
		}
		this.datagrams.add(Records.id(bytes, offset));
	}

	@Override
	public void onStreamOpened(long streamId, int band, boolean unidirectional) {
		this.events.add("opened " + streamId + " band " + band);
	}

	@Override
	public void onStreamFinished(long streamId) {
		this.events.add("finished " + streamId);
	}

	@Override
	public void onStreamReset(long streamId, int code, long finalSize) {
		this.events.add("reset " + streamId + " code " + code + " size " + finalSize);
	}

	@Override
	public void onStopSending(long streamId, int code) {
		this.events.add("stopped " + streamId + " code " + code);
	}

	@Override
	public void onStreamWritable(long streamId) {
		this.events.add("writable " + streamId);
	}

	@Override
	public void onStreamSendClosed(long streamId) {
		this.events.add("closed " + streamId);
	}

	@Override
	public void onDatagramDropped(long datagramId, DatagramFate fate) {
		this.dropped.put(datagramId, fate);
	}

}
