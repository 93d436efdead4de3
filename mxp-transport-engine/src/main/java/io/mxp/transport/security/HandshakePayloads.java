/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.List;

import io.mxp.transport.CipherSuite;
import org.jspecify.annotations.Nullable;

/** The payloads that each side sends. */
final class HandshakePayloads {

	private static final byte[] NONE = new byte[0];

	private HandshakePayloads() {
	}

	/** The client repeats its offer, so that it is authenticated twice. */
	static byte[] fromClient(ClientOffer offer, byte[] transportParameters, @Nullable LocalIdentity local,
			byte[] attestation, boolean early, RandomSource random) {
		return HandshakePayloadCodec.encode(
				new HandshakePayload(transportParameters, chainOf(local), signatureOf(local), offer.suites(),
						offer.versions(), new long[0], (local != null) ? attestation : NONE, early),
				greaseType(random));
	}

	/**
	 * The server echoes all connection ids and names the suite and version it chose.
	 * @param local what it shows of itself; nothing where a ticket says it all
	 */
	static byte[] fromServer(CipherSuite suite, int[] versions, byte[] transportParameters,
			@Nullable LocalIdentity local, long[] connectionIds, byte[] attestation, boolean early,
			RandomSource random) {
		return HandshakePayloadCodec
			.encode(new HandshakePayload(transportParameters, chainOf(local), signatureOf(local),
					new int[] { suite.wireId() }, versions, connectionIds, (local != null) ? attestation : NONE, early),
					greaseType(random));
	}

	private static List<byte[]> chainOf(@Nullable LocalIdentity local) {
		return (local != null) ? local.certificateChain() : List.of();
	}

	private static byte[] signatureOf(@Nullable LocalIdentity local) {
		return (local != null) ? local.staticKeySignature() : NONE;
	}

	private static int greaseType(RandomSource random) {
		return HandshakePayload.GREASE_VALUE | ((int) random.nextLong() & 0xE0FF);
	}

}
