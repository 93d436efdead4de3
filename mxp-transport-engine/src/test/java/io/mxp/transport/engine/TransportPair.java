/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CallRequest;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.DeliveryConfig;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.ServerConfig;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TrustPolicy;

/**
 * A server and a client in this process, on loopback; each has pinned the other's key.
 */
final class TransportPair implements AutoCloseable {

	private final MxpTransportEngine server;

	private final MxpTransportEngine client;

	private TransportPair(MxpTransportEngine server, MxpTransportEngine client) {
		this.server = server;
		this.client = client;
	}

	static Setup with(MessageHandler serverHandler) {
		return new Setup(serverHandler);
	}

	static TransportPair start(MessageHandler serverHandler) {
		return with(serverHandler).start();
	}

	MxpTransportEngine server() {
		return this.server;
	}

	MxpTransportEngine client() {
		return this.client;
	}

	MxpAddress address() {
		return address(this.server);
	}

	static MxpAddress address(MxpTransportEngine server) {
		InetSocketAddress bound = server.localAddress();
		return new MxpAddress(bound.getAddress().getHostAddress(), bound.getPort(), server.identity().agentId());
	}

	MxpConnection connect() {
		return Await.result(this.client.connect(ConnectRequest.to(address())));
	}

	/** What the echo answers to a text. */
	static String echo(MxpConnection connection, String text) {
		return Await.result(connection.call(CallRequest.of("echo", Inbox.bytes(text)))).text();
	}

	static ByteBuffer payload(int length, int seed) {
		return ByteBuffer.wrap(content(length, seed));
	}

	/** Bytes that are different at every place and for every seed. */
	static byte[] content(int length, int seed) {
		byte[] content = new byte[length];
		long state = 0x9E37_79B9_7F4A_7C15L * (seed + 1);
		for (int i = 0; i < length; i++) {
			state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
			content[i] = (byte) (state >>> 56);
		}
		return content;
	}

	@Override
	public void close() {
		this.client.close();
		this.server.close();
	}

	/** What is different from the defaults. */
	static final class Setup {

		private MessageHandler serverHandler;

		private MessageHandler clientHandler = new Inbox();

		private TransportConfig serverConfig = TransportConfig.bind("127.0.0.1", 0);

		private TransportConfig clientConfig = TransportConfig.bind("127.0.0.1", 0)
			.withServer(ServerConfig.defaults().withAccept(false));

		private Setup(MessageHandler serverHandler) {
			this.serverHandler = serverHandler;
		}

		Setup handler(MessageHandler handler) {
			this.serverHandler = handler;
			return this;
		}

		Setup clientHandler(MessageHandler handler) {
			this.clientHandler = handler;
			return this;
		}

		Setup server(UnaryOperator<TransportConfig> change) {
			this.serverConfig = change.apply(this.serverConfig);
			return this;
		}

		Setup client(UnaryOperator<TransportConfig> change) {
			this.clientConfig = change.apply(this.clientConfig);
			return this;
		}

		Setup both(UnaryOperator<TransportConfig> change) {
			return server(change).client(change);
		}

		/**
		 * The server holds so many bytes of a band in its window, and as many for its
		 * application.
		 */
		Setup narrowServer(int bytes) {
			return server((config) -> narrowWindow(config, bytes)
				.withDelivery(new DeliveryConfig(config.delivery().mode(), bytes, bytes)));
		}

		/** As {@link #narrowServer}, and queues for sending of that size. */
		Setup narrow(int bytes) {
			return narrowServer(bytes).client((config) -> narrowWindow(config, bytes))
				.both((config) -> config.withScheduler(config.scheduler().withBandQueueBytes(bytes)));
		}

		private static TransportConfig narrowWindow(TransportConfig config, int bytes) {
			FlowConfig flow = config.flow();
			return config.withFlow(flow.withBandWindowBytes(bytes)
				.withMaxWindowBytes(flow.maxConnectionWindowBytes(), flow.maxStreamWindowBytes(), bytes));
		}

		TransportPair start() {
			AgentIdentity serverIdentity = MxpIdentities.generate("server");
			AgentIdentity clientIdentity = MxpIdentities.generate("client");
			MxpTransportEngine server = MxpTransportEngine.start(this.serverConfig, serverIdentity,
					pinning(clientIdentity), this.serverHandler);
			try {
				return new TransportPair(server, MxpTransportEngine.start(this.clientConfig, clientIdentity,
						pinning(serverIdentity), this.clientHandler));
			}
			catch (RuntimeException | Error ex) {
				server.close();
				throw ex;
			}
		}

		static TrustPolicy pinning(AgentIdentity peer) {
			return TrustPolicy.builder().pinAgent(peer.agentId(), peer.staticKey()).build();
		}

	}

}
