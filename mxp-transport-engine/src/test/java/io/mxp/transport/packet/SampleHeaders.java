/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

/** Headers for tests that change them. */
public final class SampleHeaders {

	private SampleHeaders() {
	}

	/**
	 * Writes the header of an Initial packet with a token and all that a client says.
	 * @return its length
	 */
	public static int initial(byte[] packet) {
		int headerLength = new HeaderTlvs().version(1)
			.sourceConnectionId(5)
			.keyId(6)
			.pattern(1)
			.token(new byte[9])
			.write(packet, 0);
		PacketHeader.write(packet, 0, 7, PacketType.INITIAL, 0, headerLength);
		return headerLength;
	}

}
