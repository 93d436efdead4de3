/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What runs in the JVMs that are measured: senders and receivers over MXP, and over plain
 * UDP for comparison. HOT in its sending and receiving loops. Enter through
 * {@link io.mxp.transport.benchmarks.peer.PeerMain}.
 */
@NullMarked
package io.mxp.transport.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
