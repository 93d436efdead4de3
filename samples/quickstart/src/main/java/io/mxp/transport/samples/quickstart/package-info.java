/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The quickstart: a Spring Boot application that serves MXP over UDP, and a second agent
 * in its own process that calls it.
 */
@NullMarked
package io.mxp.transport.samples.quickstart;

import org.jspecify.annotations.NullMarked;
