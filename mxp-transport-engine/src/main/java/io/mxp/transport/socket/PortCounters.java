/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.socket;

/** What went through a port; written by the polling thread alone. */
final class PortCounters {

	long datagramsReceived;

	long bytesReceived;

	long datagramsSent;

	long bytesSent;

	long sendFailures;

	long sendsRefused;

	long receiveFailures;

}
