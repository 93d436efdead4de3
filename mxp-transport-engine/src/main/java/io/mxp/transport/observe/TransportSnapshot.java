/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.observe;

import java.util.List;
import java.util.Map;

/**
 * The state of a transport at one instant.
 *
 * @param counters all counters since the start
 * @param drops dropped datagrams by reason; reasons that never occurred are left out
 * @param refusedPayloads compressed or encrypted payloads that were refused, by reason;
 * reasons that never occurred are left out
 * @param connections established connections
 * @param halfOpen connections whose handshake has not ended
 * @param openStreams streams of all connections, the built-in ones aside
 * @param bytesInFlight sent and not yet acknowledged
 * @param bufferedSendBytes accepted for sending and not yet acknowledged
 * @param bufferedReceiveBytes received and waiting for missing bytes or for the
 * application
 * @param pendingCalls calls that wait for their answers
 * @param paths congestion control of all established connections together
 * @param bands figures of the four priority bands, Critical first
 * @param loops figures of the event loops
 */
public record TransportSnapshot(Map<Counter, Long> counters, Map<String, Long> drops, Map<String, Long> refusedPayloads,
		int connections, int halfOpen, int openStreams, long bytesInFlight, long bufferedSendBytes,
		long bufferedReceiveBytes, int pendingCalls, Buffers buffers, Paths paths, List<Band> bands, List<Loop> loops) {

	public TransportSnapshot {
		counters = Map.copyOf(counters);
		drops = Map.copyOf(drops);
		refusedPayloads = Map.copyOf(refusedPayloads);
		bands = List.copyOf(bands);
		loops = List.copyOf(loops);
	}

	/** The value of one counter. */
	public long get(Counter counter) {
		return this.counters.getOrDefault(counter, 0L);
	}

	/**
	 * One priority band, all connections together.
	 *
	 * @param name critical, control, streaming or background
	 * @param messagesSent messages handed to the band
	 * @param messagesReceived messages delivered from the band
	 * @param bytesSent bytes of these messages
	 * @param bytesReceived bytes of these messages
	 * @param queuedBytes accepted for sending and not yet acknowledged
	 * @param deliveryQueueBytes waiting for the application
	 * @param sendWait from the acceptance of a message until its last byte was sent for
	 * the first time
	 * @param acknowledged from the acceptance of a message until the peer's transport has
	 * acknowledged all of its bytes; the peer may withhold an acknowledgement for as long
	 * as its maximum delay
	 */
	public record Band(String name, long messagesSent, long messagesReceived, long bytesSent, long bytesReceived,
			long queuedBytes, long deliveryQueueBytes, Latency sendWait, Latency acknowledged) {
	}

	/**
	 * How long something took, in nanoseconds. Of very many messages a sample is
	 * measured; each then counts as often as it stands for others. Values are exact to 1
	 * % or 1 µs.
	 *
	 * @param count messages since the start
	 * @param totalNanos of all of them together
	 * @param recentCount messages of the last 10 to 20 s, which the rest is about
	 * @param p50Nanos half of them took no longer; 0 where there was none
	 * @param p99Nanos 99 of 100 took no longer
	 * @param maxNanos the longest of those that were measured
	 */
	public record Latency(long count, long totalNanos, long recentCount, long p50Nanos, long p99Nanos, long maxNanos) {

		/** Nothing was measured. */
		public static final Latency NONE = new Latency(0, 0, 0, 0, 0, 0);

	}

	/**
	 * The pooled buffers that hold the bytes of streams until they are acknowledged or
	 * delivered, 4 KiB each. How many were made and let go since the start are counters.
	 *
	 * @param used buffers that hold something
	 * @param free buffers that wait for their next use; what nobody needs is let go
	 * within seconds
	 * @param usedBytes bytes of the used ones
	 * @param freeBytes bytes of the free ones
	 */
	public record Buffers(long used, long free, long usedBytes, long freeBytes) {

		/** No buffers. */
		public static final Buffers NONE = new Buffers(0, 0, 0, 0);

		/** Both together. */
		public Buffers plus(Buffers other) {
			return new Buffers(this.used + other.used, this.free + other.free, this.usedBytes + other.usedBytes,
					this.freeBytes + other.freeBytes);
		}

	}

	/**
	 * What congestion control makes of the paths of all established connections, as means
	 * and maxima: one slow path shows in the maximum.
	 *
	 * @param connections how many that are
	 * @param congestionWindowMeanBytes what may be in flight on one of them
	 * @param congestionWindowMaxBytes the largest
	 * @param smoothedRttMeanNanos of those that have a sample
	 * @param smoothedRttMaxNanos the longest
	 * @param pacingRateMeanBytesPerSecond how fast one of them sends at most
	 * @param pacingRateMaxBytesPerSecond the fastest
	 * @param maxDatagramMinBytes the smallest path MTU, as UDP payload; 0 without
	 * connections
	 */
	public record Paths(int connections, long congestionWindowMeanBytes, long congestionWindowMaxBytes,
			long smoothedRttMeanNanos, long smoothedRttMaxNanos, long pacingRateMeanBytesPerSecond,
			long pacingRateMaxBytesPerSecond, int maxDatagramMinBytes) {

		/** No connections. */
		public static final Paths NONE = new Paths(0, 0, 0, 0, 0, 0, 0, 0);

	}

	/**
	 * One event loop.
	 *
	 * @param index from 0
	 * @param connections of this loop
	 * @param turns turns since the start
	 * @param sinceLastTurnNanos since the last turn began; a loop that works has a turn
	 * every second at least
	 * @param commandQueueBytes waiting to be taken by the loop
	 */
	public record Loop(int index, int connections, long turns, long sinceLastTurnNanos, long commandQueueBytes) {
	}

}
