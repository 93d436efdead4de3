/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.Patterns;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake has shown so far. All of it is public or authenticated by the
 * handshake; nothing here is a key.
 */
public final class HandshakeOutcome {

	private static final byte[] NOTHING = new byte[0];

	private final HandshakeExchange exchange;

	private final HandshakeSettings settings;

	HandshakeOutcome(HandshakeExchange exchange, HandshakeSettings settings) {
		this.exchange = exchange;
		this.settings = settings;
	}

	/** The agent that must answer, {@code null} where any trusted one will do. */
	public @Nullable String expectedAgentId() {
		return this.settings.expectedAgentId();
	}

	/** The number of the pattern, as {@link HeaderTlvs#PATTERN} has it. */
	public int pattern() {
		return this.exchange.pattern();
	}

	/** The version of the protocol that is in use. */
	public int version() {
		return this.exchange.version();
	}

	/**
	 * Whether the client speaks last: that message has to arrive before the server can
	 * open 1-RTT packets.
	 */
	// SPEC handshake.md#third-message
	public boolean endsWithClient() {
		return Patterns.endsWithClient(pattern());
	}

	/**
	 * The peer's static key.
	 * @return 32 bytes, {@code null} before it was shown and where the peer is anonymous
	 */
	public byte @Nullable [] peerStaticKey() {
		HandshakeExchange.Peer said = this.exchange.peer();
		return (said != null) ? said.staticKey() : null;
	}

	/**
	 * The peer's transport parameters as it sent them.
	 * @return empty before they came
	 */
	public byte[] peerTransportParameters() {
		HandshakeExchange.Peer said = this.exchange.peer();
		return (said != null) ? said.payload().transportParameters().clone() : NOTHING;
	}

	/**
	 * The hash of the whole handshake, for channel binding.
	 * @return 32 bytes, the same on both sides; empty before all messages are through
	 */
	// SPEC handshake.md#channel-binding
	public byte[] handshakeHash() {
		HandshakeExchange.Result result = this.exchange.result();
		return (result != null) ? result.handshakeHash().clone() : NOTHING;
	}

	/**
	 * The suite that was agreed on.
	 * @return {@code null} before all messages are through
	 */
	public @Nullable CipherSuite suite() {
		HandshakeExchange.Result result = this.exchange.result();
		return (result != null) ? result.suite() : null;
	}

}
