/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.time.Duration;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.MxpAddress;
import io.mxp.transport.StaticKey;

/**
 * A peer that has a name in the configuration.
 *
 * @param name what requests call it
 * @param address where it is
 * @param publicKey its static key, or null where trust or directory know it
 * @param anonymous whether to keep our own identity to ourselves
 * @param timeout how long its answers are waited for, or null for the client's timeout
 * @param required whether to connect at start-up and stay connected; the application is
 * out of service without it
 * @param encrypted whether every request is sealed
 * @param recipient the agent that sealed requests are for where they name no other, or
 * null for the one at the address
 */
public record PeerDefinition(String name, MxpAddress address, @Nullable StaticKey publicKey, boolean anonymous,
		@Nullable Duration timeout, boolean required, boolean encrypted, @Nullable UUID recipient) {
}
