/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.mxp.transport.ResumptionConfig;
import io.mxp.transport.TicketKey;
import io.mxp.transport.TicketKeys;

/**
 * Ticket keys of a cluster: random, one for each minute, made by whichever server comes
 * first and forgotten when no ticket lives any more that they sealed. In Redis they are
 * sealed under a secret of the cluster, so that who can read Redis alone has nothing.
 *
 * <p>
 * This object keeps a copy that a thread of its own refreshes. Without Redis the copy
 * runs out after a minute or two; then there are no tickets, and everybody does whole
 * handshakes.
 */
public final class RedisTicketKeys implements TicketKeys, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RedisTicketKeys.class);

	/** Shortest secret of a cluster. */
	public static final int SECRET_BYTES = 32;

	private static final int NONCE_BYTES = 12;

	private static final int TAG_BITS = 128;

	/** Twice for each key, and in time for the one to come. */
	private static final Duration REFRESH = Duration.ofSeconds(20);

	private final StringRedisTemplate redis;

	private final String prefix;

	private final SecretKeySpec sealingKey;

	private final SecureRandom random = new SecureRandom();

	private final Duration keep;

	private final ScheduledThreadPoolExecutor timer;

	private volatile List<TicketKey> copy = List.of();

	private volatile boolean troubled;

	/**
	 * Creates the keys and fetches them in the background.
	 * @param redis the connection
	 * @param prefix before the names of all keys
	 * @param secret the secret of the cluster, at least {@value #SECRET_BYTES} random
	 * bytes
	 * @param ticketLifetime how long tickets live
	 */
	public RedisTicketKeys(StringRedisTemplate redis, String prefix, byte[] secret, Duration ticketLifetime) {
		if (secret.length < SECRET_BYTES) {
			throw new IllegalArgumentException("The secret of the cluster (mxp.transport.redis.secret) has "
					+ secret.length + " bytes, but needs at least " + SECRET_BYTES + ": openssl rand -base64 32");
		}
		this.redis = redis;
		this.prefix = prefix;
		this.sealingKey = sealingKey(secret);
		this.keep = ticketLifetime.compareTo(ResumptionConfig.LONGEST_LIFETIME) < 0 ? ticketLifetime
				: ResumptionConfig.LONGEST_LIFETIME;
		this.timer = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "mxp-ticket-keys");
			thread.setDaemon(true);
			return thread;
		});
		this.timer.scheduleWithFixedDelay(this::refresh, 0, REFRESH.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public List<TicketKey> keys(Instant now) {
		return this.copy;
	}

	/**
	 * Fetches the keys of now and of the next minute, and makes those that are missing.
	 */
	void refresh() {
		try {
			long slot = Math.floorDiv(Instant.now().getEpochSecond(), SEALING_SECONDS);
			long oldest = slot - 1 - this.keep.toSeconds() / SEALING_SECONDS;
			List<TicketKey> found = new ArrayList<>();
			for (long each = slot + 1; each >= oldest && found.size() < MAX_KEYS; each--) {
				TicketKey key = (each >= slot) ? findOrMake(each) : find(each);
				if (key != null) {
					found.add(key);
				}
			}
			this.copy = List.copyOf(found);
			this.troubled = false;
		}
		catch (RuntimeException ex) {
			dropOld();
			if (!this.troubled) {
				this.troubled = true;
				logger.warn("Redis gives no ticket keys: no tickets until it does, handshakes go on. {}",
						ex.toString());
			}
		}
	}

	// A key that is not renewed must not seal for longer than its minute.
	private void dropOld() {
		Instant oldest = Instant.now().minus(this.keep).minusSeconds(SEALING_SECONDS);
		this.copy = this.copy.stream().filter((key) -> key.notBefore().isAfter(oldest)).toList();
	}

	private TicketKey findOrMake(long slot) {
		TicketKey known = find(slot);
		if (known != null) {
			return known;
		}
		byte[] secret = new byte[TicketKey.SECRET_BYTES];
		this.random.nextBytes(secret);
		long id = this.random.nextLong();
		Duration life = this.keep.plusSeconds(3L * SEALING_SECONDS);
		Boolean mine = this.redis.opsForValue().setIfAbsent(name(slot), seal(slot, id, secret), life);
		TicketKey stored = Boolean.TRUE.equals(mine) ? new TicketKey(id, secret, start(slot)) : find(slot);
		if (stored == null) {
			throw new IllegalStateException("the ticket key of the minute is gone again");
		}
		return stored;
	}

	private @Nullable TicketKey find(long slot) {
		String sealed = this.redis.opsForValue().get(name(slot));
		return (sealed != null) ? open(slot, sealed) : null;
	}

	private String name(long slot) {
		return this.prefix + "ticket-key:" + slot;
	}

	private static Instant start(long slot) {
		return Instant.ofEpochSecond(slot * SEALING_SECONDS);
	}

	private String seal(long slot, long id, byte[] secret) {
		byte[] nonce = new byte[NONCE_BYTES];
		this.random.nextBytes(nonce);
		byte[] content = ByteBuffer.allocate(Long.BYTES + secret.length).putLong(id).put(secret).array();
		try {
			byte[] sealed = cipher(Cipher.ENCRYPT_MODE, slot, nonce).doFinal(content);
			return Base64.getEncoder()
				.encodeToString(ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has AES-GCM", ex);
		}
		finally {
			Arrays.fill(content, (byte) 0);
		}
	}

	private TicketKey open(long slot, String text) {
		try {
			byte[] all = Base64.getDecoder().decode(text);
			byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
			byte[] content = cipher(Cipher.DECRYPT_MODE, slot, nonce).doFinal(all, NONCE_BYTES,
					all.length - NONCE_BYTES);
			ByteBuffer in = ByteBuffer.wrap(content);
			long id = in.getLong();
			byte[] secret = new byte[TicketKey.SECRET_BYTES];
			in.get(secret);
			Arrays.fill(content, (byte) 0);
			return new TicketKey(id, secret, start(slot));
		}
		catch (GeneralSecurityException | RuntimeException ex) {
			throw new IllegalStateException("A ticket key in Redis does not open: the servers of the cluster need the"
					+ " same mxp.transport.redis.secret");
		}
	}

	private Cipher cipher(int mode, long slot, byte[] nonce) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(mode, this.sealingKey, new GCMParameterSpec(TAG_BITS, nonce));
		cipher.updateAAD(name(slot).getBytes(StandardCharsets.UTF_8));
		return cipher;
	}

	private static SecretKeySpec sealingKey(byte[] secret) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(secret, "HmacSHA256"));
			return new SecretKeySpec(mac.doFinal("mxp ticket keys in redis".getBytes(StandardCharsets.US_ASCII)),
					"AES");
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has HMAC-SHA256", ex);
		}
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		this.copy.forEach((key) -> Arrays.fill(key.secret(), (byte) 0));
		this.copy = List.of();
	}

	/** Without secrets (SEC-14). */
	@Override
	public String toString() {
		return "RedisTicketKeys[" + this.prefix + ", " + this.copy.size() + " keys]";
	}

}
