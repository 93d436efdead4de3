/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

/** Our own Noise core: the default provider. */
final class CoreNoiseProvider implements NoiseProvider {

	@Override
	public String name() {
		return "core";
	}

	@Override
	public NoiseHandshake start(NoiseParameters parameters) {
		return new CoreNoiseHandshake(parameters);
	}

}
