/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

/**
 * Figures of one connection at one instant.
 *
 * @param state Initial, Handshake, Established, Closing, Draining or Closed
 * @param handshakeNanos from the first packet to established, -1 before
 * @param smoothedRttNanos 0 before the first sample
 * @param minRttNanos 0 before the first sample
 * @param congestionWindowBytes what may be in flight
 * @param bytesInFlight what is in flight
 * @param maxDatagramBytes largest UDP payload of the path
 * @param packetsSent all packets, retransmissions' carriers included
 * @param packetsReceived packets that opened
 * @param packetsLost packets declared lost
 * @param framesRetransmitted frames sent again
 * @param bytesSent UDP payload bytes
 * @param bytesReceived UDP payload bytes
 * @param messagesSent whole messages
 * @param messagesReceived whole messages
 * @param openStreams streams open now, the eight built-in ones aside
 * @param pendingCalls calls that wait for their answer
 * @param congestion congestion control
 * @param path the way to the peer
 */
public record ConnectionStatistics(String state, long handshakeNanos, long smoothedRttNanos, long minRttNanos,
		long congestionWindowBytes, long bytesInFlight, int maxDatagramBytes, long packetsSent, long packetsReceived,
		long packetsLost, long framesRetransmitted, long bytesSent, long bytesReceived, long messagesSent,
		long messagesReceived, int openStreams, int pendingCalls, CongestionStatistics congestion,
		PathStatistics path) {
}
