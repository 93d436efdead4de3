/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.ArrayDeque;
import java.util.Arrays;

import io.mxp.transport.connection.Connection;
import org.jspecify.annotations.Nullable;

/**
 * What the application sent on a connection that takes early data only, and must wait
 * until the server has answered: in the order in which it came. On the event loop. The
 * send windows of the bands bound it.
 */
final class EarlyHold {

	private final Connection connection;

	private final ArrayDeque<Held> held = new ArrayDeque<>();

	EarlyHold(Connection connection) {
		this.connection = connection;
	}

	/** Keeps a message that may not be early; false where nothing has to wait. */
	boolean keep(int kind, int band, long b, long c, byte[] bytes, int offset, int length, Object owner) {
		if (!this.connection.isEarlyOpen()) {
			return false;
		}
		byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
		this.held.add(new Held(kind, band, b, c, copy, owner, null));
		return true;
	}

	/** Runs a task when the server has answered, or the connection has ended; or now. */
	void whenOver(Runnable task) {
		if (this.connection.isEarlyOpen()) {
			this.held.add(new Held(0, 0, 0, 0, new byte[0], this, task));
		}
		else {
			task.run();
		}
	}

	/** Whatever waits goes on, where the server has answered. */
	void release(CommandHandler handler) {
		if (!this.held.isEmpty() && !this.connection.isEarlyOpen()) {
			end(handler);
		}
	}

	/** The connection is there or has ended: nothing waits any more. */
	void end(CommandHandler handler) {
		for (Held next = this.held.poll(); next != null; next = this.held.poll()) {
			if (next.task != null) {
				next.task.run();
			}
			else if (!handler.onRecord(next.kind, next.band, next.b, next.c, next.bytes, 0, next.bytes.length,
					next.owner)) {
				// There is no memory now: it is tried again at the next turn.
				this.held.addFirst(next);
				return;
			}
		}
	}

	@SuppressWarnings("ArrayRecordComponent")
	private record Held(int kind, int band, long b, long c, byte[] bytes, Object owner, @Nullable Runnable task) {
	}

}
