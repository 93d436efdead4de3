/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * One peer: the planes joined. HOT in its steady state, COLD in handshake and close.
 *
 * <p>
 * Enter through {@link io.mxp.transport.connection.Connection}: {@code onDatagram} and
 * {@code onTimeout} put in what happened and when, {@code pollTransmit} takes out
 * packets, {@code nextTimeoutNanos} says when to come back, and a
 * {@link io.mxp.transport.connection.ConnectionListener} hears what the application must
 * know. Knows no socket, thread or clock.
 */
@NullMarked
package io.mxp.transport.connection;

import org.jspecify.annotations.NullMarked;
