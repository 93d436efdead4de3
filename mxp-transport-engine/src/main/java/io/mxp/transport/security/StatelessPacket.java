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
 * Packets that a server makes for a client's Initial without keys of a connection and
 * without keeping anything: a header with its TLVs and a tag over it. Who did not see the
 * Initial knows neither of the two ids that they must name. COLD.
 */
// SPEC packets.md#stateless-packets
public final class StatelessPacket {

	/** Room for the longest of them, a Retry, in bytes. */
	public static final int MAX_BYTES = PacketHeader.LENGTH + 64 + 8 + HeaderTlvs.MAX_TOKEN_LENGTH
			+ PacketHeader.TAG_LENGTH;

	private static final byte[] RETRY_KEY = key("mxp retry");

	private static final byte[] VERSIONS_KEY = key("mxp version negotiation");

	private static final byte[] MISMATCH_KEY = key("mxp key mismatch");

	private StatelessPacket() {
	}

	/**
	 * Writes a Version Negotiation.
	 * @param clientId the client's own id, from SOURCE_CID of its Initial
	 * @param sentTo the id that its Initial was sent to
	 * @param refused the version of its Initial
	 * @param spoken the versions that the server speaks
	 * @param random decides the reserved version that stands before them
	 * @return length of the packet in bytes
	 */
	// SPEC packets.md#version-negotiation
	public static int versionNegotiation(byte[] bytes, long clientId, long sentTo, int refused, int[] spoken,
			long random) {
		int[] listed = new int[1 + spoken.length];
		listed[0] = ClientOffer.reservedVersion(random);
		System.arraycopy(spoken, 0, listed, 1, spoken.length);
		return write(PacketType.VERSION_NEGOTIATION, bytes, 0, clientId,
				new HeaderTlvs().version(refused).originalConnectionId(sentTo).versions(listed));
	}

	/**
	 * Reads a Version Negotiation whose header was checked.
	 * @param sentTo the id that the client's Initials are sent to
	 * @param used the version that they have
	 * @return whether it answers them: a server that speaks that version sends none
	 */
	public static boolean readVersionNegotiation(byte[] bytes, int offset, int length, long sentTo, int used,
			HeaderTlvs tlvs) {
		return read(PacketType.VERSION_NEGOTIATION, bytes, offset, length, sentTo, tlvs) && tlvs.version() == used
				&& tlvs.versions().length > 0 && Arrays.stream(tlvs.versions()).noneMatch((one) -> one == used);
	}

	/**
	 * Writes a Key Mismatch.
	 * @param clientId the client's own id, from SOURCE_CID of its Initial
	 * @param sentTo the id that its Initial was sent to
	 * @param version the version of its Initial
	 * @param keyId the static key that its Initial names
	 * @return length of the packet in bytes
	 */
	// SPEC packets.md#key-mismatch
	public static int keyMismatch(byte[] bytes, long clientId, long sentTo, int version, int keyId) {
		return write(PacketType.KEY_MISMATCH, bytes, 0, clientId,
				new HeaderTlvs().version(version).originalConnectionId(sentTo).keyId(keyId));
	}

	/**
	 * Reads a Key Mismatch whose header was checked.
	 * @param sentTo the id that the client's Initials are sent to
	 * @param version the version that they have
	 * @param keyId the static key that they name
	 * @return whether it answers them
	 */
	public static boolean readKeyMismatch(byte[] bytes, int offset, int length, long sentTo, int version, int keyId,
			HeaderTlvs tlvs) {
		return read(PacketType.KEY_MISMATCH, bytes, offset, length, sentTo, tlvs) && tlvs.version() == version
				&& tlvs.hasKeyId() && tlvs.keyId() == keyId;
	}

	static int write(int type, byte[] bytes, int offset, long clientId, HeaderTlvs tlvs) {
		int headerLength = tlvs.write(bytes, offset);
		PacketHeader.write(bytes, offset, clientId, type, 0, headerLength);
		System.arraycopy(tag(type, bytes, offset, headerLength), 0, bytes, offset + headerLength,
				PacketHeader.TAG_LENGTH);
		return headerLength + PacketHeader.TAG_LENGTH;
	}

	static boolean read(int type, byte[] bytes, int offset, int length, long sentTo, HeaderTlvs tlvs) {
		int headerLength = PacketHeader.headerLength(bytes, offset);
		if (length != headerLength + PacketHeader.TAG_LENGTH || tlvs.read(bytes, offset) != DropReason.NONE) {
			return false;
		}
		if (!tlvs.hasOriginalConnectionId() || tlvs.originalConnectionId() != sentTo) {
			return false;
		}
		byte[] received = Arrays.copyOfRange(bytes, offset + headerLength, offset + length);
		return MessageDigest.isEqual(received, tag(type, bytes, offset, headerLength));
	}

	/** No secret: it finds damage, and tells the types apart. */
	static byte[] tagKey(int type) {
		return switch (type) {
			case PacketType.RETRY -> RETRY_KEY.clone();
			case PacketType.VERSION_NEGOTIATION -> VERSIONS_KEY.clone();
			case PacketType.KEY_MISMATCH -> MISMATCH_KEY.clone();
			default -> throw new IllegalArgumentException("a packet of type " + type + " has keys of its own");
		};
	}

	private static byte[] key(String label) {
		return Hkdf.expandLabel(
				Hkdf.extract(NoiseHash.SHA256.hash("MXP-transport initial v1".getBytes(StandardCharsets.US_ASCII))),
				label, new byte[0], Hkdf.HASH_BYTES);
	}

	private static byte[] tag(int type, byte[] bytes, int offset, int headerLength) {
		byte[] header = Arrays.copyOfRange(bytes, offset, offset + headerLength);
		return Arrays.copyOf(NoiseHash.SHA256.hmac(tagKey(type), header), PacketHeader.TAG_LENGTH);
	}

}
