/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.util.Base64;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.mxp.transport.MxpTransport;
import io.mxp.transport.ReplayStore;
import io.mxp.transport.TicketKeys;
import io.mxp.transport.autoconfigure.properties.MxpTransportProperties;
import io.mxp.transport.autoconfigure.properties.RedisProperties;
import io.mxp.transport.redis.RedisDenyList;
import io.mxp.transport.redis.RedisReplayStore;
import io.mxp.transport.redis.RedisTicketKeys;

/** What the servers of a cluster share through Redis. */
@AutoConfiguration(before = MxpIdentityAutoConfiguration.class,
		afterName = { "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
				"org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration" })
@ConditionalOnClass({ MxpTransport.class, StringRedisTemplate.class, ReactiveStringRedisTemplate.class })
@ConditionalOnMxpTransport
@ConditionalOnBooleanProperty("mxp.transport.redis.enabled")
@EnableConfigurationProperties(MxpTransportProperties.class)
public final class MxpRedisAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ReplayStore.class)
	@ConditionalOnBooleanProperty(name = "mxp.transport.redis.replay-store", matchIfMissing = true)
	RedisReplayStore mxpReplayStore(ReactiveStringRedisTemplate redis, MxpTransportProperties properties) {
		RedisProperties settings = properties.getRedis();
		return new RedisReplayStore(redis, settings.getKeyPrefix(),
				properties.getSession().getResumption().getTicketLifetime(), settings.getTimeout());
	}

	@Bean
	@ConditionalOnMissingBean(TicketKeys.class)
	@ConditionalOnProperty("mxp.transport.redis.secret")
	RedisTicketKeys mxpTicketKeys(StringRedisTemplate redis, MxpTransportProperties properties) {
		RedisProperties settings = properties.getRedis();
		return new RedisTicketKeys(redis, settings.getKeyPrefix(), secret(String.valueOf(settings.getSecret())),
				properties.getSession().getResumption().getTicketLifetime());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "mxp.transport.redis.deny-list", matchIfMissing = true)
	RedisDenyList mxpRedisDenyList(StringRedisTemplate redis, MxpTransportProperties properties) {
		return new RedisDenyList(redis, properties.getRedis().getKeyPrefix() + "deny");
	}

	private static byte[] secret(String text) {
		try {
			return Base64.getDecoder().decode(text.strip());
		}
		catch (IllegalArgumentException ex) {
			// Without the cause: its text may quote a part of the secret.
			throw new IllegalArgumentException(
					"mxp.transport.redis.secret is no base64. Make one: openssl rand -base64 32");
		}
	}

}
