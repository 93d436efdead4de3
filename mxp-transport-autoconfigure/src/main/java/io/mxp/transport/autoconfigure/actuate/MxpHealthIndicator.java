/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import io.mxp.transport.autoconfigure.ManagedMxpTransport;
import io.mxp.transport.client.MxpPeers;
import io.mxp.transport.client.PeerStatus;
import io.mxp.transport.observe.TransportSnapshot;

/**
 * DOWN where the transport is not bound or an event loop is stalled; OUT_OF_SERVICE while
 * it drains, or while a required peer cannot be reached. Any other peer's outage is no
 * concern of this application's health.
 */
class MxpHealthIndicator extends AbstractHealthIndicator {

	/** A loop that works has a turn every second at least. */
	private static final long STALLED_NANOS = Duration.ofSeconds(5).toNanos();

	private final ManagedMxpTransport transport;

	private final MxpPeers peers;

	MxpHealthIndicator(ManagedMxpTransport transport, MxpPeers peers) {
		super("The state of the MXP transport cannot be told");
		this.transport = transport;
		this.peers = peers;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		if (!this.transport.isRunning()) {
			builder.down().withDetail("reason", "not bound");
			return;
		}
		builder.up();
		builder.withDetail("address", this.transport.localAddress().toString());
		builder.withDetail("socket", this.transport.socketTransport());
		builder.withDetail("connections", this.transport.connections().size());
		List<String> missing = this.peers.status()
			.stream()
			.filter((peer) -> peer.required() && peer.state() != PeerStatus.State.CONNECTED)
			.map(PeerStatus::name)
			.toList();
		if (this.transport.state() == ManagedMxpTransport.State.DRAINING) {
			builder.outOfService().withDetail("reason", "draining");
		}
		else if (!missing.isEmpty()) {
			builder.outOfService()
				.withDetail("reason", "required peers unreachable")
				.withDetail("unreachable", missing);
		}
		TransportSnapshot snapshot = this.transport.snapshot();
		if (snapshot != null) {
			checkLoops(snapshot, builder);
		}
	}

	private static void checkLoops(TransportSnapshot snapshot, Health.Builder builder) {
		List<Integer> stalled = snapshot.loops()
			.stream()
			.filter((loop) -> loop.sinceLastTurnNanos() > STALLED_NANOS)
			.map(TransportSnapshot.Loop::index)
			.toList();
		if (!stalled.isEmpty()) {
			builder.down().withDetail("reason", "event loops stalled").withDetail("stalled", stalled);
		}
	}

}
