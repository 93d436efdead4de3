/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.util.Arrays;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.packet.ControlType;
import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.ProtocolViolation;
import io.mxp.transport.reliability.LossRecovery;

/**
 * One switch: every frame goes to the plane that owns it. HOT.
 */
// SPEC frames.md#which-frames-in-which-packets
final class FrameDispatcher {

	private final Connection connection;

	/** Whether the packet has had nothing yet but frames that look at paths. */
	private boolean probing;

	FrameDispatcher(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Hands on all frames of a packet.
	 * @return whether the packet asks for an acknowledgement
	 */
	boolean dispatch(long nowNanos, FrameReader reader, int packetType) throws ProtocolViolation {
		this.connection.streams().onTime(nowNanos);
		boolean eliciting = false;
		boolean application = PacketType.isApplication(packetType);
		this.probing = true;
		while (reader.next()) {
			int type = reader.type();
			this.probing &= type == FrameType.CONTROL && isProbing(reader.control());
			switch (type) {
				case FrameType.STREAM_DATA:
				case FrameType.STREAM_OPEN:
				case FrameType.STREAM_FIN:
				case FrameType.DATAGRAM:
					requireApplication(application, type);
					this.connection.streams().onFrame(reader);
					eliciting = true;
					break;
				case FrameType.ACK:
					onAck(nowNanos, reader, packetType, application);
					break;
				case FrameType.CRYPTO:
					this.connection.session()
						.onCryptoData(packetType, (int) reader.word(), reader.array(), reader.bodyOffset(),
								reader.bodyLength());
					if (this.connection.session().cryptoToSend(PacketType.INITIAL).pollAnswered()) {
						this.connection.recovery().onAnswered(LossRecovery.HANDSHAKE);
					}
					eliciting = true;
					break;
				case FrameType.CONTROL:
					eliciting |= onControl(nowNanos, reader, application);
					break;
				default:
					eliciting |= FrameType.isGrease(type);
			}
			if (!this.connection.state().isAlive()) {
				return false;
			}
		}
		return eliciting;
	}

	/** Frames that a peer may send to an address that it does not use yet. */
	// SPEC connection.md#paths
	private static boolean isProbing(int control) {
		return control == ControlType.PATH_CHALLENGE || control == ControlType.PATH_RESPONSE
				|| control == ControlType.NEW_CONNECTION_ID;
	}

	/** Whether the last packet had nothing but frames that look at paths. */
	boolean wasProbing() {
		return this.probing;
	}

	/** Whether a packet holds a CONNECTION_CLOSE; anything malformed counts as none. */
	boolean holdsClose(FrameReader reader) {
		try {
			while (reader.next()) {
				if (reader.type() == FrameType.CONTROL && reader.control() == ControlType.CONNECTION_CLOSE) {
					return true;
				}
			}
			return false;
		}
		catch (ProtocolViolation violation) {
			return false;
		}
	}

	private void onAck(long nowNanos, FrameReader reader, int packetType, boolean application)
			throws ProtocolViolation {
		if (packetType == PacketType.ZERO_RTT) {
			throw wrongPacket(FrameType.ACK);
		}
		if (application || !this.connection.life().isConfirmed()) {
			this.connection.recovery()
				.onAckFrame(application ? LossRecovery.APPLICATION : LossRecovery.HANDSHAKE, reader, nowNanos);
		}
	}

	private boolean onControl(long nowNanos, FrameReader reader, boolean application) throws ProtocolViolation {
		int control = reader.control();
		if (!application && control != ControlType.PING && control != ControlType.CONNECTION_CLOSE) {
			throw wrongPacket(FrameType.CONTROL);
		}
		switch (control) {
			case ControlType.PING:
				return true;
			case ControlType.MAX_DATA:
			case ControlType.MAX_STREAM_DATA:
			case ControlType.MAX_STREAMS:
			case ControlType.DATA_BLOCKED:
			case ControlType.RESET_STREAM:
			case ControlType.STOP_SENDING:
				this.connection.streams().onFrame(reader);
				return true;
			case ControlType.PATH_CHALLENGE:
				this.connection.paths().onChallenge(reader.bodyLong(0));
				return true;
			case ControlType.PATH_RESPONSE:
				this.connection.paths().onResponse(nowNanos, reader.bodyLong(0));
				return true;
			case ControlType.NEW_CONNECTION_ID:
				this.connection.peerIds().onOffer(reader);
				return true;
			case ControlType.RETIRE_CONNECTION_ID:
				this.connection.ownIds().onRetired(reader.bodyLong(0));
				return true;
			case ControlType.HANDSHAKE_DONE:
				onHandshakeDone(nowNanos);
				return true;
			case ControlType.CONNECTION_CLOSE:
				ErrorCode code = ErrorCode.of(reader.code());
				if (application || !this.connection.resumption().fallsBack(nowNanos, code)) {
					this.connection.ending().onPeerClosed(nowNanos, code, reader.closeReason());
				}
				return false;
			case ControlType.NEW_TICKET:
			case ControlType.NEW_TOKEN:
				onOffer(control, reader);
				return true;
			default:
				throw new ProtocolViolation(ErrorCode.FRAME_ENCODING_ERROR, FrameType.CONTROL,
						"CONTROL sub-type " + control + " is unknown");
		}
	}

	/**
	 * What a server may offer, of which this side uses tokens only.
	 */
	private void onOffer(int control, FrameReader reader) throws ProtocolViolation {
		if (!this.connection.ids().isClient()) {
			throw new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, FrameType.CONTROL,
					"only a server gives tickets and tokens");
		}
		if (control == ControlType.NEW_TOKEN) {
			this.connection.establishment()
				.onNewToken(Arrays.copyOfRange(reader.array(), reader.bodyOffset(),
						reader.bodyOffset() + reader.bodyLength()));
		}
		if (control == ControlType.NEW_TICKET) {
			this.connection.establishment()
				.onNewTicket(NewTicket.of(Arrays.copyOfRange(reader.array(), reader.bodyOffset(),
						reader.bodyOffset() + reader.bodyLength()), reader.word()));
		}
	}

	private void onHandshakeDone(long nowNanos) throws ProtocolViolation {
		if (!this.connection.ids().isClient()) {
			throw new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, FrameType.CONTROL,
					"only a server sends HANDSHAKE_DONE");
		}
		this.connection.establishment().confirm(nowNanos);
	}

	private static void requireApplication(boolean application, int frameType) throws ProtocolViolation {
		if (!application) {
			throw wrongPacket(frameType);
		}
	}

	private static ProtocolViolation wrongPacket(int frameType) {
		return new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, frameType,
				FrameType.name(frameType) + " is not allowed in this type of packet");
	}

}
