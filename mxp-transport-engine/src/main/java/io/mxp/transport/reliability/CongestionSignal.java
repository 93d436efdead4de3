/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * What congestion control tells about itself.
 */
public enum CongestionSignal {

	/** The controller went on to another state. */
	STATE_ENTERED,

	/** A loss, or an ECN mark, began a recovery episode. */
	CONGESTION,

	/** All losses of an episode were spurious: it was taken back. */
	SPURIOUS_UNDONE,

	/** Everything sent over more than three probe timeouts was lost. */
	PERSISTENT_CONGESTION,

	/** The controller gave way to its fallback, or took over from it again. */
	FALLBACK_SWITCHED,

	/** The path carries ECN marks and the peer reports them. */
	ECN_VALIDATED,

	/** ECN marks are lost or changed on the path: packets are not marked any more. */
	ECN_FAILED

}
