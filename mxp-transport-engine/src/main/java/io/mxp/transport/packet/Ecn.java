/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

/**
 * The two ECN bits of a datagram (RFC 3168).
 */
public final class Ecn {

	/** Not ECN-capable, or unknown. */
	public static final int NONE = 0;

	/** ECN-capable, codepoint 01. */
	public static final int ECT1 = 1;

	/** ECN-capable, codepoint 10. */
	public static final int ECT0 = 2;

	/** Congestion experienced, codepoint 11. */
	public static final int CE = 3;

	private Ecn() {
	}

}
