/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.Serial;

import io.mxp.transport.ErrorCode;

/** Why a peer's identity is not accepted; never leaves the verifier. */
final class CertificateRejection extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	private final ErrorCode code;

	private final String reason;

	CertificateRejection(ErrorCode code, String reason) {
		super(reason, null, false, false);
		this.code = code;
		this.reason = reason;
	}

	static CertificateRejection untrusted(String reason) {
		return new CertificateRejection(ErrorCode.CERTIFICATE_UNTRUSTED, reason);
	}

	static CertificateRejection expired(String reason) {
		return new CertificateRejection(ErrorCode.CERTIFICATE_EXPIRED, reason);
	}

	ErrorCode code() {
		return this.code;
	}

	String reason() {
		return this.reason;
	}

}
