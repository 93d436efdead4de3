/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.mxp.transport.Acknowledgement;
import io.mxp.transport.CallRequest;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Reply;
import io.mxp.transport.Responder;
import io.mxp.transport.Seal;
import io.mxp.transport.SendRequest;
import io.mxp.transport.TransportException;
import io.mxp.transport.exchange.MxpDeadline;

/**
 * Passes messages that are sealed for other agents on to them, and their answers back, as
 * they came. Nothing here waits on a delivery thread. What is under way, such as while
 * the next agent is connected to, is bounded in bytes; what is more is refused.
 */
public final class SealRelay {

	private static final Logger logger = LoggerFactory.getLogger(SealRelay.class);

	private static final Duration LONGEST = Duration.ofMinutes(5);

	/** Four of the largest messages. */
	static final long MAX_BYTES_UNDER_WAY = 64L << 20;

	private final AtomicLong bytesUnderWay = new AtomicLong();

	private final Function<UUID, Optional<CompletableFuture<MxpConnection>>> connections;

	/**
	 * Creates the relay.
	 * @param connections the way to an agent, where there is one
	 */
	public SealRelay(Function<UUID, Optional<CompletableFuture<MxpConnection>>> connections) {
		this.connections = connections;
	}

	void pass(InboundMessage message, Seal seal) {
		int length = message.payload().remaining();
		if (this.bytesUnderWay.addAndGet(length) > MAX_BYTES_UNDER_WAY) {
			this.bytesUnderWay.addAndGet(-length);
			refuse(message, ErrorCode.OVERLOADED, "Too much is passed on at once");
			return;
		}
		CompletableFuture<?> passed = start(message, seal);
		passed.whenComplete((done, failure) -> this.bytesUnderWay.addAndGet(-length));
	}

	private CompletableFuture<?> start(InboundMessage message, Seal seal) {
		UUID recipient = seal.recipient();
		CompletableFuture<MxpConnection> way = (recipient != null) ? this.connections.apply(recipient).orElse(null)
				: null;
		if (way == null) {
			return refuse(message, ErrorCode.WRONG_TARGET, "No way leads to the agent that it is sealed for");
		}
		return (message.type() == MessageType.CALL) ? passCall(message, way) : passEvent(message, way);
	}

	private static CompletableFuture<?> refuse(InboundMessage message, ErrorCode code, String text) {
		if (message.type() == MessageType.CALL) {
			message.responder().fail(code, text);
		}
		else {
			fail(message.requiresAck() ? message.acknowledgement() : null, code, text);
		}
		return CompletableFuture.completedFuture(null);
	}

	private static CompletableFuture<?> passCall(InboundMessage message, CompletableFuture<MxpConnection> way) {
		Responder responder = message.responder();
		Duration remaining = MxpDeadline.atNanoTime(message.deadlineNanos()).remaining();
		Duration timeout = (remaining.compareTo(LONGEST) < 0) ? remaining : LONGEST;
		if (timeout.isZero() || timeout.isNegative()) {
			return refuse(message, ErrorCode.DEADLINE_EXCEEDED, "The deadline passed on the way");
		}
		CallRequest call = CallRequest.relaying(message, timeout);
		return way.thenCompose((connection) -> connection.call(call))
			.whenComplete((answer, failure) -> answered(responder, answer, failure));
	}

	private static void answered(Responder responder, @Nullable Reply answer, @Nullable Throwable failure) {
		if (answer != null && failure == null) {
			if (!responder.relay(answer)) {
				logger.debug("An answer could not be passed on");
			}
			return;
		}
		Throwable cause = HandlerErrors
			.unwrap((failure != null) ? failure : new IllegalStateException("neither an answer nor a failure"));
		boolean told = cause instanceof TransportException.RemoteError
				|| cause instanceof TransportException.DeadlineExceeded;
		responder.fail(told ? ((TransportException) cause).code() : ErrorCode.UNAVAILABLE,
				told ? String.valueOf(cause.getMessage()) : "The next agent cannot be reached");
	}

	private static CompletableFuture<?> passEvent(InboundMessage message, CompletableFuture<MxpConnection> way) {
		Acknowledgement acknowledgement = message.requiresAck() ? message.acknowledgement() : null;
		SendRequest event = SendRequest.relaying(message);
		Duration timeout = MxpDeadline.atNanoTime(message.deadlineNanos()).remaining();
		return way.thenCompose((connection) -> (acknowledgement != null && timeout.toMillis() > 0)
				? connection.sendAcknowledged(event, (timeout.compareTo(LONGEST) < 0) ? timeout : LONGEST)
				: connection.submit(event))
			.whenComplete((done, failure) -> {
				if (failure != null) {
					fail(acknowledgement, ErrorCode.UNAVAILABLE, "It could not be passed on");
				}
				else if (acknowledgement != null) {
					acknowledgement.done();
				}
			});
	}

	private static void fail(@Nullable Acknowledgement acknowledgement, ErrorCode code, String text) {
		if (acknowledgement != null) {
			acknowledgement.fail(code, text);
		}
		else {
			logger.debug("A sealed event is dropped: {}", text);
		}
	}

}
