/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.util.Arrays;

import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.reliability.LossRecovery;

/**
 * Any frames at all in a packet that a connection seals: what a hostile peer can send
 * that has the keys.
 */
public final class SealedFrames {

	private static final int LARGEST_HEADER_BYTES = 256;

	private SealedFrames() {
	}

	/** Whether the connection has keys to seal a packet of this type with now. */
	public static boolean isPossible(Connection connection, int packetType) {
		return connection.state().isAlive() && packetType != PacketType.ZERO_RTT
				&& connection.session().canSeal(packetType);
	}

	/** Uses up the number of a 1-RTT packet that is never sent. */
	public static void skip(Connection connection) {
		connection.recovery().nextPacketNumber(LossRecovery.APPLICATION);
	}

	/**
	 * Seals a packet and counts it as sent, so that the connection goes on behind it.
	 * @param connection whose keys and numbers are used
	 * @param packetType of {@link PacketType}, INITIAL or one under 1-RTT keys
	 * @param nowNanos the time
	 * @param frames the payload, whatever it is
	 * @return the datagram; a client's Initial is filled up with PADDING
	 */
	public static byte[] seal(Connection connection, int packetType, long nowNanos, byte[] frames) {
		boolean initial = packetType == PacketType.INITIAL;
		int space = initial ? LossRecovery.HANDSHAKE : LossRecovery.APPLICATION;
		byte[] packet = new byte[LARGEST_HEADER_BYTES + Math.max(Connections.MIN_INITIAL_BYTES, frames.length)
				+ PacketHeader.TAG_LENGTH];
		int headerLength = PacketHeader.LENGTH;
		int payloadLength = frames.length;
		if (initial) {
			headerLength = connection.sender().writeInitialHeader(packet, 0);
			payloadLength = Math.max(payloadLength,
					Connections.MIN_INITIAL_BYTES - headerLength - PacketHeader.TAG_LENGTH);
		}
		else {
			PacketHeader.write(packet, 0, connection.ids().remote(), packetType,
					connection.recovery().nextPacketNumber(space), headerLength);
		}
		long number = PacketHeader.packetNumber(packet, 0);
		System.arraycopy(frames, 0, packet, headerLength, frames.length);
		int length = connection.session().seal(packet, 0, headerLength, payloadLength);
		connection.recovery().onPacketSent(space, number, nowNanos, length, false, false);
		return Arrays.copyOf(packet, length);
	}

}
