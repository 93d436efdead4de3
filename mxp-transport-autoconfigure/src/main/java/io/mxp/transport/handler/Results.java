/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.BaseStream;

import org.springframework.util.ClassUtils;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.Acknowledgement;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Responder;
import io.mxp.transport.StreamListener;
import io.mxp.transport.exchange.PayloadConverter;

/**
 * Makes answers of what handlers return and throw. A call is answered once, whatever
 * happens.
 */
final class Results {

	private static final Logger logger = LoggerFactory.getLogger(HandlerDispatcher.class);

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Flux",
			Results.class.getClassLoader());

	private final PayloadConverter converter;

	private final HandlerErrors errors;

	private final HandlerRegistry registry;

	Results(PayloadConverter converter, HandlerErrors errors, HandlerRegistry registry) {
		this.converter = converter;
		this.errors = errors;
		this.registry = registry;
	}

	HandlerErrors errors() {
		return this.errors;
	}

	/** What the handler returned, now or later. */
	void returned(Invocation invocation, @Nullable Object result) {
		if (result instanceof CompletionStage<?> stage) {
			later(invocation, stage.toCompletableFuture());
		}
		else if (REACTOR && result != null && ReactiveResults.isPublisher(result.getClass())) {
			ReactiveResults.returned(this, invocation, result);
		}
		else if (result instanceof BaseStream<?, ?> elements) {
			sendAll(invocation, elements);
		}
		else {
			answer(invocation, result);
		}
	}

	void answer(Invocation invocation, @Nullable Object result) {
		Object value = (result instanceof Optional<?> optional) ? optional.orElse(null) : result;
		if (invocation.type() == MessageType.CALL) {
			reply(invocation, value);
		}
		else if (invocation.type() == MessageType.STREAM_OPEN) {
			answerOnStream(invocation, value);
		}
		else {
			ended(invocation);
		}
	}

	/** Answers with the error that belongs to an exception. */
	void failed(Invocation invocation, Throwable thrown) {
		Throwable failure = HandlerErrors.unwrap(thrown);
		ExceptionHandlers handlers = this.registry.exceptionHandlers();
		ExceptionHandlers.Outcome outcome = handlers.handle(invocation, failure);
		if (outcome.isAnswer()) {
			answer(invocation, outcome.answer());
			return;
		}
		fail(invocation, (outcome.failure() != null) ? outcome.failure() : failure);
	}

	void fail(Invocation invocation, Throwable failure) {
		if (!invocation.end(failure)) {
			return;
		}
		ErrorCode code = this.errors.code(failure);
		String text = this.errors.text(failure);
		log(invocation, failure);
		Responder responder = invocation.responder();
		MxpStream stream = invocation.stream();
		if (responder != null) {
			responder.fail(code, text);
		}
		else if (stream != null) {
			stream.reset(code, text);
		}
		Acknowledgement acknowledgement = invocation.acknowledgement();
		if (acknowledgement != null) {
			acknowledgement.fail(code, text);
		}
		invocation.observation().stop(failure, code);
	}

	void ended(Invocation invocation) {
		if (!invocation.end(null)) {
			return;
		}
		Acknowledgement acknowledgement = invocation.acknowledgement();
		if (acknowledgement != null) {
			acknowledgement.done();
		}
		invocation.observation().stop(null, null);
	}

	PayloadConverter.Encoded encode(Invocation invocation, @Nullable Object value, @Nullable String contentType) {
		try {
			return this.converter.encode(value, contentType);
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException(
					"The answer of " + invocation.handler().definition().describe() + " cannot be written", ex);
		}
	}

	static MessageMetadata metadata(@Nullable String contentType, @Nullable MxpResponse<?> response) {
		if (contentType == null && response == null) {
			return MessageMetadata.EMPTY;
		}
		MessageMetadata.Builder metadata = MessageMetadata.builder().contentType(contentType);
		if (response != null) {
			response.headers().forEach((header) -> metadata.header(header.name(), header.value()));
		}
		return metadata.build();
	}

	private void later(Invocation invocation, CompletableFuture<?> future) {
		CompletableFuture<?> waiting = future;
		if (invocation.deadline().exists() && !future.isDone()) {
			waiting = future.copy()
				.orTimeout(Math.max(1, invocation.deadline().remaining().toMillis()), TimeUnit.MILLISECONDS);
		}
		waiting.whenComplete((value, failure) -> {
			if (failure != null) {
				failed(invocation, failure);
			}
			else {
				answer(invocation, value);
			}
		});
	}

	private void reply(Invocation invocation, @Nullable Object value) {
		MxpResponse<?> response = (value instanceof MxpResponse<?> given) ? given : null;
		PayloadConverter.Encoded encoded;
		MessageMetadata metadata;
		try {
			encoded = (response != null) ? encode(invocation, response.body(), response.contentType())
					: encode(invocation, value, null);
			metadata = metadata(encoded.contentType(), response);
		}
		catch (RuntimeException ex) {
			fail(invocation, ex);
			return;
		}
		Responder responder = invocation.responder();
		if (responder == null) {
			ended(invocation);
			return;
		}
		if (responder.reply(metadata, encoded.bytes())) {
			ended(invocation);
		}
		else {
			refused(invocation);
		}
	}

	/**
	 * The transport did not take the answer and has told the caller why, unless the
	 * connection has ended.
	 */
	private static void refused(Invocation invocation) {
		IllegalStateException failure = new IllegalStateException("The transport refused the answer");
		if (invocation.end(failure)) {
			logger.warn("The answer of {} was refused: it is too large, its queue is full or the connection has ended",
					invocation.handler().definition().describe());
			invocation.observation().stop(failure, ErrorCode.UNAVAILABLE);
		}
	}

	private void answerOnStream(Invocation invocation, @Nullable Object value) {
		MxpStream stream = invocation.stream();
		RelayListener relay = invocation.relay();
		if (stream == null || relay == null) {
			return;
		}
		try {
			if (value instanceof StreamListener listener) {
				relay.relayTo(new SerialListener(listener, invocation.executor()), stream);
			}
			else {
				if (!relay.isRelayed()) {
					relay.relayTo(StreamListener.IGNORE, stream);
				}
				if (value != null) {
					stream.send(encode(invocation, value, null).bytes());
				}
				if (stream.isWritable() && (value != null || !invocation.handler().takesStream())) {
					stream.finish();
				}
			}
		}
		catch (RuntimeException ex) {
			fail(invocation, ex);
			return;
		}
		ended(invocation);
	}

	/** A {@code Stream} is walked on the handler's thread, which waits for room. */
	private void sendAll(Invocation invocation, BaseStream<?, ?> elements) {
		try (elements) {
			Iterator<?> iterator = elements.iterator();
			MxpStream stream = null;
			String contentType = null;
			while (iterator.hasNext()) {
				PayloadConverter.Encoded encoded = encode(invocation, iterator.next(), contentType);
				if (stream == null) {
					contentType = encoded.contentType();
					stream = open(invocation, contentType);
				}
				if (!stream.offer(encoded.bytes())) {
					stream.send(encoded.bytes()).join();
				}
			}
			((stream != null) ? stream : open(invocation, null)).finish();
			ended(invocation);
		}
		catch (RuntimeException ex) {
			brokenOff(invocation, ex);
		}
	}

	private static MxpStream open(Invocation invocation, @Nullable String contentType) {
		MxpStream opened = opening(invocation, contentType, StreamListener.IGNORE).join();
		invocation.opened(opened);
		return opened;
	}

	/** The stream for an answer: the peer's own, or a new one that answers a call. */
	static CompletableFuture<MxpStream> opening(Invocation invocation, @Nullable String contentType,
			StreamListener listener) {
		Responder responder = invocation.responder();
		if (responder != null) {
			return responder.stream(metadata(contentType, null), listener);
		}
		MxpStream stream = invocation.stream();
		if (stream == null || !stream.isWritable()) {
			return CompletableFuture.failedFuture(new MxpHandlerException(ErrorCode.INVALID_ARGUMENT,
					"The handler answers on the stream, but the stream is unidirectional"));
		}
		return CompletableFuture.completedFuture(stream);
	}

	/**
	 * An answer that broke off: before its stream was opened an error is still possible.
	 */
	private void brokenOff(Invocation invocation, Throwable thrown) {
		MxpStream opened = invocation.openedStream();
		if (opened == null) {
			failed(invocation, thrown);
			return;
		}
		Throwable failure = HandlerErrors.unwrap(thrown);
		opened.finish(this.errors.code(failure), this.errors.text(failure));
		streamEnded(invocation, failure, false);
	}

	/**
	 * The end of an invocation whose stream is reset already.
	 * @param byPeer whether it was the peer that lost interest, which is no failure here
	 */
	void streamEnded(Invocation invocation, Throwable thrown, boolean byPeer) {
		Throwable failure = HandlerErrors.unwrap(thrown);
		if (!invocation.end(byPeer ? null : failure)) {
			return;
		}
		if (byPeer) {
			logger.debug("The peer ended the stream of {}", invocation.handler().definition().describe());
			invocation.observation().stop(null, ErrorCode.CANCELLED);
			return;
		}
		log(invocation, failure);
		invocation.observation().stop(failure, this.errors.code(failure));
	}

	private void log(Invocation invocation, Throwable failure) {
		if (this.errors.isFault(failure)) {
			logger.error("The handler {} failed", invocation.handler().definition().describe(), failure);
		}
		else {
			logger.debug("The handler {} ended with {}", invocation.handler().definition().describe(),
					this.errors.code(failure), failure);
		}
	}

}
