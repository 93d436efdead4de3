/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * Finds the largest datagram that a path carries (DPLPMTUD, RFC 8899), from 1,200 bytes
 * up. Sizes are UDP payloads. One probe is out at a time; nothing but its acknowledgement
 * raises the size, and nothing but a black hole lowers it, never below 1,200: what a
 * router or an attacker says by ICMP is not asked.
 */
// SPEC reliability.md#path-mtu-discovery
public final class PathMtuSearch {

	/** What every path must carry. */
	public static final int BASE_BYTES = 1_200;

	/** So many lost probes of one size mean that the path does not carry it. */
	static final int MAX_PROBES = 3;

	/** When a search that ended is begun anew (RFC 8899 §5.1.1: 600 s). */
	static final long RAISE_NANOS = 600_000_000_000L;

	/** The search ends when it knows the size as well as this. */
	static final int RESOLUTION_BYTES = 16;

	/** Wider gaps between two usual sizes are not searched: no path has such a size. */
	private static final int MAX_GAP_BYTES = 512;

	/**
	 * Links of 1,280, 1,420, 1,500 and 9,000 bytes less the headers of UDP and IPv6, then
	 * IPv4, and the largest of all.
	 */
	private static final int[] USUAL_BYTES = { 1_232, 1_372, 1_392, 1_452, 1_472, 8_952, 8_972, 65_000 };

	private final int largestBytes;

	private final boolean fixed;

	private int currentBytes;

	/** The least size that is known not to pass; one above the largest at first. */
	private int failedBytes;

	private int probeBytes;

	private boolean outstanding;

	private int lostInARow;

	private boolean complete;

	private long raiseAtNanos = Long.MAX_VALUE;

	private long probesSent;

	private long probesLost;

	private long blackHoles;

	private PathMtuSearch(int currentBytes, int largestBytes, boolean fixed) {
		this.currentBytes = currentBytes;
		this.largestBytes = largestBytes;
		this.fixed = fixed;
		restart();
	}

	/** No search: the path is known to carry this. */
	public static PathMtuSearch fixed(int bytes) {
		return new PathMtuSearch(bytes, bytes, true);
	}

	/** A search that begins at 1,200. */
	public static PathMtuSearch upTo(int largestBytes) {
		return new PathMtuSearch(BASE_BYTES, Math.max(BASE_BYTES, largestBytes), false);
	}

	/** The largest datagram that is known to pass. */
	public int currentBytes() {
		return this.currentBytes;
	}

	/**
	 * The size of a probe to be sent now; 0 for none. Asking for it means that it is
	 * sent.
	 */
	public int nextProbe(long nowNanos) {
		if (this.fixed || this.outstanding) {
			return 0;
		}
		if (this.complete) {
			if (this.raiseAtNanos == Long.MAX_VALUE) {
				this.raiseAtNanos = nowNanos + RAISE_NANOS;
			}
			if (nowNanos < this.raiseAtNanos || this.currentBytes == this.largestBytes) {
				return 0;
			}
			restart();
		}
		this.outstanding = true;
		this.probesSent++;
		return this.probeBytes;
	}

	/** A probe arrived; returns whether the size grew. */
	public boolean onProbeAcked(int bytes) {
		if (!this.outstanding || bytes != this.probeBytes) {
			return false;
		}
		this.outstanding = false;
		this.currentBytes = bytes;
		choose();
		return true;
	}

	/** A probe was lost, which may have been by chance. */
	public void onProbeLost(int bytes) {
		if (!this.outstanding || bytes != this.probeBytes) {
			return;
		}
		this.outstanding = false;
		this.probesLost++;
		this.lostInARow++;
		if (this.lostInARow >= MAX_PROBES) {
			this.failedBytes = bytes;
			choose();
		}
	}

	/**
	 * Datagrams of the current size vanish while smaller ones arrive: back to 1,200, and
	 * search again.
	 */
	public void onBlackHole() {
		if (!this.fixed && this.currentBytes > BASE_BYTES) {
			this.blackHoles++;
			this.currentBytes = BASE_BYTES;
			this.outstanding = false;
			restart();
		}
	}

	/** Whether nothing is searched for now. */
	public boolean isComplete() {
		return this.fixed || this.complete;
	}

	/** Probes that were sent. */
	public long probesSent() {
		return this.probesSent;
	}

	/** Probes that did not arrive. */
	public long probesLost() {
		return this.probesLost;
	}

	/** How often the path stopped carrying what it had carried. */
	public long blackHoles() {
		return this.blackHoles;
	}

	private void restart() {
		this.failedBytes = this.largestBytes + 1;
		choose();
	}

	/**
	 * The next size to try: the largest allowed one first, then the usual ones downwards,
	 * then halves of what lies between two of them.
	 */
	private void choose() {
		this.lostInARow = 0;
		this.raiseAtNanos = Long.MAX_VALUE;
		this.complete = false;
		int gap = this.failedBytes - this.currentBytes;
		if (gap <= 1) {
			this.complete = true;
			return;
		}
		if (this.failedBytes == this.largestBytes + 1) {
			this.probeBytes = this.largestBytes;
			return;
		}
		for (int i = USUAL_BYTES.length - 1; i >= 0; i--) {
			if (USUAL_BYTES[i] < this.failedBytes && USUAL_BYTES[i] > this.currentBytes) {
				this.probeBytes = USUAL_BYTES[i];
				return;
			}
		}
		this.complete = gap <= RESOLUTION_BYTES || gap > MAX_GAP_BYTES;
		this.probeBytes = this.currentBytes + gap / 2;
	}

}
