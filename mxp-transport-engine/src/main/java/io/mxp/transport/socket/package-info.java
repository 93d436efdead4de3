/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The only door to the network: one UDP socket and the readiness loop that it hangs on.
 * HOT.
 *
 * <p>
 * Enter through {@link io.mxp.transport.socket.DatagramPort}, opened by
 * {@link io.mxp.transport.socket.NettyUdpPort}. Whoever calls
 * {@link io.mxp.transport.socket.DatagramPort#poll} is the loop: this package starts no
 * thread and reads no clock. It moves bytes between the kernel and plain arrays, in
 * batches where the system can (GSO, GRO, recvmmsg), and must never know what the bytes
 * mean: no packet header, no connection, no key. Nothing of our own is allocated for a
 * datagram.
 */
@NullMarked
package io.mxp.transport.socket;

import org.jspecify.annotations.NullMarked;
