/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The payload of an AgentRegister: an agent makes itself known.
 *
 * @param agentId who
 * @param name a name for people, at most 65,535 bytes in UTF-8
 * @param capabilities what it can do, at most 65,535 of at most 65,535 bytes each
 * @param endpoint where it listens
 */
// SPEC messages.md#agentregister
public record AgentRegister(UUID agentId, String name, List<String> capabilities, AgentEndpoint endpoint) {

	/**
	 * Checks the lengths.
	 * @throws IllegalArgumentException if one is over its limit
	 */
	public AgentRegister {
		PayloadWriter.requireShortText(name, "the agent's name");
		capabilities = List.copyOf(capabilities);
		if (capabilities.size() > 0xFFFF) {
			throw new IllegalArgumentException(capabilities.size() + " capabilities are over the limit of 65535");
		}
		for (String capability : capabilities) {
			PayloadWriter.requireShortText(capability, "a capability");
		}
	}

	/**
	 * Reads a payload.
	 * @param bytes holds the payload
	 * @param offset index of its first byte
	 * @param length its length
	 * @return what it says
	 * @throws MessageFormatException if it is not such a payload
	 */
	public static AgentRegister parse(byte[] bytes, int offset, int length) throws MessageFormatException {
		return read(new PayloadReader(bytes, offset, length));
	}

	/**
	 * Writes the payload.
	 * @return a new array
	 */
	public byte[] toPayload() {
		PayloadWriter writer = new PayloadWriter().uuid(this.agentId).text(this.name).u16(this.capabilities.size());
		for (String capability : this.capabilities) {
			writer.text(capability);
		}
		this.endpoint.write(writer);
		return writer.toByteArray();
	}

	static AgentRegister read(PayloadReader reader) throws MessageFormatException {
		UUID agentId = reader.uuid();
		String name = reader.text();
		int count = reader.count(2);
		List<String> capabilities = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			capabilities.add(reader.text());
		}
		return new AgentRegister(agentId, name, capabilities, AgentEndpoint.read(reader));
	}

}
