/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * A UDP proxy on loopback that does to datagrams what networks do: for tests over real
 * sockets and for the quickstart's {@code --loss}.
 *
 * <p>
 * Enter through {@link io.mxp.transport.impairment.ImpairmentProxy}; what happens to a
 * direction is an {@link io.mxp.transport.impairment.Impairment}. Knows nothing of the
 * transport. COLD: it allocates as it likes.
 */
@NullMarked
package io.mxp.transport.impairment;

import org.jspecify.annotations.NullMarked;
