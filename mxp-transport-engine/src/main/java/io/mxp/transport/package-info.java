/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The public API of MXP Transport: interfaces, configuration records and exceptions.
 * COLD. Knows nothing of the packages below it, no socket, no clock and no thread.
 */
@NullMarked
package io.mxp.transport;

import org.jspecify.annotations.NullMarked;
