/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

/**
 * Decides whether a peer's static key and certificates make an identity that is trusted
 * here. Called off the event loop: an answer may take as long as chain validation takes,
 * but does no I/O.
 */
@FunctionalInterface
public interface CertificateVerifier {

	/**
	 * Verifies what a peer showed.
	 * @param request what the peer showed and what is expected of it
	 * @param nowMillis the time of the verification, milliseconds since 1970
	 * @return accepted or rejected, never {@code null}; hostile input is a rejection, not
	 * an exception
	 */
	VerificationResult verify(VerificationRequest request, long nowMillis);

}
