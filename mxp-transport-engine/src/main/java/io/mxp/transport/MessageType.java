/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import org.jspecify.annotations.Nullable;

/**
 * The message types of MXP 1, with the byte that stands for each on the wire and the band
 * in which it travels unless configured otherwise. The codes 0x80 to 0xEF are left to
 * applications ("custom types"); they have no constant here and are refused unless
 * configured.
 */
public enum MessageType {

	/** An agent makes itself known: id, name, capabilities, endpoint. 0x01, control. */
	AGENT_REGISTER(0x01, PriorityBand.CONTROL),

	/** Asks which agents have a capability. 0x02, control. */
	AGENT_DISCOVER(0x02, PriorityBand.CONTROL),

	/** An agent is alive, and how busy it is. 0x03, control. */
	AGENT_HEARTBEAT(0x03, PriorityBand.CONTROL),

	/** A request that is answered by a response or an error. 0x10, critical. */
	CALL(0x10, PriorityBand.CRITICAL),

	/** The answer to a call, with the call's message id. 0x11, critical. */
	RESPONSE(0x11, PriorityBand.CRITICAL),

	/** A notice that nobody answers. 0x12, background. */
	EVENT(0x12, PriorityBand.BACKGROUND),

	/** Opens a stream of chunks. 0x20, streaming. */
	STREAM_OPEN(0x20, PriorityBand.STREAMING),

	/** A piece of a stream. 0x21, streaming. */
	STREAM_CHUNK(0x21, PriorityBand.STREAMING),

	/** The end of a stream. 0x22, streaming. */
	STREAM_CLOSE(0x22, PriorityBand.STREAMING),

	/** The receiver has got a message that asked for it. 0xF0, background. */
	ACK(0xF0, PriorityBand.BACKGROUND),

	/** A message failed at the receiver; carries that message's id. 0xF1, background. */
	ERROR(0xF1, PriorityBand.BACKGROUND);

	/** The lowest code of a custom type. */
	public static final int FIRST_CUSTOM_CODE = 0x80;

	/** The highest code of a custom type. */
	public static final int LAST_CUSTOM_CODE = 0xEF;

	private static final @Nullable MessageType[] BY_CODE = new @Nullable MessageType[256];

	static {
		for (MessageType type : values()) {
			BY_CODE[type.code] = type;
		}
	}

	private final int code;

	private final PriorityBand defaultBand;

	MessageType(int code, PriorityBand defaultBand) {
		this.code = code;
		this.defaultBand = defaultBand;
	}

	/**
	 * The type's byte on the wire.
	 * @return 0x01 to 0xF1
	 */
	public int code() {
		return this.code;
	}

	/**
	 * The band of messages of this type unless configured otherwise.
	 * @return the band
	 */
	public PriorityBand defaultBand() {
		return this.defaultBand;
	}

	/**
	 * The type that a byte stands for.
	 * @param code any value; only 0 to 255 can be a type
	 * @return the type, or null for a custom or unassigned code
	 */
	public static @Nullable MessageType fromCode(int code) {
		return ((code & ~0xFF) == 0) ? BY_CODE[code] : null;
	}

	/**
	 * Whether a code is left to applications.
	 * @param code any value
	 * @return true for 0x80 to 0xEF
	 */
	public static boolean isCustomCode(int code) {
		return code >= FIRST_CUSTOM_CODE && code <= LAST_CUSTOM_CODE;
	}

	/**
	 * The band of a code unless configured otherwise; custom types travel in the
	 * background.
	 * @param code any value
	 * @return the band
	 */
	public static PriorityBand defaultBandOf(int code) {
		MessageType type = fromCode(code);
		return (type != null) ? type.defaultBand : PriorityBand.BACKGROUND;
	}

}
