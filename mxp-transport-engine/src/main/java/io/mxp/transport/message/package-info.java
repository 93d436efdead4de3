/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * MXP messages: the 32-byte header, payload layouts, the call profile's metadata block,
 * and the calls that wait for an answer. HOT (agent and error payloads are COLD). Enter
 * through MessageCodec, MetadataCodec and MessageExchange. Hostile bytes are a
 * {@link io.mxp.transport.message.DecodeError} value. Knows no packet, key, socket, clock
 * or thread; the checksum finds mistakes and serves no security, as everything that gets
 * here was authenticated by the packet's AEAD.
 */
@NullMarked
package io.mxp.transport.message;

import org.jspecify.annotations.NullMarked;
