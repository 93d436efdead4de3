/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.Blake2sDigest;

/**
 * BLAKE2 (RFC 7693), which the published vectors of Noise use and no handshake of MXP
 * does. A class of its own: where a validated module has taken the place of Bouncy
 * Castle's provider these digests are not there, and nobody looks for them.
 */
final class Blake2 {

	private Blake2() {
	}

	static byte[] s(byte[]... parts) {
		return hash(new Blake2sDigest(256), parts);
	}

	static byte[] b(byte[]... parts) {
		return hash(new Blake2bDigest(512), parts);
	}

	private static byte[] hash(Digest digest, byte[]... parts) {
		for (byte[] part : parts) {
			digest.update(part, 0, part.length);
		}
		byte[] result = new byte[digest.getDigestSize()];
		digest.doFinal(result, 0);
		return result;
	}

}
