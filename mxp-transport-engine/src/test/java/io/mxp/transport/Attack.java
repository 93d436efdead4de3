/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the attacks of {@code docs/security/threats.md} that a test carries out, such as
 * {@code A07}. {@link ThreatsTests} holds the page and the tests together.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.TYPE })
public @interface Attack {

	/**
	 * The attacks' ids, {@code A} and a two-digit number each.
	 * @return the ids, at least one
	 */
	String[] value();

}
