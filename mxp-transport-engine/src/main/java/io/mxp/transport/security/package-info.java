/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Security plane: handshake, identities, keys, packet protection, replay window. HOT in
 * sealing and opening packets, COLD everywhere else.
 *
 * <p>
 * Enter through {@code SecureSession}, one for each connection. Knows no frame besides
 * the bytes of CRYPTO, no stream, no loss, no socket and no clock; randomness comes
 * through {@code RandomSource}, time as an argument.
 */
@NullMarked
package io.mxp.transport.security;

import org.jspecify.annotations.NullMarked;
