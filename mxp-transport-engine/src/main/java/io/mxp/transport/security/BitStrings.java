/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * Bit strings by their place in a structure. Bouncy Castle's validated module, which may
 * stand in the place of its provider, has the same classes and other signatures for what
 * returns a bit string.
 */
final class BitStrings {

	private static final int KEY_INDEX = 1;

	private static final int SIGNATURE_INDEX = 2;

	private BitStrings() {
	}

	/** The signature of a certificate (RFC 5280 §4.1). */
	static ASN1BitString ofCertificate(byte[] der) {
		return at(der, SIGNATURE_INDEX);
	}

	/** The key of a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
	static ASN1BitString ofPublicKeyInfo(byte[] der) {
		return at(der, KEY_INDEX);
	}

	private static ASN1BitString at(byte[] der, int index) {
		return (ASN1BitString) ASN1Sequence.getInstance(der).getObjectAt(index).toASN1Primitive();
	}

}
