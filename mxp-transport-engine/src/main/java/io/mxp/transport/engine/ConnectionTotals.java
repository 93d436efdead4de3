/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.function.ObjLongConsumer;

import io.mxp.transport.connection.ConnectionFigures;
import io.mxp.transport.observe.Counter;

/**
 * What a connection counts, under the names of the transport's counters: of one that
 * lives when a snapshot is taken, of one that ends once and for all.
 */
final class ConnectionTotals {

	private ConnectionTotals() {
	}

	static void each(ConnectionFigures figures, long nowNanos, ObjLongConsumer<Counter> sum) {
		sum.accept(Counter.PACKETS_SENT, figures.packetsSent());
		sum.accept(Counter.PACKETS_RECEIVED, figures.packetsReceived());
		sum.accept(Counter.PACKETS_LOST, figures.packetsLost());
		sum.accept(Counter.PACKETS_SPURIOUSLY_LOST, figures.packetsSpuriouslyLost());
		sum.accept(Counter.PATH_MTU_BLACK_HOLES, figures.mtuBlackHoles());
		sum.accept(Counter.FRAMES_RETRANSMITTED, figures.framesRetransmitted());
		sum.accept(Counter.KEY_UPDATES, figures.keyUpdates());
		sum.accept(Counter.PATHS_CHALLENGED, figures.paths().challenged());
		sum.accept(Counter.PATHS_VALIDATED, figures.paths().validated());
		sum.accept(Counter.PATHS_FAILED, figures.paths().failed());
		sum.accept(Counter.MIGRATIONS, figures.paths().migrations());
		sum.accept(Counter.ACKS_IGNORED, figures.acksIgnored());
		sum.accept(Counter.MESSAGES_MALFORMED, figures.messagesMalformed());
		sum.accept(Counter.DATAGRAM_MESSAGES_REFUSED, figures.datagramsRefused());
		sum.accept(Counter.EARLY_MESSAGES_SENT, figures.earlyMessagesSent());
		sum.accept(Counter.EARLY_MESSAGES_RECEIVED, figures.earlyMessagesReceived());
		sum.accept(Counter.FLOW_BLOCKED, figures.streams().blockedFramesSent());
		sum.accept(Counter.FLOW_BLOCKED_NANOS, figures.streams().flowBlockedNanos(nowNanos));
		sum.accept(Counter.PEER_FLOW_BLOCKED, figures.streams().blockedFramesReceived());
		sum.accept(Counter.STREAM_LIMIT_REACHED, figures.streams().streamLimitReached());
	}

}
