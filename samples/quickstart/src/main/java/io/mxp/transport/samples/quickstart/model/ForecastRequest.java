/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart.model;

/**
 * Asks for a forecast.
 *
 * @param days how many days ahead, 1 to 7
 */
public record ForecastRequest(int days) {
}
