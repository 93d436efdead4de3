/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Messages and bytes by band and direction: the event loop writes, any thread reads.
 */
final class BandCounters {

	private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

	private static final int FIELDS = 4;

	private final long[] values = new long[4 * FIELDS];

	void sent(int band, int bytes) {
		add(band * FIELDS, 1);
		add(band * FIELDS + 1, bytes);
	}

	void received(int band, int bytes) {
		add(band * FIELDS + 2, 1);
		add(band * FIELDS + 3, bytes);
	}

	long messagesSent(int band) {
		return get(band * FIELDS);
	}

	long bytesSent(int band) {
		return get(band * FIELDS + 1);
	}

	long messagesReceived(int band) {
		return get(band * FIELDS + 2);
	}

	long bytesReceived(int band) {
		return get(band * FIELDS + 3);
	}

	private void add(int index, long amount) {
		ELEMENT.setOpaque(this.values, index, this.values[index] + amount);
	}

	private long get(int index) {
		return (long) ELEMENT.getOpaque(this.values, index);
	}

}
