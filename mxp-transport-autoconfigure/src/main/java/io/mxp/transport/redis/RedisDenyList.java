/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.redis;

import java.util.Set;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.mxp.transport.DenyList;
import io.mxp.transport.DenyListSource;

/**
 * A deny list in a Redis set: each member is an entry as a deny list file has it on a
 * line.
 */
public final class RedisDenyList implements DenyListSource {

	private final StringRedisTemplate redis;

	private final String key;

	/**
	 * Creates the source.
	 * @param redis the connection
	 * @param key the name of the set
	 */
	public RedisDenyList(StringRedisTemplate redis, String key) {
		this.redis = redis;
		this.key = key;
	}

	@Override
	public DenyList current() {
		Set<String> entries = this.redis.opsForSet().members(this.key);
		return DenyList.parse((entries != null) ? String.join("\n", entries) : "", "in Redis (" + this.key + ")");
	}

}
