/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * Where messages end: the only thing that streams know about messages.
 */
public interface MessageFraming {

	/**
	 * Total length in bytes of the record that starts at {@code offset}.
	 * @param bytes holds the start of the record
	 * @param offset where the record starts
	 * @param available how many bytes from there may be read
	 * @return the length, 0 where {@code available} bytes are too few to know it, or -1
	 * where no record can start like this
	 */
	long recordLength(byte[] bytes, int offset, int available);

	/**
	 * How many bytes of a record are always enough to know its length.
	 * @return a length in bytes, at least 1 and at most 1,024
	 */
	int minimumHeader();

}
