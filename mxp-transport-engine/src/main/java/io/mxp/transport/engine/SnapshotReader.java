/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

import io.mxp.transport.PriorityBand;
import io.mxp.transport.connection.ConnectionFigures;
import io.mxp.transport.connection.ConnectionState;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.TransportSnapshot;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.socket.DatagramPort;

import org.jspecify.annotations.Nullable;

/**
 * Adds up the figures of all event loops. Each loop gives its own; one that does not
 * answer in time gives what it gave last. COLD.
 */
final class SnapshotReader {

	private static final long WAIT_MILLIS = 250;

	private static final DropReason[] REASONS = DropReason.values();

	private final LoopPeers peers;

	private final LongAdder handlerFailures;

	private final Payloads payloads;

	private final Map<Integer, LoopFigures> last = new TreeMap<>();

	SnapshotReader(LoopPeers peers, LongAdder handlerFailures, Payloads payloads) {
		this.peers = peers;
		this.handlerFailures = handlerFailures;
		this.payloads = payloads;
	}

	synchronized TransportSnapshot read() {
		List<CompletableFuture<LoopFigures>> asked = new ArrayList<>();
		for (EventLoop loop : this.peers.all()) {
			CompletableFuture<LoopFigures> answer = new CompletableFuture<>();
			asked.add(answer);
			loop.execute(() -> answer.complete(LoopFigures.of(loop)));
		}
		long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
		for (int i = 0; i < asked.size(); i++) {
			LoopFigures figures = await(asked.get(i), deadline);
			if (figures != null) {
				this.last.put(i, figures);
			}
		}
		return sum();
	}

