/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.net.InetSocketAddress;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.ServerConfig;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.connection.ConnectionIds;
import io.mxp.transport.connection.ConnectionListener;
import io.mxp.transport.connection.ConnectionSettings;
import io.mxp.transport.connection.Connections;
import io.mxp.transport.connection.TransportParameters;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.Patterns;
import io.mxp.transport.security.HandshakeSettings;
import io.mxp.transport.security.LocalIdentity;
import io.mxp.transport.security.SecureSession;

import org.jspecify.annotations.Nullable;

/**
 * Decides about datagrams of unknown connections: only a well-formed Initial that opens
 * becomes a connection; of everything else nothing is kept. COLD.
 */
// SPEC connection.md#admission
final class Admission {

	private final EndpointSettings settings;

	private final ConnectionSettings connectionSettings;

	private final HandshakeSettings handshake;

	private final ConnectionIdSource ids;

	private final HeaderTlvs tlvs = new HeaderTlvs();

	private final byte[] parameters;

	private boolean accepting;

	private DropReason reason = DropReason.NONE;

	private int payloadLength;

	private Refusal refusal = Refusal.NONE;

	private final AddressValidation addresses;

	private final Tickets tickets;

	Admission(EndpointSettings settings, ConnectionSettings connectionSettings, HandshakeSettings handshake,
			ConnectionIdSource ids, Tickets tickets) {
		this.tickets = tickets;
		this.settings = settings;
		this.handshake = handshake;
		this.connectionSettings = connectionSettings;
		this.ids = ids;
		this.addresses = new AddressValidation(settings.config().server().flood(), settings.tokens(), handshake, ids,
				settings.tokens().random());
		this.parameters = TransportParameters.of(settings.config()).encode();
		this.accepting = settings.config().server().accept() && !settings.identities().isEmpty();
	}

	void stopAccepting() {
		this.accepting = false;
	}

	/** Why the last {@link #admit} gave null. */
	DropReason reason() {
		return this.reason;
	}

	/**
	 * Whether the connection that {@link #admit} gave is to be refused at once, and why.
	 */
	Refusal refusal() {
		return this.refusal;
	}

	/** Bytes of frames in the packet that the last {@link #admit} opened. */
	int payloadLength() {
		return this.payloadLength;
	}

	/**
	 * Takes a connection, or says with {@link #reason()} why not.
	 * @param open connections of this endpoint
	 * @param halfOpen those of them whose handshake has not ended
	 * @param slow whether one of these can be given up for this one
	 */
	@Nullable Connection admit(long nowNanos, InetSocketAddress from, byte[] bytes, int offset, int length, int open,
			int halfOpen, boolean slow, ConnectionListener listener) {
		boolean room = slow || halfOpen < this.settings.config().server().maxHandshakes();
		LocalIdentity identity = check(bytes, offset, length, open, room);
		long connectionId = PacketHeader.connectionId(bytes, offset);
		if (identity == null) {
			answer(nowNanos, from, connectionId);
			return null;
		}
		DropReason address = this.addresses.check(nowNanos, from, this.tlvs, connectionId, halfOpen);
		if (address == DropReason.INVALID_TOKEN && !this.addresses.isLoaded(nowNanos, halfOpen)) {
			this.refusal = Refusal.INVALID_TOKEN;
		}
		else if (address != DropReason.NONE) {
			this.reason = address;
			return null;
		}
		ConnectionIds connectionIds = ConnectionIds
			.server(this.addresses.original(), this.ids.next(), this.tlvs.sourceConnectionId())
			.version(this.tlvs.version());
		HandshakeSettings bound = this.handshake.withToken(this.tlvs.token());
		if (this.addresses.isValidated()) {
			connectionIds.validated(connectionId);
			bound = this.handshake.afterRetry(this.tlvs.token(), connectionId);
		}
		SecureSession session = SecureSession.server(bound, identity, connectionIds.original(), connectionIds.local(),
				connectionIds.remote(), this.tlvs.pattern(),
				TransportParameters.withResetToken(this.parameters, this.ids.resetToken(connectionIds.local())),
				this.settings.random());
		this.tickets.prepare(session);
		int payload = session.open(bytes, offset, length);
		if (payload < 0) {
			this.reason = DropReason.values()[-payload];
			session.destroy();
			return null;
		}
		Connection connection = Connection.accept(this.connectionSettings, connectionIds, session, from, listener,
				nowNanos);
		this.addresses.onAdmitted(nowNanos, connectionId);
		this.payloadLength = payload;
		this.reason = DropReason.NONE;
		return connection;
	}

