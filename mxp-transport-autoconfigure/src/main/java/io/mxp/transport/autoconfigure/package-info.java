/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Spring Boot auto-configuration of MXP Transport. COLD. Knows of the engine only its
 * public API, its entry point and its event vocabulary.
 */
@NullMarked
package io.mxp.transport.autoconfigure;

import org.jspecify.annotations.NullMarked;
