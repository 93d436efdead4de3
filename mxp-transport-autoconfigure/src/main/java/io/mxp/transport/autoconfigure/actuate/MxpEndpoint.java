/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.ConnectionStatistics;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.autoconfigure.ManagedMxpTransport;
import io.mxp.transport.autoconfigure.MxpCredentials;
import io.mxp.transport.client.MxpPeers;
import io.mxp.transport.handler.BandExecutors;
import io.mxp.transport.handler.HandlerRegistry;
import io.mxp.transport.handler.HandlerStatistics;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.TransportSnapshot;

/**
 * What the transport is doing: {@code summary}, {@code connections}, {@code streams},
 * {@code bands}, {@code handlers}, {@code peers}, {@code configuration}; all at once or
 * one of them. Shows no key, only fingerprints. {@code reload} reads identity, trust and
 * deny lists again.
 */
@Endpoint(id = "mxp")
public class MxpEndpoint {

	private static final int MOST_CONNECTIONS = 1_000;

	private static final long STATISTICS_MILLIS = 1_000;

	private final ManagedMxpTransport transport;

	private final MxpPeers peers;

	private final MxpCredentials credentials;

	private final @Nullable HandlerRegistry registry;

	private final @Nullable HandlerStatistics statistics;

	private final @Nullable BandExecutors executors;

	private final Map<String, Supplier<Object>> sections = new LinkedHashMap<>();

	MxpEndpoint(ManagedMxpTransport transport, MxpPeers peers, MxpCredentials credentials,
			@Nullable HandlerRegistry registry, @Nullable HandlerStatistics statistics,
			@Nullable BandExecutors executors) {
		this.transport = transport;
		this.peers = peers;
		this.credentials = credentials;
		this.registry = registry;
		this.statistics = statistics;
		this.executors = executors;
		this.sections.put("summary", this::summary);
		this.sections.put("connections", this::connections);
		this.sections.put("streams", this::streams);
		this.sections.put("bands", this::bands);
		this.sections.put("handlers", this::handlers);
		this.sections.put("peers", this.peers::status);
		this.sections.put("configuration", this::configuration);
	}

	/**
	 * Everything.
	 * @return every section by its name
	 */
	@ReadOperation
	public Map<String, Object> mxp() {
		Map<String, Object> all = new LinkedHashMap<>();
		this.sections.forEach((name, section) -> all.put(name, section.get()));
		return all;
	}

	/**
	 * One section.
	 * @param section its name
	 * @return the section by its name, or null where there is none of that name
	 */
	@ReadOperation
	public @Nullable Map<String, Object> section(@Selector String section) {
		Supplier<Object> found = this.sections.get(section);
		return (found != null) ? Map.of(section, found.get()) : null;
	}

	/**
	 * Reads identity, trust and deny lists again now, as the reload interval does.
	 * @param action "reload"
	 * @return whether anything has changed, and what is in force; null where there is no
	 * such action
	 */
	@WriteOperation
	public @Nullable Map<String, Object> act(@Selector String action) {
		if (!action.equals("reload")) {
			return null;
		}
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("changed", this.credentials.reload());
		String problem = this.credentials.problem();
		if (problem != null) {
			result.put("problem", problem);
		}
		result.put("identity", this.credentials.identity().fingerprint());
		result.put("trust", ConfigurationView.trust(this.credentials.trust()));
		return result;
	}

	private Map<String, Object> summary() {
		Map<String, Object> summary = new LinkedHashMap<>();
		summary.put("state", this.transport.state().name().toLowerCase(Locale.ROOT));
		summary.put("identity", Map.of("name", this.transport.identity().name(), "agentId",
				this.transport.identity().agentId(), "fingerprint", this.transport.identity().fingerprint()));
		if (this.transport.isRunning()) {
			summary.put("address", this.transport.localAddress().toString());
			summary.put("socket", this.transport.socketTransport());
			summary.put("connections", this.transport.connections().size());
		}
		TransportSnapshot snapshot = this.transport.snapshot();
		if (snapshot != null) {
			summary.put("halfOpen", snapshot.halfOpen());
			summary.put("pendingCalls", snapshot.pendingCalls());
			summary.put("bytesInFlight", snapshot.bytesInFlight());
			summary.put("buffers", snapshot.buffers());
			Map<String, Long> counters = new LinkedHashMap<>();
			for (Counter counter : Counter.values()) {
				counters.put(camelCase(counter.name()), snapshot.get(counter));
			}
			summary.put("counters", counters);
			summary.put("drops", snapshot.drops());
			summary.put("refusedPayloads", snapshot.refusedPayloads());
			summary.put("loops", snapshot.loops());
		}
		return summary;
	}

