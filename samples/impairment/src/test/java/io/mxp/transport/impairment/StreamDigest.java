/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.impairment;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Length and SHA-256 of what a stream carried. */
final class StreamDigest {

	private final MessageDigest digest;

	private long bytes;

	StreamDigest() {
		try {
			this.digest = MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java has SHA-256", ex);
		}
	}

	void add(ByteBuffer chunk) {
		this.bytes += chunk.remaining();
		this.digest.update(chunk);
	}

	long bytes() {
		return this.bytes;
	}

	/** Ends the digest. */
	String hex() {
		return HexFormat.of().formatHex(this.digest.digest());
	}

}
