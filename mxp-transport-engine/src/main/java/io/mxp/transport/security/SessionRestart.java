/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

/**
 * How a client's handshake begins, and begins anew because the server wants something
 * else. COLD.
 */
public final class SessionRestart {

	private final SecureSession session;

	private final HandshakeSettings settings;

	private final HandshakeStream handshake;

	private byte[] token;

	SessionRestart(SecureSession session, HandshakeSettings settings, HandshakeStream handshake) {
		this.session = session;
		this.settings = settings;
		this.handshake = handshake;
		this.token = settings.token();
	}

	void start() {
		try {
			this.handshake.start(this.token);
			this.session.resumption().installEarly(this.settings, this.session.packets(), true);
		}
		catch (HandshakeFailure failure) {
			this.session.fail(failure.code(), failure.reason());
		}
	}

	/**
	 * The server wants its token first: there is another first message, in packets under
	 * other keys.
	 * @param retryId the id that Initials are addressed to from now on
	 */
	// SPEC handshake.md#retry
	public void onRetry(long retryId, byte[] retryToken) {
		this.session.packets().restart(InitialProtection.client(this.settings, retryId));
		this.token = retryToken;
		start();
	}

	/**
	 * The server does not own the static key that it was addressed by: there is another
	 * first message, for any key that a certificate vouches for.
	 * @return false where no other key may count; nothing has changed then
	 */
	// SPEC handshake.md#key-mismatch
	public boolean onKeyMismatch() {
		boolean goesOn = this.handshake.forgetServerKey();
		if (goesOn) {
			this.session.packets().discardEarly();
			start();
		}
		return goesOn;
	}

	/**
	 * The server speaks other versions: there is another first message, in one of them.
	 * @return false where none is common; nothing has changed then
	 */
	// SPEC handshake.md#version-negotiation
	public boolean onVersionNegotiation(int[] versions) {
		boolean goesOn = this.handshake.useOneOf(versions);
		if (goesOn) {
			start();
		}
		return goesOn;
	}

	/**
	 * The server refuses the ticket: there is another first message without it.
	 * @param initialConnectionId a fresh random id
	 */
	// SPEC handshake.md#a-refused-ticket
	public void onTicketRefused(long initialConnectionId) {
		this.token = new byte[0];
		this.session.packets().discardEarly();
		this.session.packets().restart(InitialProtection.client(this.settings, initialConnectionId));
		this.handshake.forgetTicket(initialConnectionId);
		start();
	}

}
