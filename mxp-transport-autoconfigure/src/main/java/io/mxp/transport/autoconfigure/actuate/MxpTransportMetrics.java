/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.actuate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import io.mxp.transport.PriorityBand;
import io.mxp.transport.autoconfigure.ManagedMxpTransport;
import io.mxp.transport.client.MxpPeers;
import io.mxp.transport.client.PeerStatus;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.TransportSnapshot;

/**
 * The transport's own figures. Tags come from fixed sets only: direction, band, state,
 * outcome, reason, peer name, percentile (phi), statistic, kind. One snapshot serves all
 * meters that are read within half a second.
 */
public class MxpTransportMetrics implements MeterBinder {

	private static final long SNAPSHOT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private static final TransportSnapshot NOTHING = new TransportSnapshot(Map.of(), Map.of(), Map.of(), 0, 0, 0, 0, 0,
			0, 0, TransportSnapshot.Buffers.NONE, TransportSnapshot.Paths.NONE, List.of(), List.of());

	private final ManagedMxpTransport transport;

	private final MxpPeers peers;

	private final Set<String> knownDrops = ConcurrentHashMap.newKeySet();

	private final Set<String> knownRefusals = ConcurrentHashMap.newKeySet();

	private @Nullable TransportSnapshot latest;

	private long latestNanos;

	MxpTransportMetrics(ManagedMxpTransport transport, MxpPeers peers) {
		this.transport = transport;
		this.peers = peers;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		bindConnections(registry);
		bindTraffic(registry);
		bindCongestion(registry);
		bindBands(registry);
		bindPeers(registry);
	}

	private void bindConnections(MeterRegistry registry) {
		gauge(registry, "mxp.connections", "Connections", Tags.of("state", "established"),
				TransportSnapshot::connections);
		gauge(registry, "mxp.connections", "Connections", Tags.of("state", "handshake"), TransportSnapshot::halfOpen);
		gauge(registry, "mxp.streams", "Open streams, the built-in ones aside", Tags.empty(),
				TransportSnapshot::openStreams);
		gauge(registry, "mxp.calls.pending", "Calls that wait for their answers", Tags.empty(),
				TransportSnapshot::pendingCalls);
		counter(registry, "mxp.calls.failed", Counter.CALLS_FAILED, Tags.empty());
		counter(registry, "mxp.connections.opened", Counter.CONNECTIONS_ACCEPTED, Tags.of("role", "server"));
		counter(registry, "mxp.connections.opened", Counter.CONNECTIONS_STARTED, Tags.of("role", "client"));
		counter(registry, "mxp.connections.closed", Counter.CONNECTIONS_CLOSED, Tags.empty());
		counter(registry, "mxp.handshakes", Counter.HANDSHAKES_COMPLETED, Tags.of("outcome", "completed"));
		counter(registry, "mxp.handshakes", Counter.HANDSHAKES_FAILED, Tags.of("outcome", "failed"));
		counter(registry, "mxp.retries", Counter.RETRIES_SENT, Tags.of("direction", "sent"));
		counter(registry, "mxp.retries", Counter.RETRIES_FOLLOWED, Tags.of("direction", "received"));
		token(registry, "accepted", Counter.TOKENS_ACCEPTED);
		token(registry, "expired", Counter.TOKENS_EXPIRED);
		token(registry, "other-address", Counter.TOKENS_OF_OTHER_ADDRESSES);
		token(registry, "used-again", Counter.TOKENS_USED_AGAIN);
		token(registry, "forged", Counter.TOKENS_FORGED);
		FunctionTimer
			.builder("mxp.handshake.time", this, (source) -> source.snapshot().get(Counter.HANDSHAKES_COMPLETED),
					(source) -> source.snapshot().get(Counter.HANDSHAKE_NANOS), TimeUnit.NANOSECONDS)
			.description("From the first packet to an established connection")
			.register(registry);
	}

