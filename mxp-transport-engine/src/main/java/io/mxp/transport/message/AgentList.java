/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.util.ArrayList;
import java.util.List;

/**
 * The data of the Response to an AgentDiscover.
 *
 * @param agents the agents found, at most 65,535
 */
// SPEC messages.md#agentdiscover
public record AgentList(List<AgentRegister> agents) {

	/**
	 * Checks the number.
	 * @throws IllegalArgumentException if it is over its limit
	 */
	public AgentList {
		agents = List.copyOf(agents);
		if (agents.size() > 0xFFFF) {
			throw new IllegalArgumentException(agents.size() + " agents are over the limit of 65535");
		}
	}

	/**
	 * Reads the data.
	 * @param bytes holds the data
	 * @param offset index of its first byte
	 * @param length its length
	 * @return what it says
	 * @throws MessageFormatException if it is not such data
	 */
	public static AgentList parse(byte[] bytes, int offset, int length) throws MessageFormatException {
		PayloadReader reader = new PayloadReader(bytes, offset, length);
		int count = reader.count(4);
		List<AgentRegister> agents = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			agents.add(AgentRegister.read(reader.part(reader.u32())));
		}
		reader.end();
		return new AgentList(agents);
	}

	/**
	 * Writes the data.
	 * @return a new array
	 */
	public byte[] toPayload() {
		PayloadWriter writer = new PayloadWriter().u16(this.agents.size());
		for (AgentRegister agent : this.agents) {
			byte[] payload = agent.toPayload();
			writer.u32(payload.length).bytes(payload);
		}
		return writer.toByteArray();
	}

}
