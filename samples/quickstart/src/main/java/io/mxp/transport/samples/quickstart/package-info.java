/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The quickstart: starts a server, then a second agent in a process of its own that talks
 * to it over UDP, and shows what they did. Enter through
 * {@link io.mxp.transport.samples.quickstart.QuickstartApplication}. What an application
 * has to write itself is in {@code server} and {@code agent}; the rest is the show.
 */
@NullMarked
package io.mxp.transport.samples.quickstart;

import org.jspecify.annotations.NullMarked;
