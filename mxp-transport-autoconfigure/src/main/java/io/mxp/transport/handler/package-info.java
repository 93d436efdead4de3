/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Handlers of messages: found at start-up, invoked on bounded executors, answered. Enter
 * through {@link io.mxp.transport.handler.HandlerDispatcher}. Knows nothing of Boot. HOT
 * from a message to its handler where payloads are bytes, otherwise COLD.
 */
@NullMarked
package io.mxp.transport.handler;

import org.jspecify.annotations.NullMarked;
