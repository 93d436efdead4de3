/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * Which streams wait for what. A stream leaves a queue when it is found to have no
 * business there, so that queues need no upkeep when streams change.
 */
final class StreamQueues {

	private static final int LOST_BIT = 1 << StreamId.BANDS;

	private static final int OWING_BIT = LOST_BIT << 1;

	private static final int PARKED_BIT = LOST_BIT << 2;

	private static final int REFUSED_BIT = LOST_BIT << 3;

	private static final int ASSEMBLY_BIT = LOST_BIT << 4;

	private static final int BLOCKED_BIT = LOST_BIT << 5;

	private static final int MEMORY_BIT = LOST_BIT << 6;

	private final StreamQueue[] ready = new StreamQueue[StreamId.BANDS];

	private final StreamQueue[] lost = new StreamQueue[StreamId.BANDS];

	private final StreamQueue owing = new StreamQueue(OWING_BIT);

	private final StreamQueue parked = new StreamQueue(PARKED_BIT);

	private final StreamQueue refused = new StreamQueue(REFUSED_BIT);

	private final StreamQueue awaitingAssembly = new StreamQueue(ASSEMBLY_BIT);

	private final StreamQueue awaitingMemory = new StreamQueue(MEMORY_BIT);

	/** Streams that have something to send and lack credit. */
	private int blocked;

	StreamQueues() {
		for (int i = 0; i < StreamId.BANDS; i++) {
			this.ready[i] = new StreamQueue(1 << i);
			this.lost[i] = new StreamQueue(LOST_BIT);
		}
	}

	/** Streams of a band that may have something new to send, in turn. */
	StreamQueue ready(int band) {
		return this.ready[band];
	}

	/** Streams of a band that have something to send again. */
	StreamQueue lost(int band) {
		return this.lost[band];
	}

	/** Streams that owe control frames. */
	StreamQueue owing() {
		return this.owing;
	}

	/** Streams whose delivery the sink refused. */
	StreamQueue refused() {
		return this.refused;
	}

	/** Streams whose large record waits for room. */
	StreamQueue awaitingAssembly() {
		return this.awaitingAssembly;
	}

	/** Streams whose write was refused for lack of memory. */
	StreamQueue awaitingMemory() {
		return this.awaitingMemory;
	}

	/** The stream may have something new to send. */
	void activate(LiveStream stream) {
		SendStream send = stream.send();
		if (send != null && send.hasMore()) {
			this.ready[stream.band()].offer(stream);
		}
	}

	/** The stream has something to send again. */
	void onLost(LiveStream stream) {
		SendStream send = stream.send();
		if (send != null && send.hasLost()) {
			this.lost[stream.band()].offer(stream);
		}
	}

	void owe(LiveStream stream, int frame) {
		stream.owe(frame);
		this.owing.offer(stream);
	}

	/** The stream waits for credit of the connection or for large records to end. */
	void park(LiveStream stream) {
		this.parked.offer(stream);
	}

	/** What parked streams wait for may be there. */
	void unpark() {
		LiveStream stream = this.parked.poll();
		while (stream != null) {
			unblock(stream);
			activate(stream);
			stream = this.parked.poll();
		}
	}

	/** The stream lacks credit for what it has. */
	void block(LiveStream stream) {
		if (stream.enter(BLOCKED_BIT)) {
			this.blocked++;
		}
	}

	/** The stream got credit, or needs none any more. */
	void unblock(LiveStream stream) {
		if (!stream.enter(BLOCKED_BIT)) {
			this.blocked--;
		}
		stream.leave(BLOCKED_BIT);
	}

	/**
	 * Whether the stream lacks credit of its own, be there some of the connection or not.
	 */
	boolean lacksOwnCredit(LiveStream stream) {
		return stream.stands(BLOCKED_BIT) && !stream.stands(PARKED_BIT);
	}

	/**
	 * Whether a stream waits for credit of the connection or for large records to end.
	 */
	boolean hasParked() {
		return !this.parked.isEmpty();
	}

	/** How many streams lack credit. */
	int blocked() {
		return this.blocked;
	}

	/** The flows of the scheduler that have something to send. */
	int readyBands() {
		int bands = 0;
		for (int i = 0; i < StreamId.BANDS; i++) {
			bands |= this.ready[i].isEmpty() ? 0 : 1 << i;
		}
		return bands;
	}

	boolean hasLost() {
		for (StreamQueue queue : this.lost) {
			if (!queue.isEmpty()) {
				return true;
			}
		}
		return false;
	}

}
