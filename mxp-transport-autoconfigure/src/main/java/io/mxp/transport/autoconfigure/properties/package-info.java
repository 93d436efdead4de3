/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What can be set under {@code mxp.transport}. JavaBeans only; COLD. Knows the engine's
 * configuration vocabulary and nothing else of ours.
 */
@NullMarked
package io.mxp.transport.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
