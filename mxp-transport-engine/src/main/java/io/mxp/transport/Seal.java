/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a message that was sealed from agent to agent.
 *
 * @param opened whether it was sealed for this agent and opened: then sender, key and
 * time are proven and nobody between could read or change it. Where not, this agent is on
 * the way only, the payload is the sealed bytes, and nothing of this record is proven
 * @param sender who sealed it; null for an answer that passes through
 * @param recipient for whom it was sealed; null for an answer that passes through
 * @param fingerprint the key that it was proven with, as {@link StaticKey#fingerprint()};
 * empty unless opened
 * @param sentAtMillis the sender's clock when it was sealed, milliseconds since 1970; 0
 * for an answer
 * @param compressed whether the content was compressed before it was sealed
 */
public record Seal(boolean opened, @Nullable UUID sender, @Nullable UUID recipient, String fingerprint,
		long sentAtMillis, boolean compressed) {
}
