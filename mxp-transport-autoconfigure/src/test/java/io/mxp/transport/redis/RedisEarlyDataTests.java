/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.redis;

import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import redis.embedded.RedisServer;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CallRequest;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.MessageEncoding;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.engine.MxpIdentities;
import io.mxp.transport.engine.MxpTransportEngine;
import io.mxp.transport.engine.TransportServices;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Early data of real connections while Redis is there, stopped, slow and started anew
 * (SEC-48, SEC-49): it is refused where Redis cannot tell, nothing is executed twice, and
 * connections go on.
 */
class RedisEarlyDataTests {

	private static final String MARK = "mxp:{tickets}:mark";

	private final AgentIdentity serverIdentity = MxpIdentities.generate("server");

	private final AgentIdentity clientIdentity = MxpIdentities.generate("client");

	private final List<String> executed = new CopyOnWriteArrayList<>();

	private int port;

	private RedisServer redis;

	private LettuceConnectionFactory connections;

	private RedisReplayStore store;

	private MxpTransportEngine server;

	private MxpTransportEngine client;

	@BeforeEach
	void start() throws Exception {
		try (ServerSocket socket = new ServerSocket(0)) {
			this.port = socket.getLocalPort();
		}
		startRedis();
		this.connections = new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", this.port),
				LettuceClientConfiguration.builder().commandTimeout(Duration.ofSeconds(5)).build());
		this.connections.afterPropertiesSet();
		this.connections.start();
		this.store = new RedisReplayStore(new ReactiveStringRedisTemplate(this.connections), "mxp:",
				Duration.ofSeconds(30), Duration.ofMillis(500));
		ageMark();
		TransportConfig config = TransportConfig.bind("127.0.0.1", 0);
		config = config.withSession(config.session()
			.withResumption(
					config.session().resumption().withEarly(true, true).withClaimTimeout(Duration.ofSeconds(1))));
		this.server = MxpTransportEngine.start(config, this.serverIdentity, () -> pinning(this.clientIdentity),
				(message) -> {
					ByteBuffer payload = message.payload();
					byte[] text = new byte[payload.remaining()];
					payload.get(text);
					this.executed
						.add((message.isEarly() ? "early " : "late ") + new String(text, StandardCharsets.UTF_8));
					message.responder().reply(ByteBuffer.wrap(text));
				}, TransportServices.inMemory().withReplayStore(this.store));
		this.client = MxpTransportEngine.start(config.withServer(config.server().withAccept(false)),
				this.clientIdentity, pinning(this.serverIdentity), (message) -> {
				});
	}

	@AfterEach
	void stop() throws Exception {
		this.client.close();
		this.server.close();
		this.store.close();
		this.connections.destroy();
		this.redis.stop();
	}

	private void startRedis() throws Exception {
		this.redis = RedisServer.newRedisServer()
			.port(this.port)
			.bind("127.0.0.1")
			.setting("save \"\"")
			.setting("appendonly no")
			.build();
		this.redis.start();
	}

	/** As if Redis had been there for long; tests need not wait. */
	private void ageMark() throws Exception {
		StringRedisTemplate admin = new StringRedisTemplate(this.connections);
		for (int i = 0; i < 100 && !Boolean.TRUE.equals(admin.hasKey(MARK)); i++) {
			this.store.claim(new byte[16], Instant.now().plusSeconds(1))
				.toCompletableFuture()
				.get(30, TimeUnit.SECONDS);
		}
		admin.opsForHash().put(MARK, "since", "0");
	}

	private static TrustPolicy pinning(AgentIdentity peer) {
		return TrustPolicy.builder().pinAgent(peer.agentId(), peer.staticKey()).build();
	}

	private MxpConnection connect() throws Exception {
		MxpAddress address = new MxpAddress("127.0.0.1", this.server.localAddress().getPort(),
				this.serverIdentity.agentId());
		return this.client.connect(ConnectRequest.to(address)).get(30, TimeUnit.SECONDS);
	}

	private static String call(MxpConnection connection, String text) throws Exception {
		CallRequest request = new CallRequest(null,
				MessageMetadata.builder().subject("echo").idempotencyKey(text).build(),
				ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), Duration.ofSeconds(20), 0,
				MessageEncoding.DEFAULT);
		return connection.call(request).get(30, TimeUnit.SECONDS).text();
	}

	/** Connects for tickets, and closes. */
	private void visit() throws Exception {
		MxpConnection first = connect();
		// The tickets are there with the answer to the second call at the latest.
		call(first, "hello");
		call(first, "hello again");
		first.close();
		first.closed().get(30, TimeUnit.SECONDS);
		this.executed.clear();
	}

	@Test
	void earlyWhileRedisAnswers() throws Exception {
		visit();
		assertThat(call(connect(), "one")).isEqualTo("one");
		assertThat(this.executed).containsExactly("early one");
	}

	@Test
	void lateAndOnceWhileRedisIsStopped() throws Exception {
		visit();
		this.redis.stop();
		MxpConnection connection = connect();
		assertThat(call(connection, "one")).isEqualTo("one");
		assertThat(call(connection, "two")).isEqualTo("two");
		assertThat(this.executed).containsExactly("late one", "late two");
		startRedis();
	}

	@Test
	void lateAndOnceWhileRedisIsSlow() throws Exception {
		visit();
		new StringRedisTemplate(this.connections).execute((connection) -> connection.execute("CLIENT",
				"PAUSE".getBytes(StandardCharsets.US_ASCII), "4000".getBytes(StandardCharsets.US_ASCII)), true);
		assertThat(call(connect(), "one")).isEqualTo("one");
		assertThat(this.executed).containsExactly("late one");
	}

	@Test
	void lateAndOnceWithATicketFromBeforeRedisWasStartedAnew() throws Exception {
		visit();
		this.redis.stop();
		startRedis();
		assertThat(call(connect(), "one")).isEqualTo("one");
		assertThat(this.executed).containsExactly("late one");
		ageMark();
		visit();
		assertThat(call(connect(), "two")).isEqualTo("two");
		assertThat(this.executed).containsExactly("early two");
	}

}
