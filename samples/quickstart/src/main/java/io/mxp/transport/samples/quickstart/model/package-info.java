/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What the two agents say to each other. Travels as JSON.
 */
@NullMarked
package io.mxp.transport.samples.quickstart.model;

import org.jspecify.annotations.NullMarked;
