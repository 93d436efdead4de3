/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.AgentDirectory;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.StaticKey;

/**
 * The peers that requests go to: those named in the configuration, and addresses as they
 * are used. Keeps one connection to each and makes it again when it was lost. Required
 * peers are connected at start-up.
 */
public final class MxpPeers implements SmartLifecycle {

	private static final int MAX_UNNAMED_LINKS = 1_000;

	private final Supplier<MxpTransport> transport;

	private final AgentDirectory directory;

	private final ClientSettings settings;

	private final Map<String, PeerLink> named = new LinkedHashMap<>();

	private final Map<MxpAddress, PeerLink> unnamed = new ConcurrentHashMap<>();

	private final int phase;

	private volatile @Nullable ScheduledThreadPoolExecutor timer;

	/**
	 * Creates the peers.
	 * @param transport the transport, asked when it is needed
	 * @param directory knows static keys by agent name
	 * @param settings how connections behave
	 * @param definitions the named peers
	 * @param phase when to connect to required peers, after the transport started
	 */
	public MxpPeers(Supplier<MxpTransport> transport, AgentDirectory directory, ClientSettings settings,
			Collection<PeerDefinition> definitions, int phase) {
		this.transport = transport;
		this.directory = directory;
		this.settings = settings;
		this.phase = phase;
		definitions.forEach((definition) -> this.named.put(definition.name(), new PeerLink(this, definition)));
	}

	/**
	 * The names in the configuration.
	 * @return the names
	 */
	public Set<String> names() {
		return Set.copyOf(this.named.keySet());
	}

	/**
	 * The connection to a peer, made if there is none.
	 * @param peer a name of the configuration or an {@code mxp://} address
	 * @return completes when it is open, or exceptionally where the attempt failed
	 * @throws UnknownPeerException where no peer has this name
	 */
	public CompletableFuture<MxpConnection> connection(String peer) {
		return link(peer).connection().copy();
	}

	/**
	 * The connection to the named peer whose address names an agent.
	 * @param agentId the agent
	 * @return completes when it is open; empty where no peer names that agent
	 */
	public Optional<CompletableFuture<MxpConnection>> connectionTo(UUID agentId) {
		return this.named.values()
			.stream()
			.filter((link) -> agentId.equals(link.definition().address().agentId()))
			.findFirst()
			.map((link) -> link.connection().copy());
	}

	/**
	 * How the peers are doing.
	 * @return named ones first
	 */
	public List<PeerStatus> status() {
		List<PeerStatus> all = new ArrayList<>();
		this.named.values().forEach((link) -> all.add(link.status()));
		this.unnamed.values().forEach((link) -> all.add(link.status()));
		return all;
	}

	@Override
	public void start() {
		startTimer();
		this.named.values().stream().filter((link) -> link.definition().required()).forEach(PeerLink::connection);
	}

	@Override
	public void stop() {
		ScheduledThreadPoolExecutor running;
		synchronized (this) {
			running = this.timer;
			this.timer = null;
		}
		if (running != null) {
			running.shutdownNow();
		}
	}

	@Override
	public boolean isRunning() {
		return this.timer != null;
	}

	@Override
	public int getPhase() {
		return this.phase;
	}

	PeerLink link(String peer) {
		PeerLink link = this.named.get(peer);
		if (link != null) {
			return link;
		}
		if (!peer.startsWith(MxpAddress.SCHEME + "://")) {
			throw new UnknownPeerException(peer, this.named.keySet());
		}
		MxpAddress address = MxpAddress.parse(peer);
		PeerLink unnamedLink = this.unnamed.get(address);
		if (unnamedLink != null) {
			return unnamedLink;
		}
		if (this.unnamed.size() >= MAX_UNNAMED_LINKS) {
			this.unnamed.values().removeIf(PeerLink::isIdle);
		}
		return this.unnamed.computeIfAbsent(address, (key) -> new PeerLink(this,
				new PeerDefinition(key.toString(), key, null, false, null, false, false, null)));
	}

	boolean isNamed(String peer) {
		return this.named.containsKey(peer);
	}

	MxpTransport transport() {
		return this.transport.get();
	}

	ClientSettings settings() {
		return this.settings;
	}

	@Nullable StaticKey keyOf(PeerDefinition definition) {
		if (definition.publicKey() != null) {
			return definition.publicKey();
		}
		return this.directory.findByName(definition.name()).map(AgentDirectory.Entry::staticKey).orElse(null);
	}

	/** Runs a task later; at once where nothing runs any more, so that it can fail. */
	void schedule(Runnable task, long delayNanos) {
		ScheduledThreadPoolExecutor running = this.timer;
		try {
			if (running != null) {
				running.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
				return;
			}
		}
		catch (RejectedExecutionException ex) {
			// stopped in between
		}
		task.run();
	}

	private synchronized void startTimer() {
		if (this.timer == null) {
			CustomizableThreadFactory threads = new CustomizableThreadFactory("mxp-reconnect-");
			threads.setDaemon(true);
			ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, threads);
			started.setRemoveOnCancelPolicy(true);
			this.timer = started;
		}
	}

}
