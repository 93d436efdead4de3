/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.List;

/**
 * What travels encrypted inside a Noise message.
 *
 * @param transportParameters the sender's transport parameters, opaque here
 * @param certificateChain DER certificates, leaf first; may be empty
 * @param staticKeySignature the statement about the static key (form B), or empty
 * @param suites from the client those it offers, in order of preference; from the server
 * the chosen one
 * @param versions the version in use, then those that the sender speaks
 * @param connectionIds from the server: the client's first destination id, the client's
 * id, the server's id; from the client empty
 * @param attestation an attestation statement: type u8 and bytes, or empty
 * @param early from the client: early data follows; from the server: it is taken
 */
// SPEC handshake.md#payload
@SuppressWarnings("ArrayRecordComponent")
record HandshakePayload(byte[] transportParameters, List<byte[]> certificateChain, byte[] staticKeySignature,
		int[] suites, int[] versions, long[] connectionIds, byte[] attestation, boolean early) {

	static final int TRANSPORT_PARAMETERS = 1;

	static final int CERTIFICATE_CHAIN = 2;

	static final int SUITES = 3;

	static final int VERSIONS = 4;

	static final int CONNECTION_IDS = 5;

	static final int ATTESTATION = 6;

	static final int STATIC_KEY_SIGNATURE = 7;

	static final int EARLY_DATA = 8;

	/** Types that stand for those of later versions; receivers ignore them. */
	static final int GREASE_MASK = 0x1F00;

	static final int GREASE_VALUE = 0x1A00;

	static final int MAX_CERTIFICATES = 4;

	static final int MAX_CHAIN_BYTES = 8 * 1024;

	static final int MAX_LIST_ENTRIES = 16;

	static final int MAX_TRANSPORT_PARAMETER_BYTES = 1024;

	static final int MAX_SIGNATURE_BYTES = 512;

	static final int MAX_ATTESTATION_BYTES = 4 * 1024;

	HandshakePayload {
		certificateChain = List.copyOf(certificateChain);
	}

	/** The same without early data. */
	HandshakePayload(byte[] transportParameters, List<byte[]> certificateChain, byte[] staticKeySignature, int[] suites,
			int[] versions, long[] connectionIds, byte[] attestation) {
		this(transportParameters, certificateChain, staticKeySignature, suites, versions, connectionIds, attestation,
				false);
	}

	@Override
	public String toString() {
		return "HandshakePayload[certificates=" + this.certificateChain.size() + ", suites=" + this.suites.length
				+ ", versions=" + this.versions.length + "]";
	}

}
