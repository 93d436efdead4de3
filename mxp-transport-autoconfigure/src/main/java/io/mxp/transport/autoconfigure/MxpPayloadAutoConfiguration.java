/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import com.google.protobuf.MessageLite;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.json.JsonMapper;

import io.mxp.transport.MxpTransport;
import io.mxp.transport.exchange.JacksonFormat;
import io.mxp.transport.exchange.PayloadConverter;
import io.mxp.transport.exchange.PayloadFormat;
import io.mxp.transport.exchange.ProtobufFormat;

/**
 * How payloads are written and read: bytes and text as they are, Protocol Buffers and
 * JSON where their libraries are there, and whatever beans of type {@link PayloadFormat}
 * bring, in their order.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass(MxpTransport.class)
@ConditionalOnMxpTransport
public final class MxpPayloadAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	PayloadConverter mxpPayloadConverter(ObjectProvider<PayloadFormat> formats) {
		return new PayloadConverter(formats.orderedStream().toList());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MessageLite.class)
	static class ProtobufConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@Order(100)
		ProtobufFormat mxpProtobufFormat() {
			return new ProtobufFormat();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	static class JacksonConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@Order(200)
		JacksonFormat mxpJacksonFormat(ObjectProvider<JsonMapper> mapper) {
			return new JacksonFormat(mapper.getIfAvailable(() -> JsonMapper.builder().build()));
		}

	}

}
