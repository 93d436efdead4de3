/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Stream plane: what bytes of which stream go into the next packet, and whole messages
 * out of the bytes that arrive. HOT.
 *
 * <p>
 * Enter through {@link io.mxp.transport.stream.StreamMultiplexer}, one per connection. It
 * holds streams, priority bands, flow control, datagrams; everything that arrives leaves
 * through {@link io.mxp.transport.stream.RecordSink}. It knows a message only as a record
 * with a length ({@link io.mxp.transport.stream.MessageFraming}); it never knows packet
 * numbers, round trip times, keys, sockets, threads or clocks. Losses and
 * acknowledgements come back as the frame records that were handed out.
 */
@NullMarked
package io.mxp.transport.stream;

import org.jspecify.annotations.NullMarked;
