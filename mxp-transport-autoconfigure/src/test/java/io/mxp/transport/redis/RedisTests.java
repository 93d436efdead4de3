/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.redis;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
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

import io.mxp.transport.ReplayStore.Outcome;
import io.mxp.transport.TicketKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** A real Redis, stopped, slow, flushed and started anew. */
class RedisTests {

	private static final Duration LIFETIME = Duration.ofSeconds(30);

	/** Long enough for a loaded machine: what is to fail fails at once. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final List<AutoCloseable> open = new ArrayList<>();

	private int port;

	private RedisServer server;

	@BeforeEach
	void startRedis() throws Exception {
		this.port = freePort();
		this.server = start();
	}

	@AfterEach
	void stopAll() throws Exception {
		Collections.reverse(this.open);
		for (AutoCloseable each : this.open) {
			each.close();
		}
		this.server.stop();
	}

	private static int freePort() throws Exception {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private RedisServer start() throws Exception {
		RedisServer started = RedisServer.newRedisServer()
			.port(this.port)
			.bind("127.0.0.1")
			.setting("save \"\"")
			.setting("appendonly no")
			.build();
		started.start();
		return started;
	}

	private LettuceConnectionFactory connect() {
		return connect(Duration.ofSeconds(2));
	}

	private LettuceConnectionFactory connect(Duration commandTimeout) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", this.port),
				LettuceClientConfiguration.builder().commandTimeout(commandTimeout).build());
		factory.afterPropertiesSet();
		factory.start();
		this.open.add(factory::destroy);
		return factory;
	}

	private RedisReplayStore store(Duration timeout) {
		RedisReplayStore store = new RedisReplayStore(new ReactiveStringRedisTemplate(connect(timeout.plusSeconds(1))),
				"mxp:", LIFETIME, timeout);
		this.open.add(store);
		return store;
	}

	private static byte[] ticket(int number) {
		byte[] id = new byte[16];
		id[15] = (byte) number;
		return id;
	}

	private static Outcome result(CompletionStage<Outcome> claim) throws Exception {
		return claim.toCompletableFuture().get(30, TimeUnit.SECONDS);
	}

	/** A ticket that is given so long after now; tests need not wait for it. */
	private static Instant expiry(long givenInSeconds) {
		return Instant.now().plusSeconds(givenInSeconds).plus(LIFETIME);
	}

	@Test
	void oneOfManyServersIsFirst() throws Exception {
		List<RedisReplayStore> servers = List.of(store(PATIENCE), store(PATIENCE), store(PATIENCE));
		for (int number = 0; number < 20; number++) {
			List<CompletionStage<Outcome>> claims = new ArrayList<>();
			Instant expiry = expiry(10);
			for (int i = 0; i < 30; i++) {
				claims.add(servers.get(i % 3).claim(ticket(number), expiry));
			}
			List<Outcome> outcomes = new ArrayList<>();
			for (CompletionStage<Outcome> claim : claims) {
				outcomes.add(result(claim));
			}
			assertThat(Collections.frequency(outcomes, Outcome.FIRST)).as("ticket " + number).isEqualTo(1);
			assertThat(Collections.frequency(outcomes, Outcome.SEEN)).isEqualTo(29);
		}
	}

	@Test
	void ticketsFromBeforeRedisWasThereAreRefused() throws Exception {
		RedisReplayStore store = store(PATIENCE);
		assertThat(result(store.claim(ticket(1), expiry(-1)))).isEqualTo(Outcome.UNKNOWN);
		assertThat(result(store.claim(ticket(1), expiry(10)))).isEqualTo(Outcome.FIRST);
	}

	@Test
	void stoppedRedisRefusesAndARestartedOneForgetsNothing() throws Exception {
		RedisReplayStore store = store(PATIENCE);
		Instant given = expiry(10);
		assertThat(result(store.claim(ticket(1), given))).isEqualTo(Outcome.FIRST);
		this.server.stop();
		assertThat(result(store.claim(ticket(2), given))).isEqualTo(Outcome.UNKNOWN);
		this.server = start();
		// The new Redis has no claims: what was claimed before it began stays refused.
		Instant beforeTheRestart = expiry(-1);
		assertThat(untilAnswered(store, 3, expiry(20))).isEqualTo(Outcome.FIRST);
		assertThat(result(store.claim(ticket(1), beforeTheRestart))).isEqualTo(Outcome.UNKNOWN);
	}

	@Test
	void flushedRedisBeginsAnew() throws Exception {
		RedisReplayStore store = store(PATIENCE);
		assertThat(result(store.claim(ticket(1), expiry(10)))).isEqualTo(Outcome.FIRST);
		new StringRedisTemplate(connect()).execute((connection) -> {
			connection.serverCommands().flushAll();
			return null;
		}, true);
		assertThat(result(store.claim(ticket(1), expiry(-1)))).isEqualTo(Outcome.UNKNOWN);
	}

