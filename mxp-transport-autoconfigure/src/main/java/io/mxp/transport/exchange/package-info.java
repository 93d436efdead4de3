/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What handlers and the client share: deadline, peer, payload conversion, metadata. Knows
 * the engine's root API and nothing of annotations, handlers, client or Boot. HOT where
 * bytes and strings pass through unconverted, otherwise COLD.
 */
@NullMarked
package io.mxp.transport.exchange;

import org.jspecify.annotations.NullMarked;
