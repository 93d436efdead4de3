/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart.model;

/**
 * What the server has received that it does not answer.
 *
 * @param events readings that came as events
 * @param datagrams positions that came in datagrams
 * @param heartbeats signs of life
 * @param notes lines that came on streams
 * @param agents agents that made themselves known
 */
public record Received(long events, long datagrams, long heartbeats, long notes, long agents) {
}
