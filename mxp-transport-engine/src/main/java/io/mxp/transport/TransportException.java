/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import org.jspecify.annotations.Nullable;

/**
 * What an application can meet. Sealed: every kind is a nested class here.
 */
public abstract sealed class TransportException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final ErrorCode code;

	private TransportException(ErrorCode code, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.code = code;
	}

	public ErrorCode code() {
		return this.code;
	}

	/** The connection never came to be; the message says why and what to do. */
	public static final class HandshakeFailed extends TransportException {

		private static final long serialVersionUID = 1L;

		public HandshakeFailed(ErrorCode code, String message) {
			super(code, message, null);
		}

	}

	/** The connection has ended. */
	public static final class ConnectionClosed extends TransportException {

		private static final long serialVersionUID = 1L;

		private final transient CloseReason reason;

		public ConnectionClosed(CloseReason reason) {
			super(reason.code(), "The connection has ended: " + reason, null);
			this.reason = reason;
		}

		public CloseReason reason() {
			return this.reason;
		}

	}

	/** The stream ended before its time. */
	public static final class StreamReset extends TransportException {

		private static final long serialVersionUID = 1L;

		public StreamReset(ErrorCode code, String message) {
			super(code, message, null);
		}

	}

	/** A bound of this side is reached; nothing was sent. */
	public static final class Overloaded extends TransportException {

		private static final long serialVersionUID = 1L;

		public Overloaded(String message) {
			super(ErrorCode.OVERLOADED, message, null);
		}

	}

	/**
	 * No answer in time: this side's clock says so, or the peer reported it, or another
	 * agent did that the peer asked. The message says which; the work may have been done.
	 */
	public static final class DeadlineExceeded extends TransportException {

		private static final long serialVersionUID = 1L;

		public DeadlineExceeded(String message) {
			super(ErrorCode.DEADLINE_EXCEEDED, message, null);
		}

	}

	/** The peer answered with an error other than {@link DeadlineExceeded}. */
	public static final class RemoteError extends TransportException {

		private static final long serialVersionUID = 1L;

		public RemoteError(ErrorCode code, String message) {
			super(code, message, null);
		}

	}

	/** The message is larger than the format or the path allows; nothing was sent. */
	public static final class MessageTooLarge extends TransportException {

		private static final long serialVersionUID = 1L;

		public MessageTooLarge(long length, long limit) {
			super(ErrorCode.TOO_LARGE, "The message has " + length + " bytes, but at most " + limit
					+ " are allowed. Send it as a stream of chunks", null);
		}

	}

	/**
	 * The transport was set up in a way that cannot work; the message says what to
	 * change.
	 */
	public static final class Configuration extends TransportException {

		private static final long serialVersionUID = 1L;

		public Configuration(String message) {
			super(ErrorCode.INTERNAL_ERROR, message, null);
		}

		public Configuration(String message, @Nullable Throwable cause) {
			super(ErrorCode.INTERNAL_ERROR, message, cause);
		}

	}

}