	private void token(MeterRegistry registry, String outcome, Counter counter) {
		FunctionCounter.builder("mxp.tokens", this, (source) -> source.snapshot().get(counter))
			.description("First messages with an address token")
			.tag("outcome", outcome)
			.register(registry);
	}

	private void bindTraffic(MeterRegistry registry) {
		Tags sent = Tags.of("direction", "sent");
		Tags received = Tags.of("direction", "received");
		counter(registry, "mxp.datagrams", Counter.DATAGRAMS_SENT, sent);
		counter(registry, "mxp.datagrams", Counter.DATAGRAMS_RECEIVED, received);
		counter(registry, "mxp.bytes", Counter.BYTES_SENT, sent);
		counter(registry, "mxp.bytes", Counter.BYTES_RECEIVED, received);
		counter(registry, "mxp.packets", Counter.PACKETS_SENT, sent);
		counter(registry, "mxp.packets", Counter.PACKETS_RECEIVED, received);
		counter(registry, "mxp.packets.lost", Counter.PACKETS_LOST, Tags.empty());
		counter(registry, "mxp.frames.retransmitted", Counter.FRAMES_RETRANSMITTED, Tags.empty());
		counter(registry, "mxp.send.failures", Counter.SEND_FAILURES, Tags.empty());
		counter(registry, "mxp.messages.refused", Counter.MESSAGES_REFUSED, Tags.empty());
		counter(registry, "mxp.acks.missed", Counter.ACKS_MISSED, Tags.empty());
		counter(registry, "mxp.datagram.messages.lost", Counter.DATAGRAM_MESSAGES_LOST, Tags.empty());
		counter(registry, "mxp.datagram.messages.dropped", Counter.DATAGRAM_MESSAGES_DROPPED, Tags.empty());
		counter(registry, "mxp.datagram.messages.acknowledged", Counter.DATAGRAM_MESSAGES_ACKNOWLEDGED, Tags.empty());
		counter(registry, "mxp.messages.malformed", Counter.MESSAGES_MALFORMED, Tags.empty());
		counter(registry, "mxp.datagram.messages.refused", Counter.DATAGRAM_MESSAGES_REFUSED, Tags.empty());
		counter(registry, "mxp.flow.blocked", Counter.FLOW_BLOCKED, sent);
		counter(registry, "mxp.flow.blocked", Counter.PEER_FLOW_BLOCKED, received);
		counter(registry, "mxp.streams.limit.reached", Counter.STREAM_LIMIT_REACHED, Tags.empty());
		counter(registry, "mxp.agent.credit.withheld", Counter.AGENT_CREDIT_WITHHELD, Tags.empty());
		FunctionTimer
			.builder("mxp.flow.blocked.time", this, (source) -> source.snapshot().get(Counter.FLOW_BLOCKED),
					(source) -> source.snapshot().get(Counter.FLOW_BLOCKED_NANOS), TimeUnit.NANOSECONDS)
			.description(Counter.FLOW_BLOCKED_NANOS.sentence())
			.register(registry);
		counter(registry, "mxp.payload.bytes", Counter.PAYLOAD_BYTES_COMPRESSED,
				Tags.of("direction", "sent", "form", "content"));
		counter(registry, "mxp.payload.bytes", Counter.COMPRESSED_BYTES_SENT,
				Tags.of("direction", "sent", "form", "compressed"));
		counter(registry, "mxp.payload.bytes", Counter.PAYLOAD_BYTES_DECOMPRESSED,
				Tags.of("direction", "received", "form", "content"));
		counter(registry, "mxp.payload.bytes", Counter.COMPRESSED_BYTES_RECEIVED,
				Tags.of("direction", "received", "form", "compressed"));
		counter(registry, "mxp.key.updates", Counter.KEY_UPDATES, Tags.empty());
		counter(registry, "mxp.migrations", Counter.MIGRATIONS, Tags.empty());
		counter(registry, "mxp.paths", Counter.PATHS_CHALLENGED, Tags.of("outcome", "challenged"));
		counter(registry, "mxp.paths", Counter.PATHS_VALIDATED, Tags.of("outcome", "validated"));
		counter(registry, "mxp.paths", Counter.PATHS_FAILED, Tags.of("outcome", "failed"));
		counter(registry, "mxp.resets", Counter.RESETS_SENT, Tags.of("direction", "sent"));
		counter(registry, "mxp.resets", Counter.RESETS_RECEIVED, Tags.of("direction", "received"));
		counter(registry, "mxp.connection.faults", Counter.CONNECTION_FAULTS, Tags.empty());
		counter(registry, "mxp.handler.failures", Counter.HANDLER_FAILURES, Tags.empty());
		gauge(registry, "mxp.retransmit.ratio", "Lost packets as a share of sent ones, since the start", Tags.empty(),
				(snapshot) -> ratio(snapshot.get(Counter.PACKETS_LOST), snapshot.get(Counter.PACKETS_SENT)));
		gauge(registry, "mxp.bytes.in.flight", "Bytes sent and not yet acknowledged", Tags.empty(),
				TransportSnapshot::bytesInFlight);
		gauge(registry, "mxp.buffer.bytes", "Bytes in stream buffers", sent, TransportSnapshot::bufferedSendBytes);
		gauge(registry, "mxp.buffer.bytes", "Bytes in stream buffers", received,
				TransportSnapshot::bufferedReceiveBytes);
		bindBuffers(registry);
		// Drop reasons are the engine's fixed set; each has its meter once it occurred
		Gauge.builder("mxp.drop.reasons", this, (source) -> source.registerDrops(registry))
			.description("Kinds of reasons for which datagrams were dropped")
			.register(registry);
	}

