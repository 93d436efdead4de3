/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.mxp.transport.MessageType;
import io.mxp.transport.annotation.MxpCall;
import io.mxp.transport.annotation.MxpEvent;
import io.mxp.transport.annotation.MxpHandler;
import io.mxp.transport.annotation.MxpStreamHandler;
import io.mxp.transport.exchange.MxpPeer;
import io.mxp.transport.samples.quickstart.model.Reading;
import io.mxp.transport.samples.quickstart.model.Received;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Takes what nobody waits for: events, datagrams, signs of life, streams. Says when asked
 * what came.
 */
@Component
class ListeningAgent {

	private final AtomicLong readings = new AtomicLong();

	private final AtomicLong positions = new AtomicLong();

	private final AtomicLong heartbeats = new AtomicLong();

	private final AtomicLong notes = new AtomicLong();

	private final Set<String> agents = ConcurrentHashMap.newKeySet();

	@MxpEvent("readings")
	void onReading(Reading reading) {
		this.readings.incrementAndGet();
	}

	@MxpEvent("positions")
	void onPosition(Reading position) {
		this.positions.incrementAndGet();
	}

	@MxpStreamHandler("notes")
	Mono<Void> takeNotes(Flux<String> lines) {
		return lines.doOnNext((line) -> this.notes.incrementAndGet()).then();
	}

	@MxpHandler(type = MessageType.AGENT_REGISTER)
	void onRegister(MxpPeer agent) {
		this.agents.add(agent.getName());
	}

	@MxpHandler(type = MessageType.AGENT_DISCOVER)
	void onDiscover(MxpPeer agent) {
		this.agents.add(agent.getName());
	}

	@MxpHandler(type = MessageType.AGENT_HEARTBEAT)
	void onHeartbeat(MxpPeer agent) {
		this.heartbeats.incrementAndGet();
	}

	@MxpCall("received")
	Received received() {
		return new Received(this.readings.get(), this.positions.get(), this.heartbeats.get(), this.notes.get(),
				this.agents.size());
	}

}
