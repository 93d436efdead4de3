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

import org.springframework.core.annotation.AliasFor;

import io.mxp.transport.MessageType;

/** The handler of events of a subject; short for {@link MxpHandler} of that type. */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@MxpHandler(type = MessageType.EVENT)
public @interface MxpEvent {

	/** The subject or a pattern of subjects. */
	@AliasFor(annotation = MxpHandler.class, attribute = "subject")
	String value() default "";

	/**
	 * For methods of an {@link io.mxp.transport.client.MxpExchange}: whether to wait
	 * until the peer's handler has finished. Of no effect on a handler: there the sender
	 * decides.
	 */
	@AliasFor(annotation = MxpHandler.class, attribute = "acknowledged")
	boolean acknowledged() default false;

	/**
	 * For methods of an {@link io.mxp.transport.client.MxpExchange}: whether the request
	 * may be sent again where retries are enabled. Of no effect on a handler.
	 */
	@AliasFor(annotation = MxpHandler.class, attribute = "idempotent")
	boolean idempotent() default false;

	/**
	 * For methods of an {@link io.mxp.transport.client.MxpExchange}: whether the request
	 * is sealed, so that only the agent that it is for can read it. On a handler: whether
	 * messages that are not sealed for this agent are refused.
	 */
	@AliasFor(annotation = MxpHandler.class, attribute = "encrypted")
	boolean encrypted() default false;

}
