/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.mxp.transport.ConnectRequest;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TransportException;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.endpoint.ServerTarget;

import org.jspecify.annotations.Nullable;

/**
 * Makes connections: finds the peer's key and address, then an event loop to start the
 * handshake on. COLD.
 */
record Connector(TransportConfig config, Supplier<TrustPolicy> trust, LoopPeers peers, Executor workers,
		Attestations attestations, AtomicInteger next) {

	Connector(TransportConfig config, Supplier<TrustPolicy> trust, LoopPeers peers, Executor workers,
			Attestations attestations) {
		this(config, trust, peers, workers, attestations, new AtomicInteger());
	}

	CompletableFuture<MxpConnection> connect(ConnectRequest request) {
		CompletableFuture<MxpConnection> result = new CompletableFuture<>();
		try {
			// looking up a name may take long
			this.workers.execute(() -> resolve(request, result));
		}
		catch (RejectedExecutionException ex) {
			result.completeExceptionally(new TransportException.Overloaded("Too many connections begin at once"));
		}
		Duration timeout = request.timeout();
		return (timeout != null) ? withTimeout(request, result, timeout) : result;
	}

	private static CompletableFuture<MxpConnection> withTimeout(ConnectRequest request,
			CompletableFuture<MxpConnection> result, Duration timeout) {
		CompletableFuture.delayedExecutor(timeout.toNanos(), TimeUnit.NANOSECONDS)
			.execute(() -> result.completeExceptionally(new TransportException.HandshakeFailed(
					ErrorCode.HANDSHAKE_TIMEOUT, "No connection to " + request.address() + " within " + timeout)));
		return result;
	}

	private void resolve(ConnectRequest request, CompletableFuture<MxpConnection> result) {
		try {
			MxpAddress address = request.address();
			InetSocketAddress remote = new InetSocketAddress(address.host(), address.port());
			if (remote.isUnresolved()) {
				throw new TransportException.HandshakeFailed(ErrorCode.PEER_UNREACHABLE,
						"The name " + address.host() + " cannot be resolved");
			}
			if (remote.getPort() == 0) {
				throw new TransportException.Configuration("Port 0 cannot be connected to: " + address);
			}
			ServerTarget target = target(request, remote);
			if (!request.anonymous()) {
				this.attestations.prepare((target.staticKey() != null) ? StaticKey.of(target.staticKey()) : null);
			}
			List<EventLoop> loops = this.peers.all();
			EventLoop loop = loops.get(Math.floorMod(this.next.getAndIncrement(), loops.size()));
			boolean early = isEarly(request);
			loop.execute(() -> begin(loop, target, early, result));
		}
		catch (RuntimeException ex) {
			result.completeExceptionally(ex);
		}
	}

	/**
	 * A key that came with the request or is pinned is the only one that counts; of an
	 * agent that an authority vouches for the key may be unknown, or another one than
	 * before.
	 */
	// SPEC handshake.md#known-servers
	private ServerTarget target(ConnectRequest request, InetSocketAddress remote) {
		TrustPolicy policy = this.trust.get();
		UUID agentId = request.address().agentId();
		StaticKey given = request.serverKey();
		StaticKey known = (given != null) ? given : policy.staticKeyOf(agentId).orElse(null);
		boolean certified = agentId != null && !policy.authorities().isEmpty();
		if (known == null && !certified) {
			throw new TransportException.Configuration("No static key is known for " + request.address()
					+ ". Name the agent in the address (mxp://host:port/agent-id) and trust the authority that signs its"
					+ " certificate, or add its certificate or key to the trust policy, or give its key with the request");
		}
		boolean pinned = known != null && (given != null || !certified || policy.pinnedKeys().contains(known));
		return new ServerTarget(remote, (known != null) ? known.bytes() : null, pinned, request.anonymous(),
				text(agentId));
	}

	private boolean isEarly(ConnectRequest request) {
		Boolean wanted = request.early();
		return (wanted != null) ? wanted : this.config.session().resumption().sendEarly();
	}

	private static void begin(EventLoop loop, ServerTarget target, boolean early,
			CompletableFuture<MxpConnection> result) {
		if (loop.isOver()) {
			result.completeExceptionally(closed());
			return;
		}
		try {
			Connection connection = loop.endpoint().connect(loop.nanos(), target, early);
			if (connection.attachment() instanceof EngineConnection handle) {
				if (connection.isEarlyOpen()) {
					handle.openEarly();
					loop.listener().delivery().connected(handle);
				}
				handle.established()
					.whenComplete((established, failure) -> complete(handle, established, failure, result));
			}
		}
		catch (RuntimeException ex) {
			result.completeExceptionally(ex);
		}
	}

	static TransportException closed() {
		return new TransportException.Configuration("The transport is closed: start another one");
	}

	private static void complete(EngineConnection handle, @Nullable MxpConnection established,
			@Nullable Throwable failure, CompletableFuture<MxpConnection> result) {
		if (failure != null) {
			result.completeExceptionally(failure);
		}
		else if (!result.complete(established)) {
			handle.close(ErrorCode.NO_ERROR, "nobody waits for the connection any more");
		}
	}

	private static @Nullable String text(@Nullable UUID agentId) {
		return (agentId != null) ? agentId.toString() : null;
	}

}
