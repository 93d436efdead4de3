/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart.agent;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.mxp.transport.CallRequest;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.MessageEncoding;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.engine.MxpTransportEngine;
import io.mxp.transport.samples.quickstart.Screen;

/**
 * From the wish to connect to the first answer: with certificates, with a session ticket,
 * and with the question in the first packet.
 */
class Comeback {

	private static final int ROUNDS = 15;

	private final MxpTransport transport;

	private final TrustPolicy trust;

	private final MxpAddress address;

	private final Screen screen;

	Comeback(MxpTransport transport, TrustPolicy trust, MxpConnection connection, Screen screen) {
		this.transport = transport;
		this.trust = trust;
		this.screen = screen;
		String agentId = connection.peer().agentId();
		this.address = new MxpAddress(connection.remoteAddress().getAddress().getHostAddress(),
				connection.remoteAddress().getPort(), (agentId != null) ? UUID.fromString(agentId) : null);
	}

	void show() throws InterruptedException, ExecutionException, TimeoutException {
		this.screen.heading("From connecting to the first answer, median of " + ROUNDS);
		TransportConfig config = TransportConfig.clientOnly();
		try (MxpTransport stranger = MxpTransportEngine.start(
				config.withSession(
						config.session().withResumption(config.session().resumption().withTickets(false, false))),
				this.transport.identity(), this.trust, (message) -> {
				})) {
			row("first connection", "certificates, four Diffie-Hellmans a side", median(stranger, false));
		}
		row("resumed", "a ticket, two Diffie-Hellmans a side", median(this.transport, false));
		row("0-RTT", "the question goes with the ticket", median(this.transport, true));
	}

	private void row(String name, String how, long nanos) {
		this.screen.line("  %-18s%-44s%s", name, how, String.format(Locale.ROOT, "%,.2f ms", nanos / 1e6));
	}

	private long median(MxpTransport client, boolean early)
			throws InterruptedException, ExecutionException, TimeoutException {
		long[] nanos = new long[ROUNDS];
		for (int i = 0; i < ROUNDS; i++) {
			long began = System.nanoTime();
			MxpConnection connection = client.connect(ConnectRequest.to(this.address).withEarly(early))
				.get(10, TimeUnit.SECONDS);
			ask(connection);
			nanos[i] = System.nanoTime() - began;
			// The second answer comes behind the ticket for the next round.
			ask(connection);
			connection.close();
		}
		Arrays.sort(nanos);
		return nanos[ROUNDS / 2];
	}

	private static void ask(MxpConnection connection)
			throws InterruptedException, ExecutionException, TimeoutException {
		MessageMetadata metadata = MessageMetadata.builder()
			.subject("received")
			.idempotencyKey(UUID.randomUUID().toString())
			.build();
		connection
			.call(new CallRequest(null, metadata, ByteBuffer.allocate(0), Duration.ofSeconds(10), 0,
					MessageEncoding.DEFAULT))
			.get(10, TimeUnit.SECONDS);
	}

}
