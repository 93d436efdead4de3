/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.Seal;
import io.mxp.transport.security.AnswerBox;

import org.jspecify.annotations.Nullable;

/**
 * The seal of a message that arrived.
 *
 * @param seal what the application may know of it
 * @param answers seals the answer; null where the message was not opened
 * @param compressAnswers whether the sender can decompress
 */
record Sealing(Seal seal, @Nullable AnswerBox answers, boolean compressAnswers) {
}
