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

	/** The connection did not move, and goes on where it was. */
	public static final class MigrationFailed extends TransportException {

		private static final long serialVersionUID = 1L;

		public MigrationFailed(String message) {
			super(ErrorCode.PEER_UNREACHABLE, message, null);
		}

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

		private final boolean sealed;

		public RemoteError(ErrorCode code, String message) {
			this(code, message, false);
		}

		public RemoteError(ErrorCode code, String message, boolean sealed) {
			super(code, message, null);
			this.sealed = sealed;
		}

		/**
		 * Whether the error came sealed from the agent that the call was sealed for. An
		 * error without a seal may be the word of anybody on the way.
		 */
		public boolean isSealed() {
			return this.sealed;
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
	 * A message shall be sealed for one agent and cannot: no key of that agent is known,
	 * this side has no key, or what is sent is nothing that can be sealed, such as a
	 * stream. Nothing was sent.
	 */
	public static final class CannotSeal extends TransportException {

		private static final long serialVersionUID = 1L;

		public CannotSeal(String message) {
			super(ErrorCode.INVALID_ARGUMENT, message, null);
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
