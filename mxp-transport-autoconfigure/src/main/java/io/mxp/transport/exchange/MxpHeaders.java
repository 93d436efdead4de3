/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.exchange;

/**
 * Names of the headers under which handlers find what a message carries beside its
 * payload. Headers of the application keep their own names; none of them can replace one
 * of these.
 */
public final class MxpHeaders {

	/** The subject, a String; absent where the message has none. */
	public static final String SUBJECT = "mxp_subject";

	/** The {@link io.mxp.transport.MessageType}. */
	public static final String TYPE = "mxp_type";

	/** The message id, a Long. */
	public static final String MESSAGE_ID = "mxp_messageId";

	/** Low 64 bits of the W3C trace id, a Long; 0 where there is none. */
	public static final String TRACE_ID = "mxp_traceId";

	/** The {@link MxpPeer} that sent the message. */
	public static final String PEER = "mxp_peer";

	/** The {@link MxpDeadline} of the message. */
	public static final String DEADLINE = "mxp_deadline";

	/** The idempotency key, a String; absent where there is none. */
	public static final String IDEMPOTENCY_KEY = "mxp_idempotencyKey";

	/**
	 * Whether the message came as early data (0-RTT), a Boolean: before its sender was
	 * known to be there now.
	 */
	public static final String EARLY = "mxp_early";

	/** The W3C trace parent, a String; absent where there is none. */
	public static final String TRACEPARENT = "traceparent";

	/** The W3C trace state, a String; absent where there is none. */
	public static final String TRACESTATE = "tracestate";

	private MxpHeaders() {
	}

}
