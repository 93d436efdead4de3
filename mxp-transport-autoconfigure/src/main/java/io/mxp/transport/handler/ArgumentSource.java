/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import org.jspecify.annotations.Nullable;

/** Where the value of one parameter of a handler comes from; settled at start-up. */
@FunctionalInterface
interface ArgumentSource {

	@Nullable Object resolve(Invocation invocation) throws Exception;

}
