/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Annotations for handlers of MXP messages. COLD: read once at start-up.
 */
@NullMarked
package io.mxp.transport.annotation;

import org.jspecify.annotations.NullMarked;
