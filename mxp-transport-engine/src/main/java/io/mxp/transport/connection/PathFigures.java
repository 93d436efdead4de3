/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

/**
 * What became of the paths of a connection.
 *
 * @param challenged validations that began
 * @param validated validations that succeeded
 * @param failed validations that ended without an answer
 * @param migrations times that the connection went on over another path
 * @param refused packets from addresses that a connection may not move to
 * @param open paths that are known now
 */
public record PathFigures(long challenged, long validated, long failed, long migrations, long refused, int open) {
}
