/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * A network that exists in memory only, in virtual time, driving the real endpoints.
 *
 * <p>
 * Enter through {@link io.mxp.transport.simulation.Simulation}: it owns the time
 * ({@code EventQueue}), the network ({@code SimulatedNetwork} and its {@code Link}s), the
 * peers ({@code SimulatedPeer}, each with a real {@code Endpoint}), the trace and the
 * oracles. Everything random comes from one seed. Knows no JUnit, thread, socket or
 * clock: the scenarios ({@code Scenarios}) can be run from a test and from a command
 * line.
 */
@NullMarked
package io.mxp.transport.simulation;

import org.jspecify.annotations.NullMarked;
