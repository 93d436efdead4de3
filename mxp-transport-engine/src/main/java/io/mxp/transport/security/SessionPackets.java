/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import org.jspecify.annotations.Nullable;

/**
 * The packet side of a session: which keys are there for which type, and what was counted
 * about them. HOT.
 */
public final class SessionPackets {

	private static final int NO_KEYS = -DropReason.NO_KEYS.ordinal();

	private @Nullable InitialProtection initial;

	private @Nullable ApplicationProtection application;

	private @Nullable EarlyProtection early;

	private boolean applicationUsable;

	private boolean openingStopped;

	private long serverConnectionId;

	private long earlyRejectsBefore;

	private long aeadFailuresBefore;

	SessionPackets(InitialProtection initial) {
		this.initial = initial;
	}

	@Nullable InitialProtection initial() {
		return this.initial;
	}

	/** A client's Initials get other keys. */
	void restart(InitialProtection protection) {
		discardInitial();
		this.initial = protection;
	}

	@Nullable ApplicationProtection application() {
		return this.application;
	}

	/**
	 * Takes the 1-RTT keys; they can be used at once or after {@link #useApplication}.
	 */
	void install(ApplicationProtection protection, boolean usable) {
		this.application = protection;
		this.applicationUsable = usable;
	}

	/** Takes the keys of 0-RTT packets; those of before are gone. */
	void installEarly(EarlyProtection protection) {
		discardEarly();
		this.early = protection;
	}

	/** There are no 0-RTT packets any more. */
	void discardEarly() {
		if (this.early != null) {
			PacketOpener opener = this.early.opener();
			this.earlyRejectsBefore += (opener != null) ? opener.earlyRejects() : 0;
			this.aeadFailuresBefore += (opener != null) ? opener.aeadFailures() : 0;
			this.early.destroy();
			this.early = null;
		}
	}

	void useApplication() {
		this.applicationUsable = this.application != null;
	}

	/** Nothing is opened any more; sealing a farewell stays possible. */
	void stopOpening() {
		this.openingStopped = true;
	}

	boolean canSeal(int packetType) {
		PacketSealer sealer = sealer(packetType);
		return sealer != null && sealer.sealsLeft() > 0;
	}

	boolean canOpen(int packetType) {
		if (this.openingStopped) {
			return false;
		}
		return switch (packetType) {
			case PacketType.INITIAL -> this.initial != null;
			case PacketType.ONE_RTT, PacketType.PROBE -> this.applicationUsable;
			case PacketType.ZERO_RTT -> this.early != null && this.early.opener() != null;
			default -> false;
		};
	}

	int seal(byte[] buffer, int offset, int headerLength, int payloadLength) {
		int type = PacketHeader.type(buffer, offset);
		PacketSealer sealer = sealer(type);
		if (sealer == null) {
			throw new IllegalStateException("no keys to seal a packet of type " + PacketType.name(type));
		}
		return sealer.seal(buffer, offset, headerLength, payloadLength);
	}

	int open(byte[] buffer, int offset, int length) {
		DropReason malformed = PacketHeader.check(buffer, offset, length);
		if (malformed != DropReason.NONE) {
			return -malformed.ordinal();
		}
		int type = PacketHeader.type(buffer, offset);
		if (!canOpen(type)) {
			return NO_KEYS;
		}
		if (type == PacketType.INITIAL) {
			return openInitial(buffer, offset, length);
		}
		if (type == PacketType.ZERO_RTT) {
			PacketOpener opener = (this.early != null) ? this.early.opener() : null;
			return (opener != null) ? opener.open(buffer, offset, length) : NO_KEYS;
		}
		ApplicationProtection protection = this.application;
		return (protection != null) ? protection.open(buffer, offset, length) : NO_KEYS;
	}

	private int openInitial(byte[] buffer, int offset, int length) {
		InitialProtection protection = this.initial;
		if (protection == null) {
			return NO_KEYS;
		}
		int result = protection.open(buffer, offset, length);
		if (protection.peerIdKnown()) {
			this.serverConnectionId = protection.peerId();
		}
		return result;
	}

