/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.impairment;

/**
 * What a proxy did to the datagrams of one direction until now. Once nothing is under
 * way, {@code received + duplicated = lost + queueDrops + delivered + undelivered}.
 *
 * @param received datagrams that came in
 * @param lost dropped by {@link Impairment#loss()}
 * @param queueDrops dropped because a queue was full
 * @param corrupted bytes changed
 * @param reordered held back
 * @param duplicated a second copy was made
 * @param delivered sent on, copies included
 * @param undelivered the operating system refused to send it on
 */
public record ImpairmentCounters(long received, long lost, long queueDrops, long corrupted, long reordered,
		long duplicated, long delivered, long undelivered) {

}
