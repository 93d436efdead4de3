/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;
import java.util.List;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.ErrorCode;

/**
 * The client's lists of versions and suites, in the clear before its Noise message, since
 * the server needs them for the prologue: whoever changes them in flight makes the Noise
 * message fail.
 *
 * @param versions the version in use, then all that the client speaks
 * @param suites in order of preference
 */
// SPEC handshake.md#client-offer
@SuppressWarnings("ArrayRecordComponent")
record ClientOffer(int[] versions, int[] suites) {

	private static final int RESERVED_VERSION_MASK = 0x0F0F0F0F;

	private static final int RESERVED_VERSION_VALUE = 0x0A0A0A0A;

	/** The version in use, a reserved one and all that we speak; all of our suites. */
	static ClientOffer of(int inUse, int[] spoken, List<CipherSuite> suites, long random) {
		int[] versions = new int[2 + spoken.length];
		versions[0] = inUse;
		versions[1] = reservedVersion(random);
		System.arraycopy(spoken, 0, versions, 2, spoken.length);
		return new ClientOffer(versions, suites.stream().mapToInt(CipherSuite::wireId).toArray());
	}

	/** A version that never gets a meaning: each byte has the form 0x?A. */
	static int reservedVersion(long random) {
		return ((int) random & ~RESERVED_VERSION_MASK) | RESERVED_VERSION_VALUE;
	}

	/** u8 count, u32 versions, u8 count, u16 suites. */
	byte[] encode() {
		byte[] versionWords = HandshakePayloadCodec.words(this.versions, 4);
		byte[] suiteWords = HandshakePayloadCodec.words(this.suites, 2);
		byte[] bytes = new byte[2 + versionWords.length + suiteWords.length];
		bytes[0] = (byte) this.versions.length;
		System.arraycopy(versionWords, 0, bytes, 1, versionWords.length);
		bytes[1 + versionWords.length] = (byte) this.suites.length;
		System.arraycopy(suiteWords, 0, bytes, 2 + versionWords.length, suiteWords.length);
		return bytes;
	}

	int encodedLength() {
		return 2 + 4 * this.versions.length + 2 * this.suites.length;
	}

	/** Reads the offer that a client's handshake bytes begin with. */
	static ClientOffer decode(byte[] bytes) throws HandshakeFailure {
		int versionBytes = listBytes(bytes, 0, 4, HandshakePayload.MAX_LIST_ENTRIES + 1);
		int suitesAt = 1 + versionBytes;
		int suiteBytes = listBytes(bytes, suitesAt, 2, HandshakePayload.MAX_LIST_ENTRIES);
		return new ClientOffer(HandshakePayloadCodec.ints(Arrays.copyOfRange(bytes, 1, suitesAt)),
				HandshakePayloadCodec.shorts(Arrays.copyOfRange(bytes, suitesAt + 1, suitesAt + 1 + suiteBytes)));
	}

	private static int listBytes(byte[] bytes, int at, int size, int limit) throws HandshakeFailure {
		int count = (at < bytes.length) ? bytes[at] & 0xFF : 0;
		if (count == 0 || count > limit || bytes.length - at - 1 < size * count) {
			throw new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
					"the client's lists of versions and suites are malformed; it breaks the protocol");
		}
		return size * count;
	}

	boolean sameAs(HandshakePayload payload) {
		return Arrays.equals(this.versions, payload.versions()) && Arrays.equals(this.suites, payload.suites());
	}

	@Override
	public String toString() {
		return "ClientOffer[versions=" + Arrays.toString(this.versions) + ", suites=" + Arrays.toString(this.suites)
				+ "]";
	}

}
