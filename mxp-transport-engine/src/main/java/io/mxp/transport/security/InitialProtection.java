/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.HeaderTlvs;
import org.jspecify.annotations.Nullable;

/**
 * Protection of Initial packets, by keys that anybody can compute who saw the client's
 * first packet: no secrecy, but nobody who did not see it can inject.
 *
 * <p>
 * A client learns the server's id, which is part of the server's key, from the first
 * server Initial that opens; from then on only that id counts.
 */
// SPEC packets.md#initial-keys
final class InitialProtection {

	static final CipherSuite SUITE = CipherSuite.AES_256_GCM_SHA256;

	private final HandshakeSettings settings;

	private final long initialConnectionId;

	private final boolean client;

	private final long ownConnectionId;

	private @Nullable PacketSealer sealer;

	private final HeaderTlvs tlvs = new HeaderTlvs();

	private @Nullable PacketOpener opener;

	private long openerId;

	private boolean peerIdKnown;

	private long earlyRejects;

	private long aeadFailures;

	private InitialProtection(HandshakeSettings settings, long initialConnectionId, long ownConnectionId,
			boolean client) {
		this.settings = settings;
		this.initialConnectionId = initialConnectionId;
		this.ownConnectionId = ownConnectionId;
		this.client = client;
	}

	static InitialProtection client(HandshakeSettings settings, long initialConnectionId) {
		return new InitialProtection(settings, initialConnectionId, 0, true);
	}

	static InitialProtection server(HandshakeSettings settings, long initialConnectionId, long ownConnectionId) {
		InitialProtection protection = new InitialProtection(settings, initialConnectionId, ownConnectionId, false);
		protection.opener = protection.opener(KeySchedule.clientInitialSecret(initialConnectionId));
		return protection;
	}

	// made when it is needed: a server that got junk never seals
	PacketSealer sealer() {
		PacketSealer live = this.sealer;
		if (live == null) {
			byte[] secret = this.client ? KeySchedule.clientInitialSecret(this.initialConnectionId)
					: KeySchedule.serverInitialSecret(this.initialConnectionId, this.ownConnectionId);
			live = new PacketSealer(PacketKeys.derive(this.settings, SUITE, secret, 0, true),
					HeaderMask.of(SUITE, KeySchedule.headerKey(secret)), this.settings.sealObserver());
			this.sealer = live;
		}
		return live;
	}

	int open(byte[] packet, int offset, int length) {
		int result = this.client ? openAsClient(packet, offset, length) : openWith(this.opener, packet, offset, length);
		if (result == -DropReason.EARLY_REJECT.ordinal()) {
			this.earlyRejects++;
		}
		else if (result == -DropReason.AEAD_FAILURE.ordinal()) {
			this.aeadFailures++;
		}
		return result;
	}

	private static int openWith(@Nullable PacketOpener opener, byte[] packet, int offset, int length) {
		return (opener != null) ? opener.open(packet, offset, length) : -DropReason.NO_KEYS.ordinal();
	}

	private int openAsClient(byte[] packet, int offset, int length) {
		if (this.tlvs.read(packet, offset) != DropReason.NONE || !this.tlvs.hasSourceConnectionId()) {
			return -DropReason.BAD_TLV.ordinal();
		}
		PacketOpener fitting = openerFor(this.tlvs.sourceConnectionId());
		if (fitting == null) {
			return -DropReason.EARLY_REJECT.ordinal();
		}
		int result = fitting.open(packet, offset, length);
		this.peerIdKnown |= result >= 0;
		return result;
	}

	private @Nullable PacketOpener openerFor(long serverId) {
		PacketOpener live = this.opener;
		if (live != null && serverId == this.openerId) {
			return live;
		}
		if (this.peerIdKnown) {
			return null;
		}
		live = opener(KeySchedule.serverInitialSecret(this.initialConnectionId, serverId));
		this.opener = live;
		this.openerId = serverId;
		return live;
	}

	private PacketOpener opener(byte[] secret) {
		return new PacketOpener(PacketKeys.derive(this.settings, SUITE, secret, 0, false),
				HeaderMask.of(SUITE, KeySchedule.headerKey(secret)));
	}

	/** Whether a client has learnt the server's id. */
	boolean peerIdKnown() {
		return this.peerIdKnown;
	}

	/** The server's id, once it is known. */
	long peerId() {
		return this.openerId;
	}

	long earlyRejects() {
		return this.earlyRejects;
	}

	long aeadFailures() {
		return this.aeadFailures;
	}

	void destroy() {
		if (this.sealer != null) {
			this.sealer.destroy();
		}
		if (this.opener != null) {
			this.opener.destroy();
			this.opener = null;
		}
	}

}
