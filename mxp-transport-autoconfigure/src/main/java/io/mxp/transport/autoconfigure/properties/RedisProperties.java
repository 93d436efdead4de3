/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What servers of a cluster share through Redis. The connection is that of
 * spring.data.redis.
 */
public class RedisProperties {

	/**
	 * Whether to share anything.
	 */
	private boolean enabled = false;

	/**
	 * Before the names of all keys in Redis.
	 */
	private String keyPrefix = "mxp:";

	/**
	 * How long Redis may take to answer. Early data whose ticket it has not confirmed by
	 * then is refused.
	 */
	private Duration timeout = Duration.ofMillis(100);

	/**
	 * Whether Redis notes which tickets have brought early data.
	 */
	private boolean replayStore = true;

	/**
	 * Whether the Redis set with the name "deny", behind the prefix, is a deny list.
	 */
	private boolean denyList = true;

	/**
	 * Secret of the cluster, base64 of at least 32 random bytes, under which ticket keys
	 * are sealed in Redis. Without it ticket keys are not shared.
	 */
	private @Nullable String secret;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public String getKeyPrefix() {
		return this.keyPrefix;
	}

	public void setKeyPrefix(String keyPrefix) {
		this.keyPrefix = keyPrefix;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public boolean isReplayStore() {
		return this.replayStore;
	}

	public void setReplayStore(boolean replayStore) {
		this.replayStore = replayStore;
	}

	public boolean isDenyList() {
		return this.denyList;
	}

	public void setDenyList(boolean denyList) {
		this.denyList = denyList;
	}

	public @Nullable String getSecret() {
		return this.secret;
	}

	public void setSecret(@Nullable String secret) {
		this.secret = secret;
	}

}
