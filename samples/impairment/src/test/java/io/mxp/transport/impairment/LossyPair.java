/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.impairment;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.ServerConfig;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TransportException;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.engine.MxpIdentities;
import io.mxp.transport.engine.MxpTransportEngine;

/**
 * A server and a client in this process on real sockets, with a proxy between them. The
 * server answers calls with their own argument and reads every stream into a
 * {@link StreamDigest}.
 */
final class LossyPair implements AutoCloseable {

	/** Only a fault ever waits so long. */
	private static final long BOUND_SECONDS = 120;

	private final MxpTransportEngine server;

	private final MxpTransportEngine client;

	private final ImpairmentProxy proxy;

	private final EchoHandler handler = new EchoHandler();

	private LossyPair(long seed, Impairment toServer, Impairment toClient) {
		AgentIdentity serverIdentity = MxpIdentities.generate("server");
		AgentIdentity clientIdentity = MxpIdentities.generate("client");
		this.server = MxpTransportEngine.start(TransportConfig.bind("127.0.0.1", 0), serverIdentity,
				pinning(clientIdentity), this.handler);
		this.client = MxpTransportEngine.start(
				TransportConfig.bind("127.0.0.1", 0).withServer(ServerConfig.defaults().withAccept(false)),
				clientIdentity, pinning(serverIdentity), new EchoHandler());
		this.proxy = ImpairmentProxy.start(this.server.localAddress(), seed, toServer, toClient);
	}

	static LossyPair start(long seed, Impairment bothWays) {
		return new LossyPair(seed, bothWays, bothWays);
	}

	static LossyPair start(long seed, Impairment toServer, Impairment toClient) {
		return new LossyPair(seed, toServer, toClient);
	}

	static TrustPolicy pinning(AgentIdentity peer) {
		return TrustPolicy.builder().pinAgent(peer.agentId(), peer.staticKey()).build();
	}

	MxpTransportEngine server() {
		return this.server;
	}

	MxpTransportEngine client() {
		return this.client;
	}

	ImpairmentProxy proxy() {
		return this.proxy;
	}

	/** Connects through the proxy. */
	CompletableFuture<MxpConnection> connect() {
		return this.client.connect(ConnectRequest.to(new MxpAddress(this.proxy.address().getAddress().getHostAddress(),
				this.proxy.address().getPort(), this.server.identity().agentId())));
	}

	/** What came on the next stream that ends at the server. */
	CompletableFuture<StreamDigest> nextStream() {
		CompletableFuture<StreamDigest> next = new CompletableFuture<>();
		this.handler.next = next;
		return next;
	}

	static <T> T result(CompletableFuture<T> future) {
		try {
			return future.get(BOUND_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
		catch (ExecutionException ex) {
			throw new AssertionError("failed instead of giving a result: " + ex.getCause(), ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new AssertionError("nothing came within " + BOUND_SECONDS + " s", ex);
		}
	}

	/** Looks again and again, for state that nothing announces. */
	static void until(String what, BooleanSupplier condition) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > deadline) {
				throw new AssertionError("never so within " + BOUND_SECONDS + " s: " + what);
			}
			LockSupport.parkNanos(200_000);
		}
	}

	@Override
	public void close() {
		this.client.close();
		this.server.close();
		this.proxy.close();
	}

	/** Answers calls with their own argument and digests streams. */
	private static final class EchoHandler implements MessageHandler {

		private volatile CompletableFuture<StreamDigest> next = new CompletableFuture<>();

		@Override
		public void onMessage(InboundMessage message) {
			if (message.type() == MessageType.CALL) {
				message.responder().reply(message.metadata(), message.payload());
			}
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
					EchoHandler.this.next.complete(digest);
				}

				@Override
				public void onFailed(MxpStream from, TransportException failure) {
					EchoHandler.this.next.completeExceptionally(failure);
				}

			};
		}

	}

}
