/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The command line {@code mxp}, on the plain engine, without Spring.
 */
@NullMarked
package io.mxp.transport.cli;

import org.jspecify.annotations.NullMarked;
