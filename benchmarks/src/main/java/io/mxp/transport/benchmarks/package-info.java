/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The benchmark runner: starts a sender and a receiver in JVMs of their own, pinned to a
 * core each, drives them over their standard input, and prints one JSON line a figure.
 * COLD. Enter through {@link io.mxp.transport.benchmarks.Bench}. What runs inside of
 * these JVMs is in {@code peer}, the JMH benchmarks are in {@code micro}.
 */
@NullMarked
package io.mxp.transport.benchmarks;

import org.jspecify.annotations.NullMarked;
