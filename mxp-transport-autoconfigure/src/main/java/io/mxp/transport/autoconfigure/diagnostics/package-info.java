/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Failure analyses: what is shown at start-up instead of a stack trace. COLD.
 */
@NullMarked
package io.mxp.transport.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
