/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

import io.mxp.transport.ReplayStore;

/**
 * Claims tickets in Redis, so that of all servers one executes what a ticket brought.
 * Redis is asked by one script that sets the ticket's key only if it is not there.
 *
 * <p>
 * A Redis that was started anew may have lost claims, and one that took over from another
 * may never have had them. So Redis holds a mark with its run id and the time when that
 * was first seen; where the run id is another one or the mark is gone, the time begins
 * anew, and tickets that were given before it are refused ({@link Outcome#UNKNOWN}).
 */
public final class RedisReplayStore implements ReplayStore, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RedisReplayStore.class);

	/** Clocks of Redis and of servers may differ by so much. */
	static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

	/** Claims that may wait to be sent; more are refused. */
	static final int MAX_WAITING = 10_000;

	private static final long FIRST = 1;

	private static final long SEEN = 0;

	/*
	 * KEYS: mark, ticket. ARGV: the latest issue time of the ticket in ms, how long its
	 * key has to stay in ms. Gives 1 for the first claim, 0 for another, -1 for a ticket
	 * that is older than what Redis can know.
	 */
	private static final RedisScript<Long> CLAIM = RedisScript.of("""
			local time = redis.call('TIME')
			local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
			local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
			local mark = redis.call('HMGET', KEYS[1], 'run', 'since')
			if mark[1] ~= run or not mark[2] then
			  redis.call('HSET', KEYS[1], 'run', run, 'since', now)
			  mark[2] = now
			end
			if tonumber(ARGV[1]) <= tonumber(mark[2]) then
			  return -1
			end
			if redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[2]) then
			  return 1
			end
			return 0
			""", Long.class);

	private final ReactiveStringRedisTemplate redis;

	private final String prefix;

	private final Duration ticketLifetime;

	private final Duration timeout;

	/** The first command after a failure connects, and that may block. */
	private final ThreadPoolExecutor sender = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(MAX_WAITING), (task) -> {
				Thread thread = new Thread(task, "mxp-redis");
				thread.setDaemon(true);
				return thread;
			});

	private volatile boolean troubled;

	/**
	 * Creates a store.
	 * @param redis the connection
	 * @param prefix before the names of all keys
	 * @param ticketLifetime how long tickets live; the same in the whole cluster
	 * @param timeout how long Redis may take
	 */
	public RedisReplayStore(ReactiveStringRedisTemplate redis, String prefix, Duration ticketLifetime,
			Duration timeout) {
		this.redis = redis;
		this.prefix = prefix;
		this.ticketLifetime = ticketLifetime;
		this.timeout = timeout;
		this.sender.allowCoreThreadTimeOut(true);
		// Sets the mark before the first tickets are given; claims nothing, being too
		// old.
		claim(new byte[TICKET_ID_BYTES], Instant.now().plusSeconds(1));
	}

	@Override
	public CompletionStage<Outcome> claim(byte[] ticketId, Instant expiry) {
		CompletableFuture<Outcome> outcome = new CompletableFuture<>();
		// All keys of a script have to be in one slot of a Redis cluster.
		String key = this.prefix + "{tickets}:" + HexFormat.of().formatHex(ticketId);
		try {
			this.sender.execute(() -> ask(key, expiry, outcome));
		}
		catch (RejectedExecutionException ex) {
			outcome.complete(Outcome.UNKNOWN);
		}
		return outcome;
	}

	private void ask(String key, Instant expiry, CompletableFuture<Outcome> outcome) {
		long now = System.currentTimeMillis();
		long stay = expiry.toEpochMilli() - now + 2 * CLOCK_TOLERANCE.toMillis();
		long issued = expiry.minus(this.ticketLifetime).minus(CLOCK_TOLERANCE).toEpochMilli();
		if (stay <= 0) {
			outcome.complete(Outcome.UNKNOWN);
			return;
		}
		try {
			this.redis
				.execute(CLAIM, List.of(this.prefix + "{tickets}:mark", key),
						List.of(String.valueOf(issued), String.valueOf(stay)))
				.next()
				.timeout(this.timeout)
				.subscribe((answer) -> answered(answer, outcome), (failure) -> failed(failure, outcome),
						() -> outcome.complete(Outcome.UNKNOWN));
		}
		catch (RuntimeException ex) {
			failed(ex, outcome);
		}
	}

	private void answered(long answer, CompletableFuture<Outcome> outcome) {
		if (this.troubled) {
			this.troubled = false;
			logger.info("Redis answers again: early data is taken for tickets that are given from now on");
		}
		outcome.complete((answer == FIRST) ? Outcome.FIRST : (answer == SEEN) ? Outcome.SEEN : Outcome.UNKNOWN);
	}

	private void failed(Throwable failure, CompletableFuture<Outcome> outcome) {
		if (!this.troubled) {
			this.troubled = true;
			logger.warn("Redis does not answer: early data (0-RTT) is refused, connections go on. {}",
					failure.toString());
		}
		outcome.complete(Outcome.UNKNOWN);
	}

	@Override
	public void close() {
		this.sender.shutdownNow();
	}

	@Override
	public String toString() {
		return "RedisReplayStore[" + this.prefix + "]";
	}

}
