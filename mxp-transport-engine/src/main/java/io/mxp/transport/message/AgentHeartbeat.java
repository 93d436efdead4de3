/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.util.UUID;

/**
 * The payload of an AgentHeartbeat: 34 bytes that say that an agent is alive.
 *
 * @param agentId who
 * @param sequence counts the agent's heartbeats, unsigned
 * @param sentAtMillis the sender's clock, milliseconds since 1970 UTC
 * @param loadPerMille how busy it is, 0 to 1,000
 */
// SPEC messages.md#agentheartbeat
public record AgentHeartbeat(UUID agentId, long sequence, long sentAtMillis, int loadPerMille) {

	/** The largest load. */
	public static final int MAX_LOAD_PER_MILLE = 1000;

	/**
	 * Checks the load.
	 * @throws IllegalArgumentException if it is out of range
	 */
	public AgentHeartbeat {
		if (loadPerMille < 0 || loadPerMille > MAX_LOAD_PER_MILLE) {
			throw new IllegalArgumentException("a load of " + loadPerMille + " per mille is out of range");
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
	public static AgentHeartbeat parse(byte[] bytes, int offset, int length) throws MessageFormatException {
		PayloadReader reader = new PayloadReader(bytes, offset, length);
		UUID agentId = reader.uuid();
		long sequence = reader.u64();
		long sentAtMillis = reader.u64();
		int loadPerMille = reader.u16();
		reader.end();
		if (loadPerMille > MAX_LOAD_PER_MILLE) {
			throw new MessageFormatException(DecodeError.INVALID_VALUE, loadPerMille, MAX_LOAD_PER_MILLE);
		}
		return new AgentHeartbeat(agentId, sequence, sentAtMillis, loadPerMille);
	}

	/**
	 * Writes the payload.
	 * @return a new array
	 */
	public byte[] toPayload() {
		return new PayloadWriter().uuid(this.agentId)
			.u64(this.sequence)
			.u64(this.sentAtMillis)
			.u16(this.loadPerMille)
			.toByteArray();
	}

}
