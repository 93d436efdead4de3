/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * All connections of one event loop. HOT on the way to a known connection, COLD in
 * admission.
 *
 * <p>
 * Enter through {@link io.mxp.transport.endpoint.Endpoint}: it finds the connection of a
 * datagram, admits new ones, keeps their timers and polls those that have something to
 * send. Knows no socket, thread or clock; a simulation drives the same code in virtual
 * time.
 */
@NullMarked
package io.mxp.transport.endpoint;

import org.jspecify.annotations.NullMarked;
