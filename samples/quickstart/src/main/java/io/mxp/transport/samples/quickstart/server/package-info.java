/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * An agent that serves: handler methods and nothing else.
 */
@NullMarked
package io.mxp.transport.samples.quickstart.server;

import org.jspecify.annotations.NullMarked;
