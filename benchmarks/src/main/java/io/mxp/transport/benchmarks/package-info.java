/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * JMH benchmarks and end-to-end runs over loopback. Never published.
 */
@NullMarked
package io.mxp.transport.benchmarks;

import org.jspecify.annotations.NullMarked;
