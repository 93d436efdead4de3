/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * JMH benchmarks of the engine's hot parts: message codec, packet protection, frames, and
 * the ring between threads. {@code bin/bench jmh} runs them.
 */
@NullMarked
package io.mxp.transport.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