	@Test
	void slowRedisIsNotWaitedFor() throws Exception {
		RedisReplayStore hasty = store(Duration.ofMillis(200));
		RedisReplayStore patient = store(Duration.ofSeconds(20));
		assertThat(result(patient.claim(ticket(1), expiry(10)))).isEqualTo(Outcome.FIRST);
		StringRedisTemplate admin = new StringRedisTemplate(connect());
		admin.execute((connection) -> connection.execute("CLIENT", "PAUSE".getBytes(StandardCharsets.US_ASCII),
				"1500".getBytes(StandardCharsets.US_ASCII)), true);
		CompletionStage<Outcome> waits = patient.claim(ticket(3), expiry(10));
		assertThat(result(hasty.claim(ticket(2), expiry(10)))).isEqualTo(Outcome.UNKNOWN);
		assertThat(result(waits)).isEqualTo(Outcome.FIRST);
		// The late claim was made all the same: nobody else gets the ticket.
		assertThat(result(patient.claim(ticket(2), expiry(10)))).isEqualTo(Outcome.SEEN);
	}

	@Test
	void redisThatWasNeverThereBlocksNobody() throws Exception {
		this.server.stop();
		RedisReplayStore store = store(Duration.ofSeconds(1));
		long before = System.nanoTime();
		CompletionStage<Outcome> claim = store.claim(ticket(1), expiry(10));
		assertThat(System.nanoTime() - before).as("the caller is an event loop").isLessThan(500_000_000L);
		assertThat(result(claim)).isEqualTo(Outcome.UNKNOWN);
		this.server = start();
	}

	@Test
	void ticketKeysAreTheSameEverywhereAndSealedInRedis() {
		byte[] secret = new byte[32];
		secret[0] = 7;
		StringRedisTemplate redis = new StringRedisTemplate(connect());
		try (RedisTicketKeys one = new RedisTicketKeys(redis, "mxp:", secret, LIFETIME);
				RedisTicketKeys other = new RedisTicketKeys(redis, "mxp:", secret, LIFETIME)) {
			one.refresh();
			other.refresh();
			List<TicketKey> keys = one.keys(Instant.now());
			assertThat(keys).hasSizeGreaterThanOrEqualTo(2).hasSizeLessThanOrEqualTo(8);
			assertThat(other.keys(Instant.now())).extracting((key) -> HexFormat.of().formatHex(key.secret()))
				.containsAll(keys.stream().map((key) -> HexFormat.of().formatHex(key.secret())).toList());
			Instant now = Instant.now();
			assertThat(keys)
				.anyMatch((key) -> !key.notBefore().isAfter(now) && key.notBefore().plusSeconds(61).isAfter(now));
			Set<String> names = redis.keys("mxp:ticket-key:*");
			for (String name : names) {
				String stored = redis.opsForValue().get(name);
				assertThat(redis.getExpire(name)).isBetween(1L, 210L);
				byte[] raw = Base64.getDecoder().decode(stored);
				keys.forEach((key) -> assertThat(HexFormat.of().formatHex(raw))
					.doesNotContain(HexFormat.of().formatHex(key.secret())));
			}
			assertThat(one.toString()).doesNotContain(HexFormat.of().formatHex(keys.get(0).secret()));
		}
	}

	@Test
	void anotherSecretOpensNoTicketKey() {
		StringRedisTemplate redis = new StringRedisTemplate(connect());
		byte[] wrong = new byte[32];
		wrong[31] = 1;
		try (RedisTicketKeys one = new RedisTicketKeys(redis, "mxp:", new byte[32], LIFETIME)) {
			// The keys of this minute and of the next are there before the other one
			// comes.
			one.refresh();
			try (RedisTicketKeys other = new RedisTicketKeys(redis, "mxp:", wrong, LIFETIME)) {
				other.refresh();
				assertThat(one.keys(Instant.now())).isNotEmpty();
				assertThat(other.keys(Instant.now())).isEmpty();
			}
		}
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RedisTicketKeys(redis, "mxp:", new byte[31], LIFETIME))
			.withMessageContaining("openssl rand -base64 32");
	}

	@Test
	void ticketKeysStayWhileRedisIsAway() throws Exception {
		StringRedisTemplate redis = new StringRedisTemplate(connect());
		try (RedisTicketKeys keys = new RedisTicketKeys(redis, "mxp:", new byte[32], LIFETIME)) {
			keys.refresh();
			Instant now = Instant.now();
			List<TicketKey> before = keys.keys(now);
			this.server.stop();
			keys.refresh();
			assertThat(keys.keys(now)).extracting(TicketKey::id)
				.isEqualTo(before.stream().map(TicketKey::id).toList())
				.isNotEmpty();
			this.server = start();
		}
	}

	@Test
	void denyListIsASet() throws Exception {
		StringRedisTemplate redis = new StringRedisTemplate(connect());
		RedisDenyList list = new RedisDenyList(redis, "mxp:deny");
		assertThat(list.current().size()).isZero();
		UUID agent = UUID.randomUUID();
		redis.opsForSet().add("mxp:deny", "agent " + agent, "serial 0a");
		assertThat(list.current().agents()).containsExactly(agent);
		assertThat(list.current().size()).isEqualTo(2);
		redis.opsForSet().add("mxp:deny", "nonsense");
		assertThatIllegalArgumentException().isThrownBy(list::current).withMessageContaining("in Redis (mxp:deny)");
		this.server.stop();
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(list::current);
		this.server = start();
	}

	private static Outcome untilAnswered(RedisReplayStore store, int ticket, Instant expiry) throws Exception {
		Outcome outcome = Outcome.UNKNOWN;
		for (int i = 0; i < 100 && outcome == Outcome.UNKNOWN; i++) {
			outcome = result(store.claim(ticket(ticket), expiry));
		}
		return outcome;
	}

}
