/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import io.mxp.transport.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What became of a call. */
public final class CallOutcome {

	private @Nullable String answer;

	private @Nullable ErrorCode failure;

	private long endedAtNanos = -1;

	void onAnswer(String answer, long nowNanos) {
		end(nowNanos);
		this.answer = answer;
	}

	void onFailure(ErrorCode code, long nowNanos) {
		end(nowNanos);
		this.failure = code;
	}

	private void end(long nowNanos) {
		if (this.endedAtNanos >= 0) {
			throw new IllegalStateException("a call ended twice");
		}
		this.endedAtNanos = nowNanos;
	}

	public boolean isEnded() {
		return this.endedAtNanos >= 0;
	}

	/** The data of the Response; null where there was none. */
	public @Nullable String answer() {
		return this.answer;
	}

	public @Nullable ErrorCode failure() {
		return this.failure;
	}

	/** Virtual time of the end; -1 before. */
	public long endedAtNanos() {
		return this.endedAtNanos;
	}

}
