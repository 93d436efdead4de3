/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What servers of a cluster share through Redis: claims of session tickets, the keys that
 * seal them, and a deny list.
 */
@NullMarked
package io.mxp.transport.redis;

import org.jspecify.annotations.NullMarked;
