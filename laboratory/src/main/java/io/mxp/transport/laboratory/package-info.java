/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The command {@code sim}: runs the scenarios of the simulated network, measures what the
 * requirements limit, and draws what congestion controllers do. COLD.
 */
@NullMarked
package io.mxp.transport.laboratory;

import org.jspecify.annotations.NullMarked;
