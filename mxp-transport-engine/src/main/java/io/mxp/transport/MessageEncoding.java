/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * How the payload of one message is encoded on its way.
 *
 * @param compression whether it is compressed
 * @param sealedFor the agent that alone can read it; null where everybody on the way can
 * @param relayed the seal of a message that passes through and is sent on as it came;
 * null where it is this side's own
 */
public record MessageEncoding(Compression compression, @Nullable UUID sealedFor, @Nullable Seal relayed) {

	/** As the transport is configured ({@link CompressionConfig}). */
	public static final MessageEncoding DEFAULT = new MessageEncoding(Compression.DEFAULT, null, null);

	/** As it is, whatever is configured. */
	public static final MessageEncoding PLAIN = new MessageEncoding(Compression.NEVER, null, null);

	/** Compressed, whatever is configured. */
	public static final MessageEncoding COMPRESSED = new MessageEncoding(Compression.ALWAYS, null, null);

	/**
	 * Whether a payload is compressed. One that would not become shorter, or that the
	 * peer could not read, is sent as it is.
	 */
	public enum Compression {

		/** From the configured length on, where it is enabled. */
		DEFAULT,
		/** Whatever its length. */
		ALWAYS,
		/** In no case. */
		NEVER

	}

	public MessageEncoding {
		Objects.requireNonNull(compression, "compression");
		if (relayed != null && (relayed.opened() || sealedFor != null)) {
			throw new IllegalArgumentException("Only what is sealed for somebody else is sent on as it came");
		}
	}

	/** Whether it is sealed, by this side or by another agent. */
	public boolean isSealed() {
		return this.sealedFor != null || this.relayed != null;
	}

	/**
	 * The same, sealed for one agent: from end to end, whoever is between. Compressed, if
	 * at all, before it is sealed; then the recipient must accept that.
	 * @param agentId the agent whose key seals it
	 */
	public MessageEncoding withSealedFor(@Nullable UUID agentId) {
		return new MessageEncoding(this.compression, agentId, this.relayed);
	}

	/**
	 * What passes through is sent on as it came.
	 * @param seal of {@link InboundMessage#seal()} or {@link Reply#seal()}, not opened
	 */
	public static MessageEncoding relayed(Seal seal) {
		return new MessageEncoding(Compression.NEVER, null, seal);
	}

}
