/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.function.Consumer;

import io.mxp.transport.MessageMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The handles of a connection's streams by the transport's id: a hash table with linear
 * probing and no object for an entry. How many ids a peer can put into it is bounded by
 * the stream limits. On the event loop only.
 */
final class StreamHandles {

	private static final int FIRST_CAPACITY = 8;

	/** 2 to the 64th over the golden ratio: spreads what differs in low bits. */
	private static final long SPREAD = 0x9E3779B97F4A7C15L;

	/** A power of two, at most three quarters full. */
	private @Nullable EngineStream[] slots = new @Nullable EngineStream[FIRST_CAPACITY];

	private int size;

	private MessageMetadata lastMetadata = MessageMetadata.EMPTY;

	/** Read by other threads, which may see an older value. */
	private volatile boolean empty = true;

	/** Streams of one subject are many, and share their metadata. */
	MessageMetadata shared(MessageMetadata metadata) {
		if (!metadata.equals(this.lastMetadata)) {
			this.lastMetadata = metadata;
		}
		return this.lastMetadata;
	}

	boolean isEmpty() {
		return this.empty;
	}

	@Nullable EngineStream get(long id) {
		return this.slots[slotOf(id)];
	}

	/** Adds a stream under its transport id. */
	void put(EngineStream stream) {
		if ((this.size + 1) * 4 > this.slots.length * 3) {
			grow();
		}
		int slot = slotOf(stream.transportId());
		if (this.slots[slot] == null) {
			this.size++;
			this.empty = false;
		}
		this.slots[slot] = stream;
	}

	void remove(long id) {
		int gap = slotOf(id);
		if (this.slots[gap] == null) {
			return;
		}
		int mask = this.slots.length - 1;
		for (int slot = (gap + 1) & mask; this.slots[slot] != null; slot = (slot + 1) & mask) {
			EngineStream moved = this.slots[slot];
			if (moved != null && ((slot - home(moved.transportId())) & mask) >= ((slot - gap) & mask)) {
				this.slots[gap] = moved;
				gap = slot;
			}
		}
		this.slots[gap] = null;
		this.size--;
		this.empty = this.size == 0;
	}

	/** Takes all streams out, then hands them over. */
	void drain(Consumer<EngineStream> action) {
		@Nullable EngineStream[] all = this.slots;
		this.slots = new @Nullable EngineStream[FIRST_CAPACITY];
		this.size = 0;
		this.empty = true;
		for (EngineStream stream : all) {
			if (stream != null) {
				action.accept(stream);
			}
		}
	}

	/** Where the stream stands, or the empty slot where it would. */
	private int slotOf(long id) {
		int mask = this.slots.length - 1;
		int slot = home(id);
		for (EngineStream there = this.slots[slot]; there != null
				&& there.transportId() != id; there = this.slots[slot]) {
			slot = (slot + 1) & mask;
		}
		return slot;
	}

	private int home(long id) {
		return (int) ((id * SPREAD) >>> (64 - Integer.numberOfTrailingZeros(this.slots.length)));
	}

	private void grow() {
		@Nullable EngineStream[] old = this.slots;
		this.slots = new @Nullable EngineStream[old.length * 2];
		for (EngineStream stream : old) {
			if (stream != null) {
				this.slots[slotOf(stream.transportId())] = stream;
			}
		}
	}

}
