/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

/** Makes the ids by which peers address us. */
public interface ConnectionIdSupply {

	/** An id that was never given before. */
	long next();

	/** What shows that we have forgotten the connection with this id; 16 bytes. */
	byte[] resetToken(long id);

}
