/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Observations of requests and handlers: their names, key values and conventions. HOT
 * only where an observation registry is active.
 */
@NullMarked
package io.mxp.transport.observation;

import org.jspecify.annotations.NullMarked;
