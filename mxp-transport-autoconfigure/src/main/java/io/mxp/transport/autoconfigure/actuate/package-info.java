/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Health, endpoint and meters of the transport. COLD: asked by people and scrapers.
 */
@NullMarked
package io.mxp.transport.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
