/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.observation;

import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageType;

/**
 * What is known of a request. Its carrier collects the trace context that travels with
 * the message.
 */
public final class MxpRequestContext extends SenderContext<Map<String, String>> {

	private final MessageType type;

	private final @Nullable String subject;

	private final @Nullable String peerName;

	private final String remote;

	private @Nullable ErrorCode errorCode;

	/**
	 * Creates the context.
	 * @param type the type of message
	 * @param subject its subject
	 * @param peerName the peer's name in the configuration, or null
	 * @param remote the peer's address
	 * @param carrier collects the trace context
	 */
	public MxpRequestContext(MessageType type, @Nullable String subject, @Nullable String peerName, String remote,
			Map<String, String> carrier) {
		super((fields, key, value) -> {
			if (fields != null) {
				fields.put(key, value);
			}
		}, (type == MessageType.EVENT) ? Kind.PRODUCER : Kind.CLIENT);
		this.type = type;
		this.subject = subject;
		this.peerName = peerName;
		this.remote = remote;
		setCarrier(carrier);
		setRemoteServiceName((peerName != null) ? peerName : remote);
	}

	/**
	 * The type of message.
	 * @return the type
	 */
	public MessageType type() {
		return this.type;
	}

	/**
	 * The subject.
	 * @return the subject or null
	 */
	public @Nullable String subject() {
		return this.subject;
	}

	/**
	 * The peer's name in the configuration.
	 * @return the name or null
	 */
	public @Nullable String peerName() {
		return this.peerName;
	}

	/**
	 * The peer's address.
	 * @return as in an {@code mxp://} address
	 */
	public String remote() {
		return this.remote;
	}

	/**
	 * How it failed.
	 * @return null where it did not, or not yet
	 */
	public @Nullable ErrorCode errorCode() {
		return this.errorCode;
	}

	/**
	 * Notes how it failed.
	 * @param errorCode the code
	 */
	public void setErrorCode(ErrorCode errorCode) {
		this.errorCode = errorCode;
	}

}
