/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.impairment;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.ConnectionStatistics;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.SocketConfig;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.engine.MxpTransportEngine;

/**
 * A process of {@link NamespaceTests}: {@code server HOST PORT DRIVER} receives one
 * stream and says its length and digest, {@code client HOST PORT DRIVER BYTES} sends it.
 * The keys are the test's and no secrets.
 */
final class NamespacePeer {

	private static final int CHUNK_BYTES = 16_000;

	private NamespacePeer() {
	}

	public static void main(String[] args) throws IOException {
		InetSocketAddress server = new InetSocketAddress(args[1], Integer.parseInt(args[2]));
		SocketConfig.Driver driver = SocketConfig.Driver.valueOf(args[3]);
		if (args[0].equals("server")) {
			serve(server, driver);
		}
		else {
			send(server, driver, Integer.parseInt(args[4]));
		}
	}

	private static void serve(InetSocketAddress address, SocketConfig.Driver driver) throws IOException {
		CompletableFuture<StreamDigest> arrived = new CompletableFuture<>();
		try (MxpTransportEngine engine = MxpTransportEngine.start(config(address, driver), identity("server"),
				LossyPair.pinning(identity("client")), new Receiver(arrived))) {
			System.out.println("ready " + engine.socketTransport());
			StreamDigest digest = LossyPair.result(arrived);
			System.out.println("received " + digest.bytes() + " " + digest.hex());
			// Acknowledgements and the client's close are still to come; the test ends
			// the
			// input.
			while (System.in.read() >= 0) {
				continue;
			}
		}
	}

	private static void send(InetSocketAddress server, SocketConfig.Driver driver, int bytes) {
		AgentIdentity peer = identity("server");
		try (MxpTransportEngine engine = MxpTransportEngine.start(config(new InetSocketAddress("0.0.0.0", 0), driver),
				identity("client"), LossyPair.pinning(peer), new Receiver(new CompletableFuture<>()))) {
			MxpConnection connection = LossyPair.result(engine.connect(ConnectRequest
				.to(new MxpAddress(server.getAddress().getHostAddress(), server.getPort(), peer.agentId()))));
			MxpStream stream = LossyPair
				.result(connection.openStream(StreamRequest.of("upload").unidirectional(), StreamListener.IGNORE));
			StreamDigest sent = new StreamDigest();
			SplittableRandom content = new SplittableRandom(bytes);
			for (int left = bytes; left > 0; left -= CHUNK_BYTES) {
				byte[] chunk = new byte[Math.min(left, CHUNK_BYTES)];
				content.nextBytes(chunk);
				sent.add(ByteBuffer.wrap(chunk));
				LossyPair.result(stream.send(ByteBuffer.wrap(chunk)));
			}
			stream.finish();
			LossyPair.until("everything is acknowledged", () -> engine.snapshot().bufferedSendBytes() == 0);
			ConnectionStatistics statistics = LossyPair.result(connection.statistics());
			System.out.println("sent " + bytes + " " + sent.hex());
			System.out.println("lost " + statistics.packetsLost() + " of " + statistics.packetsSent());
		}
	}

	private static TransportConfig config(InetSocketAddress bind, SocketConfig.Driver driver) {
		TransportConfig config = TransportConfig.bind(bind.getAddress().getHostAddress(), bind.getPort());
		return config.withSocket(config.socket().withDriver(driver));
	}

	private static AgentIdentity identity(String name) {
		byte[] key = new byte[32];
		Arrays.fill(key, (byte) name.length());
		key[0] = (byte) (name.charAt(0) & 0xF8);
		return AgentIdentity.builder(key).name(name).build();
	}

	/** Digests the stream that comes. */
	private static final class Receiver implements MessageHandler {

		private final CompletableFuture<StreamDigest> arrived;

		private Receiver(CompletableFuture<StreamDigest> arrived) {
			this.arrived = arrived;
		}

		@Override
		public void onMessage(InboundMessage message) {
			throw new IllegalStateException("nobody sends messages");
		}

		@Override
		public StreamListener onStream(MxpStream stream) {
			StreamDigest digest = new StreamDigest();
			return new StreamListener() {

				@Override
				public void onChunk(MxpStream from, ByteBuffer chunk) {
					digest.add(chunk);
				}

				@Override
				public void onFinished(MxpStream from) {
					Receiver.this.arrived.complete(digest);
				}

			};
		}

	}

}
