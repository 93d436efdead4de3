/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart.agent;

import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.mxp.transport.ConnectionStatistics;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.autoconfigure.ManagedMxpTransport;
import io.mxp.transport.observe.TransportSnapshot;
import io.mxp.transport.samples.quickstart.Screen;
import io.mxp.transport.samples.quickstart.model.Received;
import org.HdrHistogram.Histogram;

/**
 * The tables at the end.
 */
final class Report {

	private static final String RULE = "  " + "─".repeat(70);

	private final MxpTransport transport;

	private final MxpConnection connection;

	private final Screen screen;

	Report(MxpTransport transport, MxpConnection connection, Screen screen) {
		this.transport = transport;
		this.connection = connection;
		this.screen = screen;
	}

	void show(int calls, Histogram latency, long elapsedNanos)
			throws InterruptedException, ExecutionException, TimeoutException {
		ConnectionStatistics figures = this.connection.statistics().get(5, TimeUnit.SECONDS);
		double callSeconds = latency.getMean() * calls / 1e9;
		this.screen.heading("What happened");
		this.screen.line(RULE);
		row("calls", "%,d, all answered", calls);
		row("latency", "p50 %s, p99 %s", micros(latency.getValueAtPercentile(50)),
				micros(latency.getValueAtPercentile(99)));
		row("calls a second", "%,.0f, one after the other", calls / callSeconds);
		row("messages", "%,d sent, %,d received, %,.0f a second", figures.messagesSent(), figures.messagesReceived(),
				(figures.messagesSent() + figures.messagesReceived()) / (elapsedNanos / 1e9));
		row("bytes", "%s sent, %s received", bytes(figures.bytesSent()), bytes(figures.bytesReceived()));
		row("packets", "%,d sent, %,d received", figures.packetsSent(), figures.packetsReceived());
		row("losses", "%,d packets lost; %,d frames sent again, those of probes included", figures.packetsLost(),
				figures.framesRetransmitted());
		row("congestion", "%s, %s: %s may be in flight, sent at up to %s a second",
				figures.congestion().controller().toLowerCase(Locale.ROOT),
				figures.congestion().state().toLowerCase(Locale.ROOT).replace('_', ' '),
				bytes(figures.congestionWindowBytes()), bytes(figures.congestion().pacingRateBytesPerSecond()));
		row("", "slowed down %,d times because of losses; %,d times they had only been late",
				figures.congestion().congestionEvents(), figures.congestion().episodesUndone());
		row("round trip", "%s smoothed, handshake %s", micros(figures.smoothedRttNanos()),
				micros(figures.handshakeNanos()));
		row("cipher", "%s", this.connection.cipherSuite().aeadName());
		row("our key", "%s", this.transport.identity().fingerprint());
		row("server's key", "%s", this.connection.peer().fingerprint());
		this.screen.line(RULE);
		showBands();
	}

	private void showBands() {
		TransportSnapshot snapshot = (this.transport instanceof ManagedMxpTransport managed) ? managed.snapshot()
				: null;
		if (snapshot == null) {
			return;
		}
		this.screen.line("  %-16s%12s%12s%16s%14s", "band", "sent", "received", "bytes sent", "received");
		for (TransportSnapshot.Band band : snapshot.bands()) {
			this.screen.line("  %-16s%,12d%,12d%16s%14s", band.name(), band.messagesSent(), band.messagesReceived(),
					bytes(band.bytesSent()), bytes(band.bytesReceived()));
		}
		this.screen.line(RULE);
	}

	/**
	 * Says what of the messages without an answer arrived.
	 * @return exit status: 0 where everything is there but perhaps a datagram
	 */
	int compare(Received received, Received sent) {
		boolean complete = received.events() >= sent.events() && received.heartbeats() >= sent.heartbeats()
				&& received.notes() >= sent.notes() && received.agents() >= sent.agents();
		row("arrived", "%s events, %s heartbeats, %s notes, %s datagrams", of(received.events(), sent.events()),
				of(received.heartbeats(), sent.heartbeats()), of(received.notes(), sent.notes()),
				of(received.datagrams(), sent.datagrams()));
		if (complete) {
			this.screen.line("%n%s Every call was answered and every message arrived.", this.screen.good("Done."));
			return 0;
		}
		this.screen.line("%n%s Messages are missing at the server.", this.screen.bad("Failed:"));
		return 1;
	}

	private void row(String name, String format, Object... arguments) {
		this.screen.line("  %-16s%s", name, String.format(Locale.ROOT, format, arguments));
	}

	private static String of(long arrived, long sent) {
		return String.format(Locale.ROOT, "%,d/%,d", arrived, sent);
	}

	private static String micros(long nanos) {
		return (nanos < 10_000_000) ? String.format(Locale.ROOT, "%,.0f µs", nanos / 1e3)
				: String.format(Locale.ROOT, "%,.1f ms", nanos / 1e6);
	}

	private static String bytes(long count) {
		return (count < 1_000_000) ? String.format(Locale.ROOT, "%,.1f kB", count / 1e3)
				: String.format(Locale.ROOT, "%,.1f MB", count / 1e6);
	}

}
