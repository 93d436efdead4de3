/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

/** What the numbers of handshake patterns say. */
// SPEC handshake.md#patterns
public final class Patterns {

	private Patterns() {
	}

	/** Whether a client of a pattern knows the server's static key, and so names it. */
	public static boolean namesServerKey(int pattern) {
		int base = pattern & ~HeaderTlvs.PATTERN_P256;
		return base == HeaderTlvs.PATTERN_IK || base == HeaderTlvs.PATTERN_NK || base == HeaderTlvs.PATTERN_NK_PSK;
	}

	/** Whether a client of a pattern shows no identity. */
	public static boolean isAnonymous(int pattern) {
		int base = pattern & ~HeaderTlvs.PATTERN_P256;
		return base == HeaderTlvs.PATTERN_NK || base == HeaderTlvs.PATTERN_NX;
	}

	/** Whether the client speaks last. */
	public static boolean endsWithClient(int pattern) {
		return (pattern & ~HeaderTlvs.PATTERN_P256) == HeaderTlvs.PATTERN_XX;
	}

}
