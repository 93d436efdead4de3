/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

/**
 * Why a connection ended.
 *
 * @param code the transport's or the application's code
 * @param byPeer whether the peer closed it
 * @param text for people, may be empty
 */
public record CloseReason(ErrorCode code, boolean byPeer, String text) {

	@Override
	public String toString() {
		return this.code + (this.byPeer ? " (by the peer)" : "") + (this.text.isEmpty() ? "" : ": " + this.text);
	}

}
