/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart.model;

/**
 * The weather to come.
 *
 * @param city where
 * @param day how many days ahead
 * @param degrees in Celsius
 * @param sky in words
 * @param askedBy the caller's agent id, as its certificate proves it
 */
public record Forecast(String city, int day, int degrees, String sky, String askedBy) {
}
