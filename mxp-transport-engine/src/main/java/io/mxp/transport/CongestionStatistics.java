/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

/**
 * Congestion control of one connection at one instant.
 *
 * @param controller name of the controller, as configured
 * @param state the state that it is in, such as SLOW_START or PROBE_BW
 * @param pacingRateBytesPerSecond how fast data leaves
 * @param bandwidthBytesPerSecond what it believes that the path carries, 0 where it makes
 * no estimate
 * @param minRttNanos the least round trip that it believes in, 0 before the first sample
 * @param statesEntered how often it changed its state
 * @param congestionEvents how often loss or an ECN mark began a recovery episode
 * @param episodesUndone episodes taken back because all their losses were spurious
 * @param persistentCongestions how often all was lost over three probe timeouts
 * @param fallbackSwitches how often it gave way to its fallback, or took over from it
 * @param ecn what is known of ECN on the path: OFF, TESTING, UNKNOWN, CAPABLE, FAILED
 */
public record CongestionStatistics(String controller, String state, long pacingRateBytesPerSecond,
		long bandwidthBytesPerSecond, long minRttNanos, long statesEntered, long congestionEvents, long episodesUndone,
		long persistentCongestions, long fallbackSwitches, String ecn) {
}
