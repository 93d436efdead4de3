/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

/**
 * How a scenario went.
 *
 * @param id the scenario
 * @param seed the seed
 * @param digest SHA-256 of the trace: the same for the same seed, always
 * @param virtualNanos virtual time until the story was over, before the close
 * @param datagrams datagrams sent by all hosts
 * @param dropped datagrams that the links dropped
 */
public record ScenarioResult(String id, long seed, String digest, long virtualNanos, long datagrams, long dropped) {

}
