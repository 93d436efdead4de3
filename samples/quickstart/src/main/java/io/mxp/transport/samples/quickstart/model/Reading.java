/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart.model;

/**
 * What a sensor measured.
 *
 * @param sensor which one
 * @param value what
 */
public record Reading(String sensor, double value) {
}
