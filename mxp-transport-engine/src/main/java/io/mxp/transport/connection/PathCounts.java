/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

/** What happened to the paths of a connection, those that are gone included. */
final class PathCounts {

	long challenged;

	long validated;

	long failed;

	long migrations;

	long refused;

	long bytesSent;

	long bytesReceived;

	PathFigures figures(int open) {
		return new PathFigures(this.challenged, this.validated, this.failed, this.migrations, this.refused, open);
	}

}