	private void bindCongestion(MeterRegistry registry) {
		Tags mean = Tags.of("statistic", "mean");
		Tags max = Tags.of("statistic", "max");
		String window = "What may be in flight on a connection";
		gauge(registry, "mxp.congestion.window", window, mean,
				(snapshot) -> snapshot.paths().congestionWindowMeanBytes());
		gauge(registry, "mxp.congestion.window", window, max,
				(snapshot) -> snapshot.paths().congestionWindowMaxBytes());
		String rate = "Bytes a second that a connection sends at most";
		gauge(registry, "mxp.pacing.rate", rate, mean, (snapshot) -> snapshot.paths().pacingRateMeanBytesPerSecond());
		gauge(registry, "mxp.pacing.rate", rate, max, (snapshot) -> snapshot.paths().pacingRateMaxBytesPerSecond());
		roundTrip(registry, mean, (snapshot) -> snapshot.paths().smoothedRttMeanNanos());
		roundTrip(registry, max, (snapshot) -> snapshot.paths().smoothedRttMaxNanos());
		gauge(registry, "mxp.path.mtu", "Largest UDP payload of the path that carries least",
				Tags.of("statistic", "min"), (snapshot) -> snapshot.paths().maxDatagramMinBytes());
		counter(registry, "mxp.path.mtu.black.holes", Counter.PATH_MTU_BLACK_HOLES, Tags.empty());
		counter(registry, "mxp.packets.lost.spuriously", Counter.PACKETS_SPURIOUSLY_LOST, Tags.empty());
		congestion(registry, "loss", Counter.CONGESTION_EVENTS);
		congestion(registry, "undone", Counter.CONGESTION_EVENTS_UNDONE);
		congestion(registry, "persistent", Counter.PERSISTENT_CONGESTIONS);
		congestion(registry, "fallback", Counter.CONGESTION_FALLBACK_SWITCHES);
		counter(registry, "mxp.congestion.states", Counter.CONGESTION_STATES_ENTERED, Tags.empty());
	}

	private void congestion(MeterRegistry registry, String kind, Counter counter) {
		FunctionCounter.builder("mxp.congestion.events", this, (source) -> source.snapshot().get(counter))
			.description("What congestion control noticed")
			.tag("kind", kind)
			.register(registry);
	}

