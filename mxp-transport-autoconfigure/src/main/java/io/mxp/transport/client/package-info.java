/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Requests to peers: {@link io.mxp.transport.client.MxpRequester} is the facade,
 * {@link io.mxp.transport.client.MxpPeers} holds the connections. Knows neither handlers
 * nor Boot. HOT from a request on an open connection to its answer, otherwise COLD.
 */
@NullMarked
package io.mxp.transport.client;

import org.jspecify.annotations.NullMarked;
