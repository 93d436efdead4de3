/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.support.MethodArgumentTypeMismatchException;
import org.springframework.messaging.handler.invocation.MethodArgumentResolutionException;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.TransportException;
import io.mxp.transport.exchange.PayloadException;

/** What the caller learns of an exception. */
final class HandlerErrors {

	private static final String ACCESS_DENIED = "org.springframework.security.access.AccessDeniedException";

	private final boolean includeMessage;

	/**
	 * Creates the rules.
	 * @param includeMessage whether unexpected exceptions are told with their message
	 */
	HandlerErrors(boolean includeMessage) {
		this.includeMessage = includeMessage;
	}

	/** The exception itself, out of the wrappers that futures put around it. */
	static Throwable unwrap(Throwable failure) {
		Throwable unwrapped = failure;
		while ((unwrapped instanceof CompletionException || unwrapped instanceof ExecutionException)
				&& unwrapped.getCause() != null) {
			unwrapped = unwrapped.getCause();
		}
		return unwrapped;
	}

	ErrorCode code(Throwable failure) {
		if (failure instanceof MxpHandlerException chosen) {
			return chosen.code();
		}
		if (isBadArgument(failure)) {
			return ErrorCode.INVALID_ARGUMENT;
		}
		if (failure instanceof TransportException.DeadlineExceeded || failure instanceof TimeoutException) {
			return ErrorCode.DEADLINE_EXCEEDED;
		}
		if (failure instanceof TransportException.Overloaded || failure instanceof RejectedExecutionException) {
			return ErrorCode.OVERLOADED;
		}
		if (failure instanceof TransportException.CannotSeal) {
			return ErrorCode.INVALID_ARGUMENT;
		}
		if (failure instanceof TransportException.MessageTooLarge) {
			return ErrorCode.TOO_LARGE;
		}
		if (failure instanceof TransportException.ConnectionClosed
				|| failure instanceof TransportException.HandshakeFailed) {
			return ErrorCode.UNAVAILABLE;
		}
		return isDenied(failure) ? ErrorCode.PERMISSION_DENIED : ErrorCode.INTERNAL;
	}

	String text(Throwable failure) {
		boolean meantForCaller = failure instanceof MxpHandlerException || failure instanceof PayloadException
				|| failure instanceof MessageHandlingException;
		if (meantForCaller || this.includeMessage) {
			return (failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getSimpleName();
		}
		return isBadArgument(failure) ? "The message does not fit its handler" : "";
	}

	/** Whether somebody should look at it: the handler failed, not the caller. */
	boolean isFault(Throwable failure) {
		return code(failure) == ErrorCode.INTERNAL && !(failure instanceof MxpHandlerException);
	}

	private static boolean isBadArgument(Throwable failure) {
		return failure instanceof MessageConversionException || failure instanceof MethodArgumentResolutionException
				|| failure instanceof MethodArgumentTypeMismatchException
				|| failure instanceof MessageHandlingException;
	}

	private static boolean isDenied(Throwable failure) {
		if (failure instanceof SecurityException) {
			return true;
		}
		for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
			if (type.getName().equals(ACCESS_DENIED)) {
				return true;
			}
		}
		return false;
	}

}
