/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

import io.mxp.transport.MessageType;

/**
 * Makes a method of any bean the handler of messages of one type and subject.
 * <p>
 * A subject is words with dots between them. {@code {name}} stands for any one word and
 * can be taken with {@code @DestinationVariable}, {@code *} stands for any one word, and
 * {@code **} at the end for any number of words. No subject at all takes every message of
 * the type that no other handler takes. Of several fitting handlers the one whose pattern
 * is more specific, read from the left, gets the message; two equally specific ones fail
 * at start-up.
 * <p>
 * Arguments: one payload (a record, {@code String}, {@code byte[]}, {@code ByteBuffer};
 * {@code @Payload} and {@code @Valid} are optional), {@code @Header}, {@code @Headers},
 * {@code @DestinationVariable}, {@code Message<T>},
 * {@link io.mxp.transport.exchange.MxpPeer}, {@code Principal},
 * {@link io.mxp.transport.exchange.MxpDeadline},
 * {@link io.mxp.transport.client.MxpRequester} (back to the caller),
 * {@link io.mxp.transport.MxpConnection}, {@link io.mxp.transport.MessageMetadata},
 * {@link io.mxp.transport.Seal} (who sealed the message, null where nobody did); for
 * {@link MessageType#STREAM_OPEN} also {@link io.mxp.transport.MxpStream} and
 * {@code Flux<T>}.
 * <p>
 * Returns: a value, {@code void}, {@code Optional}, {@code CompletionStage},
 * {@code Mono}, {@code Flux} or {@code Stream} (sent as a stream),
 * {@link io.mxp.transport.handler.MxpResponse}.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface MxpHandler {

	/**
	 * The type of message. {@link MessageType#CALL}, {@link MessageType#EVENT},
	 * {@link MessageType#STREAM_OPEN}, {@link MessageType#AGENT_REGISTER},
	 * {@link MessageType#AGENT_DISCOVER}, {@link MessageType#AGENT_HEARTBEAT} and
	 * {@link MessageType#ERROR} can have handlers.
	 */
	MessageType type() default MessageType.CALL;

	/** The subject or a pattern of subjects. */
	@AliasFor("subject")
	String value() default "";

	/** The subject or a pattern of subjects. */
	@AliasFor("value")
	String subject() default "";

	/**
	 * For methods of an {@link io.mxp.transport.client.MxpExchange} that send an event:
	 * whether to wait until the peer's handler has finished. Of no effect on a handler:
	 * there the sender decides.
	 */
	boolean acknowledged() default false;

	/**
	 * For methods of an {@link io.mxp.transport.client.MxpExchange} that call, or send an
	 * event and wait: whether handling a request twice does no more than handling it
	 * once, so that it may be sent again where retries are enabled. Of no effect on a
	 * handler.
	 */
	boolean idempotent() default false;

	/**
	 * For methods of an {@link io.mxp.transport.client.MxpExchange}: whether the call or
	 * event is sealed, so that only the agent that it is for can read it. On a handler of
	 * calls or events: whether those that are not sealed for this agent are refused with
	 * PERMISSION_DENIED. Streams and other types cannot be sealed.
	 */
	boolean encrypted() default false;

}
