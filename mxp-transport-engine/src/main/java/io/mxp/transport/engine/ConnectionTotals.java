/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.connection.ConnectionFigures;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.CounterSet;

/**
 * What an ended connection counted stays in the transport's counters.
 */
final class ConnectionTotals {

	private ConnectionTotals() {
	}

	static void add(CounterSet counters, ConnectionFigures figures, long nowNanos) {
		counters.add(Counter.PACKETS_SENT, figures.packetsSent());
		counters.add(Counter.PACKETS_RECEIVED, figures.packetsReceived());
		counters.add(Counter.PACKETS_LOST, figures.packetsLost());
		counters.add(Counter.PACKETS_SPURIOUSLY_LOST, figures.packetsSpuriouslyLost());
		counters.add(Counter.PATH_MTU_BLACK_HOLES, figures.mtuBlackHoles());
		counters.add(Counter.FRAMES_RETRANSMITTED, figures.framesRetransmitted());
		counters.add(Counter.KEY_UPDATES, figures.keyUpdates());
		counters.add(Counter.PATHS_CHALLENGED, figures.paths().challenged());
		counters.add(Counter.PATHS_VALIDATED, figures.paths().validated());
		counters.add(Counter.PATHS_FAILED, figures.paths().failed());
		counters.add(Counter.MIGRATIONS, figures.paths().migrations());
		counters.add(Counter.ACKS_IGNORED, figures.acksIgnored());
		counters.add(Counter.MESSAGES_MALFORMED, figures.messagesMalformed());
		counters.add(Counter.DATAGRAM_MESSAGES_REFUSED, figures.datagramsRefused());
		counters.add(Counter.EARLY_MESSAGES_SENT, figures.earlyMessagesSent());
		counters.add(Counter.EARLY_MESSAGES_RECEIVED, figures.earlyMessagesReceived());
		counters.add(Counter.FLOW_BLOCKED, figures.streams().blockedFramesSent());
		counters.add(Counter.FLOW_BLOCKED_NANOS, figures.streams().flowBlockedNanos(nowNanos));
		counters.add(Counter.PEER_FLOW_BLOCKED, figures.streams().blockedFramesReceived());
		counters.add(Counter.STREAM_LIMIT_REACHED, figures.streams().streamLimitReached());
	}

}
