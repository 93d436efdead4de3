/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import java.util.Arrays;

/**
 * Reactions to congestion: the packets that were in flight when one began and are lost
 * belong to it and cause no further one. When all its losses prove spurious, it is
 * undone, also where later ones have begun meanwhile: on a path that delays single
 * packets for longer than a round trip that is the rule.
 */
// SPEC reliability.md#undoing-a-spurious-episode
final class RecoveryEpisode {

	/** The tag of a lost packet that belongs to no episode. */
	static final int NO_EPISODE = 0;

	/** So many episodes are remembered, the running one among them. */
	static final int REMEMBERED = 16;

	private static final int LAST_TAG = 255;

	private static final long NEVER = Long.MIN_VALUE;

	private long startNanos = NEVER;

	private int tag = NO_EPISODE;

	/** By the low bits of the tag, as all that follows. */
	private final int[] tags = new int[REMEMBERED];

	private final int[] lost = new int[REMEMBERED];

	private final int[] spurious = new int[REMEMBERED];

	private final boolean[] undoable = new boolean[REMEMBERED];

	private final long[] windowBefore = new long[REMEMBERED];

	private final long[] windowAfter = new long[REMEMBERED];

	/**
	 * Whether a packet sent at this time was in flight when the episode began.
	 */
	boolean covers(long sentNanos) {
		return sentNanos <= this.startNanos;
	}

	void begin(long nowNanos, boolean mayBeUndone, long windowBeforeBytes, long windowAfterBytes) {
		this.startNanos = nowNanos;
		this.tag = (this.tag == LAST_TAG) ? 1 : this.tag + 1;
		int slot = slot(this.tag);
		this.tags[slot] = this.tag;
		this.lost[slot] = 0;
		this.spurious[slot] = 0;
		this.undoable[slot] = mayBeUndone;
		this.windowBefore[slot] = windowBeforeBytes;
		this.windowAfter[slot] = windowAfterBytes;
	}

	/** Counts a loss; returns the tag that names the episode, 1 to 255. */
	int onPacketLost() {
		this.lost[slot(this.tag)]++;
		return this.tag;
	}

	/** Counts a spurious loss; returns whether with it all losses of its episode are. */
	boolean onSpuriousLoss(int ofTag) {
		int slot = slot(ofTag);
		if (this.tags[slot] != ofTag) {
			return false;
		}
		this.spurious[slot]++;
		if (!this.undoable[slot] || this.spurious[slot] < this.lost[slot]) {
			return false;
		}
		this.undoable[slot] = false;
		return true;
	}

	/** Whether the tag is that of the episode which began last. */
	boolean isNewest(int ofTag) {
		return ofTag == this.tag;
	}

	/** The congestion window before an episode. */
	long windowBefore(int ofTag) {
		return this.windowBefore[slot(ofTag)];
	}

	/** The congestion window right after it began. */
	long windowAfter(int ofTag) {
		return this.windowAfter[slot(ofTag)];
	}

	/** The window is as it was before: the next loss begins an episode of its own. */
	void end() {
		this.startNanos = NEVER;
		this.undoable[slot(this.tag)] = false;
	}

	/** The window was given up altogether: nothing is left to undo. */
	void endAll() {
		this.startNanos = NEVER;
		Arrays.fill(this.undoable, false);
	}

	/** Whether there was an episode on this path. */
	boolean hasBegun() {
		return this.tag != NO_EPISODE;
	}

	boolean isClean() {
		return this.spurious[slot(this.tag)] == 0;
	}

	private static int slot(int tag) {
		return tag & (REMEMBERED - 1);
	}

}
