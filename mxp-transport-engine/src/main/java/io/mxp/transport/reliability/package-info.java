/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Reliability plane: what was sent, acknowledged and lost, and how much may be sent now.
 * HOT.
 *
 * <p>
 * Enter through {@link io.mxp.transport.reliability.LossRecovery}. RFC 9002 with the
 * additions of {@code docs/protocol/reliability.md}. Knows no stream, key, socket or
 * clock: frames are opaque records, time is an argument, randomness comes from a
 * supplier. After its arrays have grown to the window nothing is allocated for a packet.
 */
@NullMarked
package io.mxp.transport.reliability;

import org.jspecify.annotations.NullMarked;
