/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An interface whose methods are requests to a peer: {@code @MxpCall} with any return
 * type that a call's answer can have ({@code T}, {@code Optional<T>},
 * {@code CompletableFuture<T>}, {@code Mono<T>}, {@code Flux<T>}), {@code @MxpEvent} with
 * {@code void}, {@code CompletableFuture<Void>} or {@code Mono<Void>},
 * {@code @MxpStreamHandler} with a publisher to send. Parameters are the payload,
 * {@code @DestinationVariable}, {@code @Header} and
 * {@link io.mxp.transport.exchange.MxpDeadline}. A class with handlers may implement the
 * same interface: then what only a handler has (such as
 * {@link io.mxp.transport.exchange.MxpPeer}) is null for the caller to pass.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface MxpExchange {

	/**
	 * Whom requests go to: a name of the configuration or an {@code mxp://} address.
	 */
	String peer() default "";

	/** The words before the subject of each method; a dot is put between. */
	String prefix() default "";

}
