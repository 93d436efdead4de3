/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;

/**
 * The Retry packet: a header with its TLVs and a tag over it, made without keys of a
 * connection. Who did not see the client's Initial knows neither of the two ids that a
 * Retry must name. COLD.
 */
// SPEC packets.md#retry
public final class RetryPacket {

	/** Room for a Retry with the longest token in bytes. */
	public static final int MAX_BYTES = PacketHeader.LENGTH + 56 + 8 + HeaderTlvs.MAX_TOKEN_LENGTH
			+ PacketHeader.TAG_LENGTH;

	private static final byte[] TAG_KEY = Hkdf.expandLabel(
			Hkdf.extract(NoiseHash.SHA256.hash("MXP-transport initial v1".getBytes(StandardCharsets.US_ASCII))),
			"mxp retry", new byte[0], Hkdf.HASH_BYTES);

	private RetryPacket() {
	}

	/**
	 * Writes a Retry.
	 * @param clientId the client's own id, from SOURCE_CID of its Initial
	 * @param originalId the id that its Initial was sent to
	 * @param retryId the id that it is to send its next Initials to
	 * @param token what it is to send along
	 * @return length of the packet in bytes
	 */
	public static int write(byte[] bytes, int offset, long clientId, long originalId, long retryId, byte[] token) {
		int headerLength = new HeaderTlvs().version(HeaderTlvs.VERSION_1)
			.sourceConnectionId(retryId)
			.token(token)
			.originalConnectionId(originalId)
			.write(bytes, offset);
		PacketHeader.write(bytes, offset, clientId, PacketType.RETRY, 0, headerLength);
		System.arraycopy(tag(bytes, offset, headerLength), 0, bytes, offset + headerLength, PacketHeader.TAG_LENGTH);
		return headerLength + PacketHeader.TAG_LENGTH;
	}

	/**
	 * Reads a Retry whose header was checked, and verifies that it answers an Initial.
	 * @param originalId the id that the Initial was sent to
	 * @param tlvs gets the fields of the header
	 * @return whether it is well-formed, names that id and has the right tag
	 */
	public static boolean read(byte[] bytes, int offset, int length, long originalId, HeaderTlvs tlvs) {
		int headerLength = PacketHeader.headerLength(bytes, offset);
		if (length != headerLength + PacketHeader.TAG_LENGTH || tlvs.read(bytes, offset) != DropReason.NONE) {
			return false;
		}
		if (tlvs.version() != HeaderTlvs.VERSION_1 || !tlvs.hasSourceConnectionId() || tlvs.token().length == 0
				|| !tlvs.hasOriginalConnectionId() || tlvs.originalConnectionId() != originalId) {
			return false;
		}
		byte[] received = Arrays.copyOfRange(bytes, offset + headerLength, offset + length);
		return MessageDigest.isEqual(received, tag(bytes, offset, headerLength));
	}

	static byte[] tagKey() {
		return TAG_KEY.clone();
	}

	private static byte[] tag(byte[] bytes, int offset, int headerLength) {
		byte[] header = Arrays.copyOfRange(bytes, offset, offset + headerLength);
		return Arrays.copyOf(NoiseHash.SHA256.hmac(TAG_KEY, header), PacketHeader.TAG_LENGTH);
	}

}
