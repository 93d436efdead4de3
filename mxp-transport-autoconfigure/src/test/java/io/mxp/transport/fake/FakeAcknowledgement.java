/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.fake;

import java.util.concurrent.CompletableFuture;

import io.mxp.transport.Acknowledgement;
import io.mxp.transport.ErrorCode;

/** An acknowledgement in memory. */
final class FakeAcknowledgement implements Acknowledgement {

	private final CompletableFuture<Void> told = new CompletableFuture<>();

	/** Completes as the sender's future does. */
	CompletableFuture<Void> told() {
		return this.told;
	}

	@Override
	public boolean done() {
		return this.told.complete(null);
	}

	@Override
	public boolean fail(ErrorCode code, String text) {
		return this.told.completeExceptionally(FakeResponder.error(code, text));
	}

	@Override
	public boolean isOpen() {
		return !this.told.isDone();
	}

}
