/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.PacketType;

/**
 * The Retry packet: the server wants its token, and perhaps the solution of a puzzle,
 * before it does anything. COLD.
 */
// SPEC packets.md#retry
public final class RetryPacket {

	private RetryPacket() {
	}

	/**
	 * Writes a Retry.
	 * @param clientId the client's own id, from SOURCE_CID of its Initial
	 * @param originalId the id that its Initial was sent to
	 * @param retryId the id that it is to send its next Initials to
	 * @param version the version of its Initial
	 * @param token what it is to send along
	 * @param puzzle leading zero bits of a solution, 0 for no puzzle
	 * @return length of the packet in bytes
	 */
	public static int write(byte[] bytes, int offset, long clientId, long originalId, long retryId, int version,
			byte[] token, int puzzle) {
		return StatelessPacket.write(PacketType.RETRY, bytes, offset, clientId,
				new HeaderTlvs().version(version)
					.sourceConnectionId(retryId)
					.token(token)
					.originalConnectionId(originalId)
					.puzzle(puzzle));
	}

	/**
	 * Reads a Retry whose header was checked, and verifies that it answers an Initial.
	 * @param originalId the id that the Initial was sent to
	 * @param version the version of the Initial
	 * @param tlvs gets the fields of the header
	 * @return whether it is well-formed, names that id and has the right tag
	 */
	public static boolean read(byte[] bytes, int offset, int length, long originalId, int version, HeaderTlvs tlvs) {
		return StatelessPacket.read(PacketType.RETRY, bytes, offset, length, originalId, tlvs)
				&& tlvs.version() == version && tlvs.hasSourceConnectionId() && tlvs.token().length > 0;
	}

}
