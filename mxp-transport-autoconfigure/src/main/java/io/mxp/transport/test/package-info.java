/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * For tests of applications. COLD.
 */
@NullMarked
package io.mxp.transport.test;

import org.jspecify.annotations.NullMarked;
