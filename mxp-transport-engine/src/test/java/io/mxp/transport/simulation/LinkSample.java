/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

/**
 * The link at one instant.
 *
 * @param atNanos virtual time
 * @param waitingBytes what waits in the queue
 * @param bitsPerSecond the rate, which may change in time
 */
public record LinkSample(long atNanos, long waitingBytes, long bitsPerSecond) {

}
