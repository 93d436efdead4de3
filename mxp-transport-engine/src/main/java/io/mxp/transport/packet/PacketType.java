/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

/**
 * The eight packet types, the low three bits of the Flags byte.
 */
public final class PacketType {

	/**
	 * Client's first flight and the server's answer, under keys that anybody can compute.
	 */
	public static final int INITIAL = 0;

	/** What follows in handshakes of three messages, under keys of the handshake. */
	public static final int HANDSHAKE = 1;

	/** Early application data under a resumption secret. */
	public static final int ZERO_RTT = 2;

	/** Everything after the handshake. */
	public static final int ONE_RTT = 3;

	/** Path validation, MTU probes and keepalive, under 1-RTT keys. */
	public static final int PROBE = 4;

	/** The server asks for an address token. */
	public static final int RETRY = 5;

	/** The server lists its versions. */
	public static final int VERSION_NEGOTIATION = 6;

	/** The server does not own the static key that the Initial names. */
	public static final int KEY_MISMATCH = 7;

	/** Mask of the type within the Flags byte. */
	public static final int MASK = 0x07;

	private PacketType() {
	}

	/** Whether packets of this type are numbered in the application space. */
	public static boolean isApplication(int type) {
		return type == ONE_RTT || type == PROBE || type == ZERO_RTT;
	}

	/**
	 * Whether a packet of this type shows that its sender has the keys of this handshake
	 * and is there now: a 0-RTT packet may be a replay.
	 */
	public static boolean provesPeer(int type) {
		return type == ONE_RTT || type == PROBE;
	}

	/**
	 * Whether packets of this type may carry TLVs behind the 32 bytes of the fixed
	 * header.
	 */
	public static boolean mayCarryTlvs(int type) {
		return type == INITIAL || type == RETRY || type == VERSION_NEGOTIATION || type == KEY_MISMATCH;
	}

	/**
	 * Whether packets of this type are a server's answers to Initials of which it keeps
	 * nothing.
	 */
	public static boolean isStateless(int type) {
		return type == RETRY || type == VERSION_NEGOTIATION || type == KEY_MISMATCH;
	}

	public static String name(int type) {
		switch (type) {
			case INITIAL:
				return "Initial";
			case HANDSHAKE:
				return "Handshake";
			case ZERO_RTT:
				return "0-RTT";
			case ONE_RTT:
				return "1-RTT";
			case PROBE:
				return "Probe";
			case RETRY:
				return "Retry";
			case VERSION_NEGOTIATION:
				return "Version Negotiation";
			case KEY_MISMATCH:
				return "Key Mismatch";
			default:
				return "unknown(" + type + ")";
		}
	}

}