	private @Nullable PacketSealer sealer(int packetType) {
		return switch (packetType) {
			case PacketType.INITIAL -> (this.initial != null) ? this.initial.sealer() : null;
			case PacketType.ONE_RTT, PacketType.PROBE ->
				(this.application != null && this.applicationUsable) ? this.application.sealer() : null;
			case PacketType.ZERO_RTT -> (this.early != null) ? this.early.sealer() : null;
			default -> null;
		};
	}

	/**
	 * Whether the connection must close with AEAD_LIMIT_REACHED: a key is used up but for
	 * a few packets to say so, numbers are, or too many packets did not open.
	 * @return true where a limit is reached
	 */
	// SPEC packets.md#limits
	public boolean limitReached() {
		ApplicationProtection protection = this.application;
		return protection != null && (protection.sealer().limitReached() || protection.opener().limitReached());
	}

	/**
	 * Packets whose nonce was not the expected one: nothing was decrypted.
	 * @return a count over the whole connection
	 */
	public long earlyRejects() {
		return this.earlyRejectsBefore + ((this.initial != null) ? this.initial.earlyRejects() : 0)
				+ ((this.application != null) ? this.application.opener().earlyRejects() : 0);
	}

	/**
	 * Packets whose tag did not fit.
	 * @return a count over the whole connection
	 */
	public long aeadFailures() {
		return this.aeadFailuresBefore + ((this.initial != null) ? this.initial.aeadFailures() : 0)
				+ ((this.application != null) ? this.application.opener().aeadFailures() : 0);
	}

	/**
	 * The server's connection id as its first opened Initial gave it; for a client.
	 * @return 0 before
	 */
	public long serverConnectionId() {
		return this.serverConnectionId;
	}

	/**
	 * Derives the next epoch's keys in both directions, off the packet path. Without them
	 * neither side's key update goes through here.
	 */
	public void prepareNextKeys() {
		if (this.application != null) {
			this.application.prepareNextKeys();
		}
	}

	/**
	 * Seals with the next epoch's keys from now on. When it is allowed is the
	 * connection's to know.
	 * @return whether next keys were prepared and those before the present are gone
	 */
	public boolean initiateKeyUpdate() {
		return this.application != null && this.application.initiateKeyUpdate();
	}

	/** Forgets the keys of the epoch before the peer's present one. */
	public void discardPreviousKeys() {
		if (this.application != null) {
			this.application.opener().discardPrevious();
		}
	}

	/**
	 * The epoch of packets that are sealed.
	 * @return from 0
	 */
	public long sealEpoch() {
		return (this.application != null) ? this.application.sealer().keys().epoch() : 0;
	}

	/**
	 * The largest epoch of packets that opened.
	 * @return from 0
	 */
	public long openEpoch() {
		return (this.application != null) ? this.application.opener().keys().epoch() : 0;
	}

	/**
	 * Whether the peer has sealed a larger number with older keys than a smaller one.
	 * @return true where it did, from then on
	 */
	public boolean wentBackward() {
		return this.application != null && this.application.opener().wentBackward();
	}

	/**
	 * Packets sealed with the present key.
	 * @return a count
	 */
	public long sealedInEpoch() {
		return (this.application != null) ? this.application.sealer().keys().uses() : 0;
	}

	/**
	 * Packets opened with the present key.
	 * @return a count
	 */
	public long openedInEpoch() {
		return (this.application != null) ? this.application.opener().keys().uses() : 0;
	}

	/** Forgets the keys of Initial packets. */
	void discardInitial() {
		InitialProtection protection = this.initial;
		if (protection != null) {
			this.earlyRejectsBefore += protection.earlyRejects();
			this.aeadFailuresBefore += protection.aeadFailures();
			protection.destroy();
			this.initial = null;
		}
	}

	void destroy() {
		discardInitial();
		discardEarly();
		ApplicationProtection protection = this.application;
		if (protection != null) {
			this.earlyRejectsBefore += protection.opener().earlyRejects();
			this.aeadFailuresBefore += protection.opener().aeadFailures();
			protection.destroy();
			this.application = null;
		}
		this.applicationUsable = false;
	}

}
