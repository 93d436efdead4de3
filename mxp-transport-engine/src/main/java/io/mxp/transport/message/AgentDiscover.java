/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

/**
 * The payload of an AgentDiscover: asks which agents have a capability. The answer is a
 * Response with the same message id, whose data is an {@link AgentList}.
 *
 * @param capability the capability, at most 65,535 bytes in UTF-8; empty asks for all
 */
// SPEC messages.md#agentdiscover
public record AgentDiscover(String capability) {

	/**
	 * Checks the length.
	 * @throws IllegalArgumentException if it is over its limit
	 */
	public AgentDiscover {
		PayloadWriter.requireShortText(capability, "the capability");
	}

	/**
	 * Reads a payload.
	 * @param bytes holds the payload
	 * @param offset index of its first byte
	 * @param length its length
	 * @return what it says
	 * @throws MessageFormatException if it is not such a payload
	 */
	public static AgentDiscover parse(byte[] bytes, int offset, int length) throws MessageFormatException {
		PayloadReader reader = new PayloadReader(bytes, offset, length);
		String capability = reader.text();
		reader.end();
		return new AgentDiscover(capability);
	}

	/**
	 * Writes the payload.
	 * @return a new array
	 */
	public byte[] toPayload() {
		return new PayloadWriter().text(this.capability).toByteArray();
	}

}
