/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Threads, clock, queues and the entry point; the top of the house. HOT on the way of a
 * message between an application thread and an event loop, COLD elsewhere.
 *
 * <p>
 * Enter through {@link io.mxp.transport.engine.MxpTransportEngine}, the only factory of
 * transports. The clock, the CSPRNG and threads enter the engine here and nowhere else.
 */
@NullMarked
package io.mxp.transport.engine;

import org.jspecify.annotations.NullMarked;
