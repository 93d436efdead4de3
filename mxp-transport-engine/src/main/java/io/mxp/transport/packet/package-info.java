/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Packet engine: the byte layout of packets and frames, and the buffers that hold them.
 * HOT.
 *
 * <p>
 * Enter through {@link io.mxp.transport.packet.PacketHeader},
 * {@link io.mxp.transport.packet.FrameReader} and
 * {@link io.mxp.transport.packet.FrameWriter}. Everything here is a flyweight over a byte
 * array or a plain value; nothing here holds the state of a connection, knows a key, a
 * stream, a socket or a clock. Parsers are total: hostile bytes give a
 * {@link io.mxp.transport.packet.DropReason} before the packet is authenticated and a
 * {@link io.mxp.transport.packet.ProtocolViolation} behind it, never an unchecked
 * exception.
 */
@NullMarked
package io.mxp.transport.packet;

import org.jspecify.annotations.NullMarked;
