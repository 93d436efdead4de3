/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import org.jspecify.annotations.Nullable;

/**
 * One message whose way is measured: where it lies in its stream, and since when it is on
 * its way.
 */
final class MessageProbe {

	/** First byte of the message in its stream. */
	long start;

	/** Behind its last byte. */
	long end;

	long acceptedNanos;

	/** How many messages it stands for. */
	int weight;

	/** The next one of the stream, or of those that are free. */
	@Nullable MessageProbe next;

}
