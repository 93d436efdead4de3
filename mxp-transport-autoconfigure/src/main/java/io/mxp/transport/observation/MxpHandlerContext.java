/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.Propagator;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.exchange.MxpHeaders;
import io.mxp.transport.exchange.MxpPeer;

/**
 * What is known of a message that a handler gets. Its carrier is the metadata, where the
 * sender's trace context is.
 */
public final class MxpHandlerContext extends ReceiverContext<MessageMetadata> {

	private final MessageType type;

	private final String pattern;

	private final MxpPeer peer;

	private @Nullable ErrorCode errorCode;

	/**
	 * Creates the context.
	 * @param type the type of message
	 * @param pattern the handler's subject pattern
	 * @param metadata the message's metadata
	 * @param peer who sent it
	 */
	public MxpHandlerContext(MessageType type, String pattern, MessageMetadata metadata, MxpPeer peer) {
		super(new MetadataGetter(), (type == MessageType.CALL) ? Kind.SERVER : Kind.CONSUMER);
		this.type = type;
		this.pattern = pattern;
		this.peer = peer;
		setCarrier(metadata);
		setRemoteServiceName(peer.getName());
	}

	/**
	 * The type of message.
	 * @return the type
	 */
	public MessageType type() {
		return this.type;
	}

	/**
	 * The handler's subject pattern.
	 * @return the pattern, empty where the handler takes every subject
	 */
	public String pattern() {
		return this.pattern;
	}

	/**
	 * The message's metadata.
	 * @return the metadata
	 */
	public MessageMetadata metadata() {
		MessageMetadata metadata = getCarrier();
		return (metadata != null) ? metadata : MessageMetadata.EMPTY;
	}

	/**
	 * Who sent the message.
	 * @return the peer
	 */
	public MxpPeer peer() {
		return this.peer;
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

	private static final class MetadataGetter implements Propagator.Getter<MessageMetadata> {

		@Override
		public @Nullable String get(MessageMetadata carrier, String key) {
			return switch (key) {
				case MxpHeaders.TRACEPARENT -> carrier.traceparent();
				case MxpHeaders.TRACESTATE -> carrier.tracestate();
				default -> carrier.header(key);
			};
		}

	}

}