	/** Of some that cannot be served the client is told, and nothing is kept. */
	private void answer(long nowNanos, InetSocketAddress from, long connectionId) {
		if (this.reason == DropReason.UNSUPPORTED_VERSION) {
			this.reason = this.addresses.negotiateVersion(nowNanos, from, this.tlvs, connectionId);
		}
		else if (this.reason == DropReason.WRONG_KEY_ID) {
			this.reason = this.addresses.refuseKey(nowNanos, from, this.tlvs, connectionId);
		}
	}

	private @Nullable LocalIdentity check(byte[] bytes, int offset, int length, int open, boolean room) {
		this.reason = PacketHeader.check(bytes, offset, length);
		if (this.reason != DropReason.NONE) {
			return null;
		}
		if (PacketHeader.type(bytes, offset) != PacketType.INITIAL) {
			return refuse(DropReason.UNKNOWN_CONNECTION);
		}
		if (length < Connections.MIN_INITIAL_BYTES) {
			return refuse(DropReason.INITIAL_TOO_SMALL);
		}
		this.reason = this.tlvs.read(bytes, offset);
		if (this.reason != DropReason.NONE) {
			return null;
		}
		if (!this.handshake.speaks(this.tlvs.version())) {
			return refuse((this.accepting && this.tlvs.hasSourceConnectionId()) ? DropReason.UNSUPPORTED_VERSION
					: DropReason.REFUSED);
		}
		int pattern = this.tlvs.pattern();
		if (!this.tlvs.hasSourceConnectionId() || (Patterns.namesServerKey(pattern) && !this.tlvs.hasKeyId())) {
			return refuse(DropReason.BAD_TLV);
		}
		int base = pattern & ~HeaderTlvs.PATTERN_P256;
		if (base < HeaderTlvs.PATTERN_IK || base > HeaderTlvs.PATTERN_NK_PSK) {
			return refuse(DropReason.UNSUPPORTED_PATTERN);
		}
		ServerConfig server = this.settings.config().server();
		if (!this.accepting || open >= server.maxConnections() || !room) {
			return refuse(DropReason.REFUSED);
		}
		return identity();
	}

	/**
	 * The identity that the client asks for; for an anonymous one that is not allowed,
	 * any that can say so.
	 */
	private @Nullable LocalIdentity identity() {
		this.refusal = Refusal.NONE;
		int pattern = this.tlvs.pattern();
		if (Patterns.isAnonymous(pattern) && !this.settings.anonymousClientsAllowed()) {
			this.refusal = Refusal.ANONYMOUS;
			return this.settings.identities().present();
		}
		LocalIdentity served = Patterns.namesServerKey(pattern) ? this.settings.identities().named(this.tlvs.keyId())
				: this.settings.identities().present();
		if (served == null) {
			return refuse(DropReason.WRONG_KEY_ID);
		}
		if (served.isP256() != ((pattern & HeaderTlvs.PATTERN_P256) != 0)) {
			this.refusal = Refusal.OTHER_CURVE;
		}
		return served;
	}

	private @Nullable LocalIdentity refuse(DropReason why) {
		this.reason = why;
		return null;
	}

	AddressValidation addresses() {
		return this.addresses;
	}

	/** Why a well-formed client cannot be served: it is told, and nothing is kept. */
	enum Refusal {

		NONE(DropReason.NONE, ErrorCode.NO_ERROR, ""),
		INVALID_TOKEN(DropReason.INVALID_TOKEN, ErrorCode.INVALID_TOKEN,
				"the address token is too old, was used before, or is for another address"),
		ANONYMOUS(DropReason.UNSUPPORTED_PATTERN, ErrorCode.CONNECTION_REFUSED,
				"this server requires its clients to show an identity"),
		OTHER_CURVE(DropReason.UNSUPPORTED_PATTERN, ErrorCode.HANDSHAKE_FAILED,
				"no common cipher suite: this server has a static key of the other curve");

		private final DropReason dropReason;

		private final ErrorCode code;

		private final String text;

		Refusal(DropReason dropReason, ErrorCode code, String text) {
			this.dropReason = dropReason;
			this.code = code;
			this.text = text;
		}

		DropReason dropReason() {
			return this.dropReason;
		}

		ErrorCode code() {
			return this.code;
		}

		String text() {
			return this.text;
		}

	}

}
