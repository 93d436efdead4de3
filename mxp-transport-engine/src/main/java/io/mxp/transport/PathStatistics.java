/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

/**
 * The way to the peer, and how often it changed.
 *
 * @param address where the peer is now
 * @param validated whether the peer has shown that it receives there
 * @param known addresses and sockets of ours that the connection knows now
 * @param migrations times that the connection went on over another path
 * @param answered times that the peer was asked at an address and answered
 * @param unanswered times that it did not
 */
public record PathStatistics(String address, boolean validated, int known, long migrations, long answered,
		long unanswered) {
}