	private void roundTrip(MeterRegistry registry, Tags tags, ToDoubleFunction<TransportSnapshot> nanos) {
		TimeGauge
			.builder("mxp.round.trip", this, TimeUnit.NANOSECONDS, (source) -> nanos.applyAsDouble(source.snapshot()))
			.description("Smoothed round trip of the connections")
			.tags(tags)
			.register(registry);
	}

	private void bindBuffers(MeterRegistry registry) {
		Tags used = Tags.of("state", "used");
		Tags free = Tags.of("state", "free");
		gauge(registry, "mxp.pool.buffers", "Pooled stream buffers of 4 KiB", used,
				(snapshot) -> snapshot.buffers().used());
		gauge(registry, "mxp.pool.buffers", "Pooled stream buffers of 4 KiB", free,
				(snapshot) -> snapshot.buffers().free());
		gauge(registry, "mxp.pool.bytes", "Bytes of pooled stream buffers", used,
				(snapshot) -> snapshot.buffers().usedBytes());
		gauge(registry, "mxp.pool.bytes", "Bytes of pooled stream buffers", free,
				(snapshot) -> snapshot.buffers().freeBytes());
		counter(registry, "mxp.pool.grown", Counter.BUFFERS_GROWN, Tags.empty());
		counter(registry, "mxp.pool.shrunk", Counter.BUFFERS_SHRUNK, Tags.empty());
		counter(registry, "mxp.pool.overruns", Counter.BUFFER_OVERRUNS, Tags.empty());
	}

	private void bindBands(MeterRegistry registry) {
		for (PriorityBand band : PriorityBand.values()) {
			Tags tags = Tags.of("band", band.name().toLowerCase(Locale.ROOT));
			bandCounter(registry, "mxp.messages", "Messages", tags.and("direction", "sent"), band,
					TransportSnapshot.Band::messagesSent);
			bandCounter(registry, "mxp.messages", "Messages", tags.and("direction", "received"), band,
					TransportSnapshot.Band::messagesReceived);
			bandCounter(registry, "mxp.message.bytes", "Bytes of messages", tags.and("direction", "sent"), band,
					TransportSnapshot.Band::bytesSent);
			bandCounter(registry, "mxp.message.bytes", "Bytes of messages", tags.and("direction", "received"), band,
					TransportSnapshot.Band::bytesReceived);
			gauge(registry, "mxp.queue.bytes", "Bytes of messages that wait", tags.and("queue", "send"),
					(snapshot) -> band(snapshot, band, TransportSnapshot.Band::queuedBytes));
			gauge(registry, "mxp.queue.bytes", "Bytes of messages that wait", tags.and("queue", "delivery"),
					(snapshot) -> band(snapshot, band, TransportSnapshot.Band::deliveryQueueBytes));
			bindLatency(registry, "mxp.message.wait",
					"From the acceptance of a message until its last byte was sent for the first time", tags, band,
					TransportSnapshot.Band::sendWait);
			bindLatency(registry, "mxp.message.acknowledged",
					"From the acceptance of a message until the peer has acknowledged all of it", tags, band,
					TransportSnapshot.Band::acknowledged);
		}
	}

	/** Named as Micrometer names what belongs to a timer. */
	private void bindLatency(MeterRegistry registry, String name, String description, Tags tags, PriorityBand band,
			Function<TransportSnapshot.Band, TransportSnapshot.Latency> latency) {
		FunctionTimer
			.builder(name, this,
					(source) -> (long) band(source.snapshot(), band, (figures) -> latency.apply(figures).count()),
					(source) -> band(source.snapshot(), band, (figures) -> latency.apply(figures).totalNanos()),
					TimeUnit.NANOSECONDS)
			.description(description)
			.tags(tags)
			.register(registry);
		latencyGauge(registry, name + ".percentile", description, tags.and("phi", "0.5"), band,
				(figures) -> latency.apply(figures).p50Nanos());
		latencyGauge(registry, name + ".percentile", description, tags.and("phi", "0.99"), band,
				(figures) -> latency.apply(figures).p99Nanos());
		latencyGauge(registry, name + ".max", description, tags, band, (figures) -> latency.apply(figures).maxNanos());
	}

