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

import org.springframework.context.annotation.Import;

/**
 * Makes beans of interfaces with {@link MxpExchange}: those named, and those found in
 * packages; in the package of the annotated class where neither is given.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Import(MxpClientRegistrar.class)
public @interface ImportMxpClients {

	/** Interfaces to make beans of. */
	Class<?>[] value() default {};

	/** Packages in which to look for interfaces. */
	String[] basePackages() default {};

}
