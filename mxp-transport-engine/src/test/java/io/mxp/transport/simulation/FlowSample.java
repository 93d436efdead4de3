/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

/**
 * One flow at one instant.
 *
 * @param atNanos virtual time
 * @param goodputBitsPerSecond bytes of messages that the receiver got since the last
 * sample
 * @param smoothedRttNanos as the sender estimates it; 0 before the first
 * @param congestionWindowBytes what may be in flight
 * @param bytesInFlight what is in flight
 * @param packetsLost declared lost by the sender until now
 * @param state the controller's
 * @param fallbackSwitches how often the controller gave way to its fallback or took over
 * again, until now
 */
public record FlowSample(long atNanos, double goodputBitsPerSecond, long smoothedRttNanos, long congestionWindowBytes,
		long bytesInFlight, long packetsLost, String state, long fallbackSwitches) {

}
