/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * One reaction to congestion: the packets that were in flight when it began and are lost
 * belong to it and cause no further one. When all its losses prove spurious, it is
 * undone.
 */
// SPEC reliability.md#undoing-a-spurious-episode
final class RecoveryEpisode {

	/** The tag of a lost packet that belongs to no episode. */
	static final int NO_EPISODE = 0;

	private static final int LAST_TAG = 255;

	private static final long NEVER = Long.MIN_VALUE;

	private long startNanos = NEVER;

	private int tag = NO_EPISODE;

	private int lost;

	private int spurious;

	private boolean undoable;

	/**
	 * Whether a packet sent at this time was in flight when the episode began.
	 */
	boolean covers(long sentNanos) {
		return sentNanos <= this.startNanos;
	}

	void begin(long nowNanos, boolean undoable) {
		this.startNanos = nowNanos;
		this.undoable = undoable;
		this.tag = (this.tag == LAST_TAG) ? 1 : this.tag + 1;
		this.lost = 0;
		this.spurious = 0;
	}

	/** Counts a loss; returns the tag that names the episode, 1 to 255. */
	int onPacketLost() {
		this.lost++;
		return this.tag;
	}

	/** Counts a spurious loss; returns whether with it all losses are. */
	boolean onSpuriousLoss(int tag) {
		if (tag != this.tag) {
			return false;
		}
		this.spurious++;
		return this.undoable && this.spurious == this.lost;
	}

	/**
	 * The window is as it was before, or was given up altogether: nothing is left to undo
	 * and the next loss begins an episode of its own.
	 */
	void end() {
		this.startNanos = NEVER;
		this.undoable = false;
	}

	/** Whether there was an episode on this path. */
	boolean hasBegun() {
		return this.tag != NO_EPISODE;
	}

	boolean isClean() {
		return this.spurious == 0;
	}

}
