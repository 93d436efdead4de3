/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.mxp.transport.Acknowledgement;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpStream;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.Responder;
import io.mxp.transport.Seal;
import io.mxp.transport.StreamListener;
import io.mxp.transport.exchange.MxpDeadline;
import io.mxp.transport.exchange.PayloadConverter;
import io.mxp.transport.observation.MxpHandlerConvention;

/**
 * Takes messages from the transport's delivery threads, finds their handler and runs it
 * on its band's executor. A call that nobody handles, or whose handler cannot be run, is
 * answered with an error at once.
 */
public final class HandlerDispatcher implements MessageHandler {

	private static final Logger logger = LoggerFactory.getLogger(HandlerDispatcher.class);

	private static final long WARNING_EVERY = 1_000;

	private final HandlerRegistry registry;

	private final BandExecutors executors;

	private final HandlerStatistics statistics;

	private final Results results;

	private final AtomicLong droppedMessages = new AtomicLong();

	private ObservationRegistry observations = ObservationRegistry.NOOP;

	private SealRelay relay = new SealRelay((agentId) -> Optional.empty());

	private @Nullable MxpHandlerConvention convention;

	/**
	 * Creates the dispatcher.
	 * @param registry the handlers
	 * @param executors where they run
	 * @param statistics is told what happens
	 * @param converter writes answers
	 * @param includeErrorMessage whether the caller reads the message of an unexpected
	 * exception
	 */
	public HandlerDispatcher(HandlerRegistry registry, BandExecutors executors, HandlerStatistics statistics,
			PayloadConverter converter, boolean includeErrorMessage) {
		this.registry = registry;
		this.executors = executors;
		this.statistics = statistics;
		this.results = new Results(converter, new HandlerErrors(includeErrorMessage), registry);
	}

	/**
	 * Observes invocations; to be set before the first message.
	 * @param observationRegistry where observations go
	 * @param handlerConvention names and key values, or null for ours
	 */
	public void setObservations(ObservationRegistry observationRegistry,
			@Nullable MxpHandlerConvention handlerConvention) {
		this.observations = observationRegistry;
		this.convention = handlerConvention;
	}

	/**
	 * Says who passes on what is sealed for other agents; to be set before the first
	 * message. Without it, such messages are refused.
	 * @param sealRelay passes them on
	 */
	public void setRelay(SealRelay sealRelay) {
		this.relay = sealRelay;
	}

	@Override
	public void onMessage(InboundMessage message) {
		Seal seal = message.seal();
		if (seal != null && !seal.opened()) {
			this.relay.pass(message, seal);
			return;
		}
		String subject = message.subject();
		HandlerRegistry.Match match = this.registry.find(message.type(), subject);
		Responder responder = (message.type() == MessageType.CALL) ? message.responder() : null;
		Acknowledgement acknowledgement = message.requiresAck() ? message.acknowledgement() : null;
		if (match == null) {
			unmatched(message.type(), subject, responder, acknowledgement);
			return;
		}
		if (match.handler().definition().encrypted() && seal == null) {
			unsealed(match.handler().definition(), responder, acknowledgement);
			return;
		}
		Invocation invocation = new Invocation(match, message, responder, acknowledgement, executor(match.handler()));
		try {
			invocation.executor().execute(() -> run(invocation));
		}
		catch (RejectedExecutionException ex) {
			rejected(invocation, ex);
		}
	}

	@Override
	public @Nullable StreamListener onStream(MxpStream stream) {
		HandlerRegistry.Match match = this.registry.find(MessageType.STREAM_OPEN, stream.metadata().subject());
		if (match == null) {
			unmatched(MessageType.STREAM_OPEN, stream.metadata().subject(), null, null);
			return null;
		}
		RelayListener listener = new RelayListener();
		Invocation invocation = new Invocation(match, stream, listener, executor(match.handler()));
		try {
			invocation.executor().execute(() -> run(invocation));
		}
		catch (RejectedExecutionException ex) {
			rejected(invocation, ex);
		}
		return listener;
	}

	private void run(Invocation invocation) {
		PriorityBand band = invocation.handler().definition().band();
		this.statistics.recordWait(band, invocation.waitedNanos());
		MxpDeadline deadline = invocation.deadline();
		if (deadline.isExpired()) {
			this.statistics.recordExpired(band);
			this.results.fail(invocation, new MxpHandlerException(ErrorCode.DEADLINE_EXCEEDED,
					"The deadline passed before a handler was free"));
			return;
		}
		invocation.observe(HandlerObservation.start(this.observations, this.convention, invocation));
		MxpDeadline.Scope deadlineScope = deadline.openScope();
		Observation.Scope observationScope = invocation.observation().openScope();
		try {
			this.results.returned(invocation, invocation.handler().invoke(invocation));
		}
		catch (Exception ex) {
			this.results.failed(invocation, ex);
		}
		catch (Error ex) {
			this.results.fail(invocation, ex);
			throw ex;
		}
		finally {
			observationScope.close();
			deadlineScope.close();
		}
	}

	private void unsealed(HandlerDefinition definition, @Nullable Responder responder,
			@Nullable Acknowledgement acknowledgement) {
		this.statistics.recordUnmatched();
		logger.debug("{} takes only sealed messages", definition.describe());
		String text = "The handler takes only messages that are sealed for this agent";
		if (responder != null) {
			responder.fail(ErrorCode.PERMISSION_DENIED, text);
		}
		if (acknowledgement != null) {
			acknowledgement.fail(ErrorCode.PERMISSION_DENIED, text);
		}
	}

	private void unmatched(MessageType type, @Nullable String subject, @Nullable Responder responder,
			@Nullable Acknowledgement acknowledgement) {
		this.statistics.recordUnmatched();
		logger.debug("No handler takes the {} '{}'", type, subject);
		if (responder != null) {
			responder.fail(ErrorCode.NOT_FOUND, (subject != null) ? "No handler takes the subject '" + subject + "'"
					: "No handler takes calls without a subject");
		}
		if (acknowledgement != null) {
			acknowledgement.fail(ErrorCode.NOT_FOUND,
					"No handler takes the " + type + ((subject != null) ? " '" + subject + "'" : ""));
		}
	}

	private void rejected(Invocation invocation, RejectedExecutionException ex) {
		this.statistics.recordRejected(invocation.handler().definition().band());
		if (invocation.responder() == null && this.droppedMessages.getAndIncrement() % WARNING_EVERY == 0) {
			logger.warn(
					"The queue of {} handlers is full: a message of type {} was dropped, and so will others be."
							+ " Raise mxp.transport.handler.<band>.queue or concurrency, or send less.",
					invocation.handler().definition().band(), invocation.type());
		}
		this.results.fail(invocation,
				new MxpHandlerException(ErrorCode.OVERLOADED, "All handlers are busy and their queue is full", ex));
	}

	private Executor executor(HandlerMethodInvoker handler) {
		return this.executors.executor(handler.definition().band());
	}

}
