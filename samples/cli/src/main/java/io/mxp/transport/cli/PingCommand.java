/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import io.mxp.transport.CallRequest;
import io.mxp.transport.ConnectionStatistics;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.TransportException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code mxp ping}: how far away an agent is, and who it is. */
@Command(name = "ping", mixinStandardHelpOptions = true,
		description = { "Connects to an agent and measures: the handshake, and the round trip of calls.",
				"An agent that does not know the subject answers so, which is a round trip as well." },
		footer = { "", "Example: mxp ping mxp://127.0.0.1:9000/echo -c 100" })
final class PingCommand implements Callable<Integer> {

	@Mixin
	private ClientOptions client = new ClientOptions();

	@Option(names = { "-c", "--count" }, paramLabel = "N", order = 1, defaultValue = "20",
			description = "How many round trips. Default: ${DEFAULT-VALUE}.")
	private int count;

	@Option(names = { "-s", "--size" }, paramLabel = "BYTES", order = 2, defaultValue = "0",
			description = "Bytes of each payload. Default: ${DEFAULT-VALUE}.")
	private int size;

	@Option(names = { "-i", "--interval" }, paramLabel = "TIME", order = 3, defaultValue = "0s",
			converter = Durations.class, description = "Pause between two. Default: none.")
	private Duration interval = Duration.ZERO;

	@Option(names = "--subject", paramLabel = "SUBJECT", order = 4, defaultValue = "ping",
			description = "What is called. Default: ${DEFAULT-VALUE}.")
	private String subject = "";

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Override
	public Integer call() throws InterruptedException {
		Durations.requirePositive(this.count, "--count", this.spec);
		try (ClientOptions.Session first = this.client.connect(this.spec)) {
			// The first handshake of a process is slow: most of it is Java loading
			// classes.
			long coldNanos = ClientOptions.await(first.connection().statistics()).handshakeNanos();
			ClientOptions.Session session = first.reconnect();
			MxpConnection connection = session.connection();
			long[] nanos = new long[this.count];
			for (int i = 0; i < this.count; i++) {
				nanos[i] = roundTrip(connection);
				if (!this.interval.isZero() && i + 1 < this.count) {
					TimeUnit.NANOSECONDS.sleep(this.interval.toNanos());
				}
			}
			ConnectionStatistics statistics = ClientOptions.await(connection.statistics());
			Arrays.sort(nanos);
			if (this.client.json()) {
				this.spec.commandLine().getOut().println(Json.line(json(session, nanos, coldNanos, statistics)));
			}
			else {
				print(session, nanos, coldNanos, statistics);
			}
		}
		return 0;
	}

	private long roundTrip(MxpConnection connection) {
		ByteBuffer payload = ByteBuffer.wrap(new byte[Math.max(0, this.size)]);
		long sent = System.nanoTime();
		try {
			ClientOptions
				.await(connection.call(CallRequest.of(this.subject, payload).withTimeout(this.client.timeout())));
		}
		catch (TransportException.RemoteError ex) {
			// The agent is there and answered: a round trip.
		}
		return System.nanoTime() - sent;
	}

	private void print(ClientOptions.Session session, long[] nanos, long coldNanos, ConnectionStatistics statistics) {
		PrintWriter out = this.spec.commandLine().getOut();
		MxpConnection connection = session.connection();
		PeerIdentity peer = connection.peer();
		out.println("address      " + session.address());
		out.println("peer         agent " + peer.agentId() + "  (" + peer.form().name().toLowerCase(Locale.ROOT) + ")");
		out.println("             " + peer.fingerprint());
		if (peer.spiffeUri() != null) {
			out.println("             " + peer.spiffeUri());
		}
		out.println("cipher       " + connection.cipherSuite().aeadName());
		out.println("handshake    " + millis(statistics.handshakeNanos()) + " ms  (the first one of this process: "
				+ millis(coldNanos) + " ms)");
		out.println("path MTU     " + statistics.maxDatagramBytes() + " bytes of UDP payload");
		out.println("round trips  " + nanos.length + " × " + this.size + " bytes");
		out.println("             min " + millis(nanos[0]) + "  avg " + millis(average(nanos)) + "  p50 "
				+ millis(percentile(nanos, 50)) + "  p99 " + millis(percentile(nanos, 99)) + "  max "
				+ millis(nanos[nanos.length - 1]) + " ms");
		out.println("packets      " + statistics.packetsSent() + " sent, " + statistics.packetsReceived()
				+ " received, " + statistics.packetsLost() + " lost");
		out.flush();
	}

	private ObjectNode json(ClientOptions.Session session, long[] nanos, long coldNanos,
			ConnectionStatistics statistics) {
		MxpConnection connection = session.connection();
		PeerIdentity peer = connection.peer();
		ObjectNode json = Json.object();
		json.put("address", session.address().toString());
		ObjectNode who = json.putObject("peer");
		who.put("agent_id", peer.agentId());
		who.put("fingerprint", peer.fingerprint());
		who.put("uri", peer.spiffeUri());
		who.put("form", peer.form().name());
		json.put("cipher", connection.cipherSuite().aeadName());
		json.put("handshake_micros", statistics.handshakeNanos() / 1_000);
		json.put("first_handshake_micros", coldNanos / 1_000);
		json.put("path_mtu", statistics.maxDatagramBytes());
		json.put("count", nanos.length);
		json.put("size", this.size);
		json.put("min_micros", nanos[0] / 1_000.0);
		json.put("avg_micros", average(nanos) / 1_000.0);
		json.put("p50_micros", percentile(nanos, 50) / 1_000.0);
		json.put("p99_micros", percentile(nanos, 99) / 1_000.0);
		json.put("max_micros", nanos[nanos.length - 1] / 1_000.0);
		json.put("packets_sent", statistics.packetsSent());
		json.put("packets_received", statistics.packetsReceived());
		json.put("packets_lost", statistics.packetsLost());
		return json;
	}

	/**
	 * The smallest value that at least so many percent of the sorted values do not
	 * exceed.
	 */
	static long percentile(long[] sorted, int percent) {
		return sorted[Math.max(0, (sorted.length * percent + 99) / 100 - 1)];
	}

	private static long average(long[] values) {
		return Arrays.stream(values).sum() / values.length;
	}

	private static String millis(long nanos) {
		return String.format(Locale.ROOT, "%.3f", nanos / 1_000_000.0);
	}

}