	private static @Nullable LoopFigures await(CompletableFuture<LoopFigures> answer, long deadline) {
		try {
			return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		catch (ExecutionException | TimeoutException ex) {
			return null;
		}
	}

	private TransportSnapshot sum() {
		Map<Counter, Long> counters = new EnumMap<>(Counter.class);
		Map<String, Long> drops = new TreeMap<>();
		LoopFigures total = new LoopFigures();
		for (LoopFigures figures : this.last.values()) {
			total.add(figures);
		}
		for (Counter counter : Counter.values()) {
			counters.put(counter, total.counters[counter.ordinal()]);
		}
		counters.put(Counter.HANDLER_FAILURES, this.handlerFailures.sum());
		this.payloads.count(counters);
		for (DropReason reason : REASONS) {
			if (total.drops[reason.ordinal()] > 0) {
				drops.put(reason.name(), total.drops[reason.ordinal()]);
			}
		}
		return new TransportSnapshot(counters, drops, this.payloads.refusals(), total.connections, total.halfOpen,
				total.openStreams, total.bytesInFlight, total.bufferedSendBytes, total.bufferedReceiveBytes,
				total.pendingCalls, total.buffers, total.paths.toPaths(), bands(total), loops());
	}

	private List<TransportSnapshot.Band> bands(LoopFigures total) {
		List<TransportSnapshot.Band> bands = new ArrayList<>();
		for (PriorityBand band : PriorityBand.values()) {
			int index = band.index();
			BandSums sums = new BandSums();
			for (EventLoop loop : this.peers.all()) {
				BandCounters counted = loop.listener().bands();
				sums.messagesSent += counted.messagesSent(index);
				sums.messagesReceived += counted.messagesReceived(index);
				sums.bytesSent += counted.bytesSent(index);
				sums.bytesReceived += counted.bytesReceived(index);
				sums.deliveryBytes += loop.listener().delivery().queuedBytes(index);
			}
			bands.add(new TransportSnapshot.Band(band.name().toLowerCase(Locale.ROOT), sums.messagesSent,
					sums.messagesReceived, sums.bytesSent, sums.bytesReceived, total.queuedBytes[index],
					sums.deliveryBytes, total.waits[index].toLatency(), total.acknowledgements[index].toLatency()));
		}
		return bands;
	}

	private List<TransportSnapshot.Loop> loops() {
		List<TransportSnapshot.Loop> loops = new ArrayList<>();
		for (EventLoop loop : this.peers.all()) {
			LoopFigures figures = this.last.get(loop.index());
			loops.add(new TransportSnapshot.Loop(loop.index(), (figures != null) ? figures.connections : 0,
					loop.progress().turns(), loop.isAlive() ? loop.progress().sinceLastTurnNanos() : Long.MAX_VALUE,
					loop.commands().ring().usedBytes()));
		}
		return loops;
	}

	private static final class BandSums {

		private long messagesSent;

		private long messagesReceived;

		private long bytesSent;

		private long bytesReceived;

		private long deliveryBytes;

	}

	/** The figures of one loop, or of several added up. */
	static final class LoopFigures {

		private final long[] counters = new long[Counter.values().length];

		private final long[] drops = new long[REASONS.length];

		private final long[] queuedBytes = new long[PriorityBand.values().length];

		private final LatencyHistogram.Sum[] waits = new LatencyHistogram.Sum[this.queuedBytes.length];

		private final LatencyHistogram.Sum[] acknowledgements = new LatencyHistogram.Sum[this.queuedBytes.length];

		private int connections;

		private int halfOpen;

		private int openStreams;

		private long bytesInFlight;

		private long bufferedSendBytes;

		private long bufferedReceiveBytes;

		private int pendingCalls;

		private TransportSnapshot.Buffers buffers = TransportSnapshot.Buffers.NONE;

		private final PathSums paths = new PathSums();

		LoopFigures() {
			Arrays.setAll(this.waits, (band) -> new LatencyHistogram.Sum());
			Arrays.setAll(this.acknowledgements, (band) -> new LatencyHistogram.Sum());
		}

		/** On the loop. */
		static LoopFigures of(EventLoop loop) {
			LoopFigures figures = new LoopFigures();
			for (Counter counter : Counter.values()) {
				figures.counters[counter.ordinal()] = loop.counters().get(counter)
						+ loop.endpoint().tokenCounters().get(counter) + loop.endpoint().ticketCounters().get(counter);
			}
			loop.endpoint()
				.forEach((connection) -> figures.add(connection.figures(), connection.state(), loop.nanos()));
			for (int i = 0; i < REASONS.length; i++) {
				figures.drops[i] = loop.endpoint().drops().of(REASONS[i]);
			}
			figures.counters[Counter.DATAGRAMS_DROPPED.ordinal()] = loop.endpoint().drops().total();
			figures.buffers = loop.buffers().figures();
			figures.counters[Counter.BUFFERS_GROWN.ordinal()] = loop.buffers().chunks().grown();
			figures.counters[Counter.BUFFERS_SHRUNK.ordinal()] = loop.buffers().chunks().shrunk();
			figures.counters[Counter.BUFFER_OVERRUNS.ordinal()] = loop.buffers().overruns();
			DatagramPort port = loop.port();
			figures.counters[Counter.DATAGRAMS_RECEIVED.ordinal()] = port.datagramsReceived();
			figures.counters[Counter.BYTES_RECEIVED.ordinal()] = port.bytesReceived();
			figures.counters[Counter.DATAGRAMS_SENT.ordinal()] = port.datagramsSent();
			figures.counters[Counter.BYTES_SENT.ordinal()] = port.bytesSent();
			figures.counters[Counter.SEND_FAILURES.ordinal()] = port.sendFailures();
			figures.counters[Counter.MESSAGES_REFUSED.ordinal()] += loop.listener().refusals().sum();
			for (int band = 0; band < figures.queuedBytes.length; band++) {
				figures.counters[Counter.MESSAGES_SENT.ordinal()] += loop.listener().bands().messagesSent(band);
				figures.counters[Counter.MESSAGES_RECEIVED.ordinal()] += loop.listener().bands().messagesReceived(band);
				loop.latencies().addWaits(band, figures.waits[band]);
				loop.latencies().addAcknowledgements(band, figures.acknowledgements[band]);
			}
			return figures;
		}

		private void add(ConnectionFigures connection, ConnectionState state, long nowNanos) {
			if (state == ConnectionState.ESTABLISHED) {
				this.connections++;
				this.paths.add(connection);
			}
			else if (state.isAlive()) {
				this.halfOpen++;
			}
			if (!state.isAlive()) {
				return; // what an ended connection counted is in the loop's counters
			}
			ConnectionTotals.each(connection, nowNanos, (counter, value) -> this.counters[counter.ordinal()] += value);
			this.openStreams += connection.openStreams();
			this.bytesInFlight += connection.bytesInFlight();
			this.bufferedSendBytes += connection.bufferedSendBytes();
			this.bufferedReceiveBytes += connection.bufferedReceiveBytes();
			this.pendingCalls += connection.pendingCalls();
			for (int band = 0; band < this.queuedBytes.length; band++) {
				this.queuedBytes[band] += connection.queuedBytes(band);
			}
		}

		private void add(LoopFigures other) {
			for (int i = 0; i < this.counters.length; i++) {
				this.counters[i] += other.counters[i];
			}
			for (int i = 0; i < this.drops.length; i++) {
				this.drops[i] += other.drops[i];
			}
			for (int i = 0; i < this.queuedBytes.length; i++) {
				this.queuedBytes[i] += other.queuedBytes[i];
				this.waits[i].add(other.waits[i]);
				this.acknowledgements[i].add(other.acknowledgements[i]);
			}
			this.connections += other.connections;
			this.halfOpen += other.halfOpen;
			this.openStreams += other.openStreams;
			this.bytesInFlight += other.bytesInFlight;
			this.bufferedSendBytes += other.bufferedSendBytes;
			this.bufferedReceiveBytes += other.bufferedReceiveBytes;
			this.pendingCalls += other.pendingCalls;
			this.buffers = this.buffers.plus(other.buffers);
			this.paths.add(other.paths);
		}

	}

}
