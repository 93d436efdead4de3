/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

/**
 * Error codes as they travel: in CONNECTION_CLOSE, RESET_STREAM, STOP_SENDING, and in MXP
 * Error messages.
 *
 * <p>
 * Codes below 0x100 belong to the transport and end a connection or a stream; codes from
 * 0x100 belong to messages and end one call or one stream of messages.
 */
public enum ErrorCode {

	/** The connection or stream ended as both sides wished. */
	NO_ERROR(0),
	/** A fault of the implementation. */
	INTERNAL_ERROR(1),
	/** The server accepts no connections, or no more of them. */
	CONNECTION_REFUSED(2),
	/** More bytes than the credit allows. */
	FLOW_CONTROL_ERROR(3),
	/** More streams than the limit allows. */
	STREAM_LIMIT_ERROR(4),
	/** A frame for a stream that cannot have it. */
	STREAM_STATE_ERROR(5),
	/** The final size of a stream changed. */
	FINAL_SIZE_ERROR(6),
	/** A frame that is not well-formed. */
	FRAME_ENCODING_ERROR(7),
	/** A transport parameter is missing, doubled or out of its range. */
	TRANSPORT_PARAMETER_ERROR(8),
	/** More connection ids than the limit allows. */
	CONNECTION_ID_LIMIT_ERROR(9),
	/** Another rule of the protocol was broken. */
	PROTOCOL_VIOLATION(10),
	/** The address token is not valid. */
	INVALID_TOKEN(11),
	/** The application closed the connection. */
	APPLICATION_CLOSE(12),
	/** More handshake bytes than are buffered. */
	CRYPTO_BUFFER_EXCEEDED(13),
	/** A key update that was not allowed yet. */
	KEY_UPDATE_ERROR(14),
	/** The AEAD's limit for one key is reached. */
	AEAD_LIMIT_REACHED(15),
	/** The handshake failed; deliberately without the cause. */
	HANDSHAKE_FAILED(16),
	/** The peer's certificate has expired or is not valid yet. */
	CERTIFICATE_EXPIRED(17),
	/** No trusted authority signed the peer's certificate, or it breaks a rule. */
	CERTIFICATE_UNTRUSTED(18),
	/** The peer is somebody else than the one who was called. */
	IDENTITY_MISMATCH(19),
	/** The handshake did not end in time. */
	HANDSHAKE_TIMEOUT(20),
	/** Nothing was received for the idle timeout. */
	IDLE_TIMEOUT(21),
	/** The attestation was missing or refused. */
	ATTESTATION_REJECTED(22),
	/** No datagram reaches the peer. */
	PEER_UNREACHABLE(23),
	/** The transport shuts down. */
	SERVER_SHUTDOWN(24),
	/** The session ticket resumes nothing; the client comes again without it. */
	TICKET_REFUSED(27),

	/** Nobody handles this subject. */
	NOT_FOUND(0x100),
	/** The payload cannot be read or is not valid. */
	INVALID_ARGUMENT(0x101),
	/** A queue is full; try again later. */
	OVERLOADED(0x102),
	/** The deadline passed before there was an answer. */
	DEADLINE_EXCEEDED(0x103),
	/** The caller may not do this. */
	PERMISSION_DENIED(0x104),
	/** The handler failed. */
	INTERNAL(0x105),
	/** The caller lost interest. */
	CANCELLED(0x106),
	/** The peer cannot be reached now. */
	UNAVAILABLE(0x107),
	/** The message is larger than the receiver or the format accepts. */
	TOO_LARGE(0x108),
	/** The message names another agent than the one that received it. */
	WRONG_TARGET(0x109);

	private final int code;

	ErrorCode(int code) {
		this.code = code;
	}

	/** The value on the wire, an unsigned 32-bit integer. */
	public int code() {
		return this.code;
	}

	/** Whether the code belongs to messages and not to the transport. */
	public boolean isMessageLevel() {
		return this.code >= 0x100;
	}

	/**
	 * The constant for a value from the wire; codes of later versions read as
	 * INTERNAL_ERROR.
	 */
	public static ErrorCode of(int code) {
		for (ErrorCode value : values()) {
			if (value.code == code) {
				return value;
			}
		}
		return INTERNAL_ERROR;
	}

}
