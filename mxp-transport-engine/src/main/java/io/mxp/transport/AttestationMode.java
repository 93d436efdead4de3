/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

/** What is asked of a peer besides its identity. */
public enum AttestationMode {

	/** Statements are not looked at. */
	OFF,

	/** None is needed, but one that is shown has to be good. */
	ACCEPTED,

	/** A peer without a good one is refused. */
	REQUIRED

}
