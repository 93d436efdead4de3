/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.nio.ByteBuffer;

/**
 * What happens on a stream. Called on a delivery thread, one call at a time for each
 * stream.
 */
public interface StreamListener {

	/** Ignores whatever comes. */
	StreamListener IGNORE = (stream, chunk) -> {
	};

	/**
	 * One chunk arrived. It is consumed when the call returns, and the peer may send
	 * more, unless {@link MxpStream#hold()} was called.
	 * @param chunk valid during the call only
	 */
	void onChunk(MxpStream stream, ByteBuffer chunk);

	/**
	 * How many chunks to ask for before the first arrives; {@link Long#MAX_VALUE} for all
	 * of them.
	 */
	default long initialDemand() {
		return Long.MAX_VALUE;
	}

	/** The peer ended its side; nothing more arrives. */
	default void onFinished(MxpStream stream) {
	}

	/**
	 * The stream broke: reset by the peer, or the connection ended. Nothing more arrives.
	 */
	default void onFailed(MxpStream stream, TransportException failure) {
	}

	/** There is room again after a refused {@link MxpStream#offer}. */
	default void onWritable(MxpStream stream) {
	}

}