	private void latencyGauge(MeterRegistry registry, String name, String description, Tags tags, PriorityBand band,
			ToDoubleFunction<TransportSnapshot.Band> nanos) {
		TimeGauge.builder(name, this, TimeUnit.NANOSECONDS, (source) -> band(source.snapshot(), band, nanos))
			.description(description + "; over the last 10 to 20 s")
			.tags(tags)
			.register(registry);
	}

	private void bindPeers(MeterRegistry registry) {
		for (String name : this.peers.names()) {
			Gauge.builder("mxp.peer.connected", this.peers, (source) -> isConnected(source, name))
				.description("1 where there is an open connection to the peer")
				.tag("peer", name)
				.register(registry);
		}
	}

	private double registerDrops(MeterRegistry registry) {
		TransportSnapshot snapshot = snapshot();
		for (String reason : snapshot.drops().keySet()) {
			if (this.knownDrops.add(reason)) {
				FunctionCounter
					.builder("mxp.datagrams.dropped", this,
							(source) -> source.snapshot().drops().getOrDefault(reason, 0L))
					.description(Counter.DATAGRAMS_DROPPED.sentence())
					.tag("reason", reason.toLowerCase(Locale.ROOT))
					.register(registry);
			}
		}
		for (String reason : snapshot.refusedPayloads().keySet()) {
			if (this.knownRefusals.add(reason)) {
				FunctionCounter
					.builder("mxp.payloads.refused", this,
							(source) -> source.snapshot().refusedPayloads().getOrDefault(reason, 0L))
					.description(Counter.PAYLOADS_REFUSED.sentence())
					.tag("reason", reason.toLowerCase(Locale.ROOT))
					.register(registry);
			}
		}
		return snapshot.drops().size();
	}

	private void gauge(MeterRegistry registry, String name, String description, Tags tags,
			ToDoubleFunction<TransportSnapshot> value) {
		Gauge.builder(name, this, (source) -> value.applyAsDouble(source.snapshot()))
			.description(description)
			.tags(tags)
			.register(registry);
	}

	private void counter(MeterRegistry registry, String name, Counter counter, Tags tags) {
		FunctionCounter.builder(name, this, (source) -> source.snapshot().get(counter))
			.description(counter.sentence())
			.tags(tags)
			.register(registry);
	}

	private void bandCounter(MeterRegistry registry, String name, String description, Tags tags, PriorityBand band,
			ToDoubleFunction<TransportSnapshot.Band> value) {
		FunctionCounter.builder(name, this, (source) -> band(source.snapshot(), band, value))
			.description(description)
			.tags(tags)
			.register(registry);
	}

	private synchronized TransportSnapshot snapshot() {
		TransportSnapshot known = this.latest;
		if (known != null && System.nanoTime() - this.latestNanos < SNAPSHOT_NANOS) {
			return known;
		}
		TransportSnapshot taken = this.transport.snapshot();
		this.latest = (taken != null) ? taken : (known != null) ? known : NOTHING;
		this.latestNanos = System.nanoTime();
		return this.latest;
	}

	private static double band(TransportSnapshot snapshot, PriorityBand band,
			ToDoubleFunction<TransportSnapshot.Band> value) {
		List<TransportSnapshot.Band> bands = snapshot.bands();
		return (bands.size() > band.index()) ? value.applyAsDouble(bands.get(band.index())) : 0;
	}

	private static double isConnected(MxpPeers peers, String name) {
		return peers.status()
			.stream()
			.anyMatch((peer) -> peer.name().equals(name) && peer.state() == PeerStatus.State.CONNECTED) ? 1 : 0;
	}

	private static double ratio(long part, long whole) {
		return (whole > 0) ? (double) part / whole : 0;
	}

}
