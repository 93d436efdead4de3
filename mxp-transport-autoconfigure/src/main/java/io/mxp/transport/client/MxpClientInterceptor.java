/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.util.concurrent.CompletableFuture;

/**
 * Stands around every request: calls, events, datagrams and the opening of streams. Beans
 * of this type are asked in their order, the first one outermost; each goes on with
 * {@link Chain#proceed}, with the request as it is or another, or answers itself. What a
 * caller has done with its thread before it hears of the answer happens here too, so an
 * interceptor must not wait; what it adds to the future runs on a delivery thread.
 */
public interface MxpClientInterceptor {

	/**
	 * Handles one request.
	 * @param <T> what it results in: a {@link io.mxp.transport.Reply} for a call, the
	 * {@link io.mxp.transport.MxpStream} for a stream, nothing for an event
	 * @param request the request
	 * @param chain the interceptors behind this one, then the connection
	 * @return completes as the request shall; cancelled when the caller cancels
	 */
	<T> CompletableFuture<T> intercept(MxpClientRequest request, Chain<T> chain);

	/**
	 * What comes behind an interceptor.
	 *
	 * @param <T> what the request results in
	 */
	@FunctionalInterface
	interface Chain<T> {

		/**
		 * Goes on. May be called again with a request that is
		 * {@link MxpClientRequest#isRepeatable() repeatable}, when the attempt before has
		 * failed; each time it looks for an open connection anew.
		 * @param request the request as it shall be sent
		 * @return its result; cancelling it gives the request up
		 */
		CompletableFuture<T> proceed(MxpClientRequest request);

	}

}
