/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.CipherSuite;

/** Our own Noise core: the default provider. */
final class CoreNoiseProvider implements NoiseProvider {

	/** Whether connections of a suite can be resumed: their keys are of 25519. */
	static boolean resumes(CipherSuite suite) {
		return suite == CipherSuite.CHACHA20_POLY1305_SHA256 || suite == CipherSuite.AES_256_GCM_SHA256;
	}

	@Override
	public String name() {
		return "core";
	}

	@Override
	public NoiseHandshake start(NoiseParameters parameters) {
		return new CoreNoiseHandshake(parameters);
	}

}