	private List<Map<String, Object>> connections() {
		List<Map<String, Object>> shown = new ArrayList<>();
		List<CompletableFuture<ConnectionStatistics>> pending = new ArrayList<>();
		for (MxpConnection connection : this.transport.connections()) {
			if (shown.size() == MOST_CONNECTIONS) {
				break;
			}
			Map<String, Object> view = new LinkedHashMap<>();
			view.put("id", connection.id());
			view.put("peer", ConfigurationView.peer(connection.peer()));
			view.put("address", connection.remoteAddress().toString());
			view.put("cipher", connection.cipherSuite().aeadName());
			view.put("role", connection.isClient() ? "client" : "server");
			shown.add(view);
			pending.add(connection.statistics());
		}
		for (int i = 0; i < shown.size(); i++) {
			ConnectionStatistics figures = ready(pending.get(i));
			if (figures != null) {
				shown.get(i).put("statistics", figures);
			}
		}
		return shown;
	}

	private Map<String, Object> streams() {
		Map<String, Object> streams = new LinkedHashMap<>();
		TransportSnapshot snapshot = this.transport.snapshot();
		if (snapshot != null) {
			streams.put("open", snapshot.openStreams());
			streams.put("bufferedSendBytes", snapshot.bufferedSendBytes());
			streams.put("bufferedReceiveBytes", snapshot.bufferedReceiveBytes());
		}
		Map<String, Object> byConnection = new LinkedHashMap<>();
		for (Map<String, Object> connection : connections()) {
			if (connection.get("statistics") instanceof ConnectionStatistics figures) {
				byConnection.put(String.valueOf(connection.get("id")), figures.openStreams());
			}
		}
		streams.put("byConnection", byConnection);
		return streams;
	}

	private List<Map<String, Object>> bands() {
		TransportSnapshot snapshot = this.transport.snapshot();
		List<Map<String, Object>> bands = new ArrayList<>();
		for (PriorityBand band : PriorityBand.values()) {
			Map<String, Object> view = new LinkedHashMap<>();
			view.put("band", band.name().toLowerCase(Locale.ROOT));
			if (snapshot != null && snapshot.bands().size() > band.index()) {
				view.put("transport", snapshot.bands().get(band.index()));
			}
			if (this.executors != null) {
				view.put("handlersActive", this.executors.active(band));
				view.put("handlersConcurrency", this.executors.concurrency(band));
				view.put("handlerQueue", this.executors.queued(band));
				view.put("handlerQueueCapacity", this.executors.queueCapacity(band));
			}
			if (this.statistics != null) {
				view.put("handlerRejected", this.statistics.rejected(band));
				view.put("handlerExpired", this.statistics.expired(band));
			}
			bands.add(view);
		}
		return bands;
	}

	private Map<String, Object> handlers() {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("handlers", (this.registry != null) ? this.registry.handlers() : List.of());
		if (this.statistics != null) {
			view.put("unmatched", this.statistics.unmatched());
		}
		return view;
	}

	private Map<String, Object> configuration() {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("trust", ConfigurationView.trust(this.transport.trust()));
		if (this.transport.config() != null) {
			view.put("transport", ConfigurationView.record(this.transport.config()));
		}
		return view;
	}

	private static @Nullable ConnectionStatistics ready(CompletableFuture<ConnectionStatistics> pending) {
		try {
			return pending.copy().completeOnTimeout(null, STATISTICS_MILLIS, TimeUnit.MILLISECONDS).join();
		}
		catch (RuntimeException ex) {
			// The connection ended in between
			return null;
		}
	}

	private static String camelCase(String constant) {
		StringBuilder text = new StringBuilder();
		for (String word : constant.toLowerCase(Locale.ROOT).split("_")) {
			text.append(text.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
		}
		return text.toString();
	}

}
