/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import io.mxp.transport.connection.Connection;

import org.jspecify.annotations.Nullable;

/**
 * From connection id to connection: open addressing, with a hash that peers cannot
 * predict, because they choose some of the ids (SEC-38).
 */
final class ConnectionTable {

	private final KeyedHash hash;

	private long[] ids = new long[64];

	private @Nullable Connection[] connections = new Connection[64];

	private int size;

	ConnectionTable(long hashKey) {
		this.hash = new KeyedHash(hashKey);
	}

	@Nullable Connection find(long id) {
		return this.connections[indexOf(id)];
	}

	/** Where an id stands, or the empty place that ends the search for it. */
	int indexOf(long id) {
		int mask = mask();
		int i = slot(id, mask);
		while (this.connections[i] != null && this.ids[i] != id) {
			i = (i + 1) & mask;
		}
		return i;
	}

	int mask() {
		return this.ids.length - 1;
	}

	void put(long id, Connection connection) {
		if ((this.size + 1) * 2 > this.ids.length) {
			grow();
		}
		int i = indexOf(id);
		if (this.connections[i] == null) {
			this.size++;
		}
		this.ids[i] = id;
		this.connections[i] = connection;
	}

	/** Removes an id where it belongs to this connection. */
	void remove(long id, Connection connection) {
		int i = indexOf(id);
		if (this.connections[i] != connection) {
			return;
		}
		this.size--;
		close(i, mask());
	}

	int size() {
		return this.size;
	}

	/** Closes the hole, so that no chain of probes breaks. */
	private void close(int hole, int mask) {
		int empty = hole;
		this.connections[empty] = null;
		for (int i = (hole + 1) & mask; this.connections[i] != null; i = (i + 1) & mask) {
			int home = slot(this.ids[i], mask);
			if (((i - home) & mask) >= ((i - empty) & mask)) {
				this.ids[empty] = this.ids[i];
				this.connections[empty] = this.connections[i];
				this.connections[i] = null;
				empty = i;
			}
		}
	}

	private void grow() {
		long[] oldIds = this.ids;
		@Nullable Connection[] old = this.connections;
		this.ids = new long[oldIds.length * 2];
		this.connections = new Connection[oldIds.length * 2];
		this.size = 0;
		for (int i = 0; i < old.length; i++) {
			Connection connection = old[i];
			if (connection != null) {
				put(oldIds[i], connection);
			}
		}
	}

	/** Where the search for an id begins. */
	int slot(long id, int mask) {
		return this.hash.slot(id, mask);
	}

}
