/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.time.Instant;
import java.util.List;

/**
 * The keys that seal session tickets. A server without a source of its own draws them at
 * random and forgets them; servers of a cluster that take each other's tickets share one,
 * and a {@link ReplayStore}.
 *
 * <p>
 * A key seals tickets for {@link #SEALING_SECONDS} from {@link TicketKey#notBefore()} on
 * and opens them as long as the last ticket lives that it sealed. Who can read a key can
 * take over what its tickets resume: keys belong into memory and nowhere else, and are
 * made at random.
 */
@FunctionalInterface
public interface TicketKeys {

	/** A key seals tickets for so long. */
	int SEALING_SECONDS = 60;

	/** More keys at a time are not looked at. */
	int MAX_KEYS = 8;

	/**
	 * The keys of the moment: the one in use, the one before it, and, so that all of a
	 * cluster have it in time, the one to come; in any order. Called on event loops at
	 * every ticket: must not block and be cheap, so a shared source keeps a copy that it
	 * refreshes in the background.
	 * @param now the time
	 * @return at most {@value #MAX_KEYS} keys; none where they are not known: then no
	 * tickets are given and none is taken, and everybody does whole handshakes
	 */
	List<TicketKey> keys(Instant now);

}
