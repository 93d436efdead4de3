/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

/**
 * A deny list that is kept elsewhere. Asked again and again, on a thread that may wait.
 */
@FunctionalInterface
public interface DenyListSource {

	/**
	 * The list as it is now.
	 * @return the list
	 * @throws RuntimeException where it cannot be told; the last one stays in force
	 */
	DenyList current();

}
