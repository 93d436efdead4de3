/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

/** What the network did with a datagram. */
enum Fate {

	/** On its way. */
	SENT,
	/** On its way twice. */
	DUPLICATED,
	/** On its way with changed bytes. */
	CORRUPTED,
	/** On its way, but behind packets that were sent later. */
	HELD,
	/** Dropped because the scenario says so. */
	SCRIPTED_DROP,
	/** Dropped by chance. */
	LOST,
	/** The queue before the link was full. */
	QUEUE_FULL,
	/** The link is down. */
	LINK_DOWN,
	/** Larger than the MTU of the link. */
	TOO_LARGE,
	/** Nobody has that address. */
	NO_RECEIVER;

	boolean isDropped() {
		return ordinal() >= SCRIPTED_DROP.ordinal();
	}

}
