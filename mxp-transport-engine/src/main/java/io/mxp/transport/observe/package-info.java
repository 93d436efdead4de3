/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Observability: the vocabulary of counters and the snapshots in which they are read. HOT
 * only where a counter is incremented: one plain write by the thread that owns it.
 *
 * <p>
 * Every counter has one sentence, in {@link io.mxp.transport.observe.Counter}: metrics,
 * documentation and dashboards are made from it. Knows no connection, socket or clock.
 */
@NullMarked
package io.mxp.transport.observe;

import org.jspecify.annotations.NullMarked;
