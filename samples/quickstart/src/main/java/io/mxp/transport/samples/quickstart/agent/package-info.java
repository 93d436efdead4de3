/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The second agent: makes requests to the first one and reports.
 */
@NullMarked
package io.mxp.transport.samples.quickstart.agent;

import org.jspecify.annotations.NullMarked;
